package io.plainsight.stream.witness;

import io.plainsight.events.Observation;

/**
 * A connection that a sensor saw at a place whose flow logs should tell of it, or a gap that the provider reported there. Crosses a
 * topic, by place.
 *
 * @param observation of the connection without what nobody needs here; or of the gap
 * @param outcome whether flow logs told of it
 */
record Expectation(Observation observation, Outcome outcome) {
    /** What became of it. */
    enum Outcome {
        TOLD,
        MISSING,
        /** It was held for missing, and its record came after all. */
        TOLD_LATE,
        /** The provider lost records. */
        SKIPPED
    }
}

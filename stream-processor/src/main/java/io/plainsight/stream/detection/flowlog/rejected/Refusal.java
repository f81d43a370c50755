package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.events.Observation;

/**
 * What the part of a service tells the part of its client. Crosses a topic.
 *
 * @param record the latest, seen from the client
 * @param kind what it means
 * @param weight refused openings that it stands for, at least 1
 */
record Refusal(Observation record, Kind kind, int weight) {
    /** What a refused opening means. */
    enum Kind {
        /** Client and service never worked together. */
        STRANGE,
        /** They did, and now no longer do. */
        BLOCKED,
        /** They do again. */
        OVER
    }

    String service() {
        return record.destination().text();
    }
}

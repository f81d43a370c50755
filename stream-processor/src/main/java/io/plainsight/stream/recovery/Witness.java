package io.plainsight.stream.recovery;

import io.plainsight.events.Observation;

/** A detector's word on what an observation says about something that was found wrong before. */
@FunctionalInterface
public interface Witness {
    /** What it says. */
    enum Word {
        /** It is still there. */
        SHOWN,
        /** This connection was seen to be free of it. */
        CLEAN,
        /** It is there, and the policy accepts it by now of everybody: the alert closes at once. */
        ACCEPTED,
        /** It is there, and the policy accepts it of this client: that says nothing about others, for whom the alert stands. */
        EXCUSED,
        /** Neither. */
        NOTHING
    }

    /** Called for observations of the service with every action, only while something is open there. */
    Word about(Observation observation, OpenCause cause);
}

package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.detection.FindingBuilder;

/**
 * Who is behind a downgrade, as far as one observation point can tell.
 *
 * @param confidence 0 to 1, in the attribution alone
 * @param sentence why, for a person
 */
record Blame(Who who, double confidence, String sentence) {
    enum Who {
        /** The client, or something on its host. */
        CLIENT_LIMITED("client-limited"),
        /** The server, its pool or its configuration. */
        SERVER_LIMITED("server-limited"),
        /** Something between them. */
        ON_PATH("on-path"),
        UNKNOWN("unknown");

        private final String text;

        Who(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static Blame onPath(double confidence, String sentence) {
        return new Blame(Who.ON_PATH, confidence, sentence);
    }

    static Blame server(double confidence, String sentence) {
        return new Blame(Who.SERVER_LIMITED, confidence, sentence);
    }

    static Blame client(double confidence, String sentence) {
        return new Blame(Who.CLIENT_LIMITED, confidence, sentence);
    }

    static Blame unknown(String sentence) {
        return new Blame(Who.UNKNOWN, 0.5, sentence);
    }

    FindingBuilder on(FindingBuilder finding) {
        return finding.value(VALUE, who.text()).value(CONFIDENCE, confidence).value(REASON, sentence);
    }

    static final String VALUE = "blame";
    static final String CONFIDENCE = "blame_confidence";
    static final String REASON = "blame_reason";
}

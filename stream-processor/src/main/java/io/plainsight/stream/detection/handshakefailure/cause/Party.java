package io.plainsight.stream.detection.handshakefailure.cause;

import java.util.Locale;

/** Where something is: at one end, or between them. */
public enum Party {
    CLIENT,
    SERVER,
    /** A device between the two. */
    PATH,
    UNKNOWN;

    /** As in an alert's values. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

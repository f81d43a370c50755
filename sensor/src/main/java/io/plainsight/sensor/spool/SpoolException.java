package io.plainsight.sensor.spool;

import java.io.IOException;

/** The spool cannot be used; the message is for the user, names the directory and the remedy. */
public final class SpoolException extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolException(String message, Throwable cause) {
        super(message, cause);
    }
}

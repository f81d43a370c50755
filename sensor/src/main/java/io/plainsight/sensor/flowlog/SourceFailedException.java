package io.plainsight.sensor.flowlog;

import java.io.IOException;

/** The source does not give the rest of what it has, which says nothing about the flow log: it is to be read again. */
public final class SourceFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    public SourceFailedException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}

package io.plainsight.sensor.flowlog;

/** A flow log cannot be read, or not to its end. The message names the file, the place and the remedy, for the user. */
public final class FlowLogException extends Exception {
    private static final long serialVersionUID = 1L;

    public FlowLogException(String message) {
        super(message);
    }

    public FlowLogException(String message, Throwable cause) {
        super(message, cause);
    }
}

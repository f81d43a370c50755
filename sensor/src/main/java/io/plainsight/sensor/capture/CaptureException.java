package io.plainsight.sensor.capture;

/** A capture source cannot be opened or read on. The message names the source, the place and the remedy, for the user. */
public class CaptureException extends Exception {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}

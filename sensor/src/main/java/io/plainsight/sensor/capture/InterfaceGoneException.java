package io.plainsight.sensor.capture;

/** The interface is not there (any more), or is down; it may come back. */
public final class InterfaceGoneException extends CaptureException {
    private static final long serialVersionUID = 1L;

    public InterfaceGoneException(String message) {
        super(message);
    }

    public InterfaceGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}

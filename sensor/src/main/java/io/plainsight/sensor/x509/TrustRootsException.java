package io.plainsight.sensor.x509;

/** Roots cannot be read. The message names the file, the place and the remedy, for the user. */
public final class TrustRootsException extends Exception {
    private static final long serialVersionUID = 1L;

    public TrustRootsException(String message) {
        super(message);
    }

    public TrustRootsException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.plainsight.sensor.flowlog.s3;

/** The store did not give what was asked for. The message names bucket and key, the reason and the remedy. */
final class ObjectStoreException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether asking again is pointless until somebody changes something. */
    final boolean permanent;

    ObjectStoreException(String message, boolean permanent, Throwable cause) {
        super(message, cause);
        this.permanent = permanent;
    }
}

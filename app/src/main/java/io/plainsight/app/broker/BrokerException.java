package io.plainsight.app.broker;

/** The embedded broker cannot be started; the message is for the user and names the remedy. */
public final class BrokerException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}

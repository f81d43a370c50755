package io.plainsight.alerting;

/** Alerting cannot start as told. The message is for the operator: it names the thing, the value and the remedy. */
public final class AlertingException extends RuntimeException {
    public AlertingException(String message) {
        super(message);
    }

    public AlertingException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.plainsight.stream.rollout;

/** A policy cannot be fetched or published now; the message names the broker, the reason and what to check. */
public final class RolloutException extends Exception {
    private static final long serialVersionUID = 1L;

    public RolloutException(String message, Throwable cause) {
        super(message, cause);
    }
}

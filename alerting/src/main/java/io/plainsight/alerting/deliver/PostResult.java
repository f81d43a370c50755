package io.plainsight.alerting.deliver;

import java.time.Duration;

/**
 * How an attempt ended. A channel only says this; the queue alone decides when to try again.
 *
 * @param detail what happened, for the log
 * @param retryAfter the wait that the receiver asked for, null when it asked for none
 */
public record PostResult(Kind kind, String detail, Duration retryAfter) {
    /** What to do next. */
    public enum Kind {
        SENT,
        RETRY,
        GIVE_UP
    }

    static PostResult sent(String detail) {
        return new PostResult(Kind.SENT, detail, null);
    }

    static PostResult retry(String detail, Duration retryAfter) {
        return new PostResult(Kind.RETRY, detail, retryAfter);
    }

    static PostResult giveUp(String detail) {
        return new PostResult(Kind.GIVE_UP, detail, null);
    }
}

package io.plainsight.stream.exception;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to say of an exception that it holds, so that an alert about its end is closed once it was renewed: with the first finding
 * that it covers, and again after an hour of packet time, for whatever was lost. Not under a policy by which it was over already:
 * what it covers then came late.
 *
 * <p><b>Threading:</b> any. <b>Bounds:</b> the exceptions of one policy. <b>Lifetime:</b> a policy's; a restart begins anew, and only
 * says again what holds.
 */
final class Renewals {
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    /** Whether to say now, at a packet's time, that it holds. */
    boolean isDue(String exception, Instant at) {
        Instant last = told.get(exception);
        if (last != null && at.isBefore(last.plus(PAUSE))) {
            return false;
        }
        told.put(exception, at);
        return true;
    }

    /** It was found to be over. */
    void over(String exception) {
        told.put(exception, Instant.MAX.minus(PAUSE));
    }
}

package io.plainsight.sensor.flow;

import java.time.Duration;

/**
 * How long a connection may go without a packet, in packet time, before it counts as ended.
 *
 * @param opening TCP without answer or payload; longer than the longest pause between two SYNs of Linux (64 s)
 * @param open TCP that is still under inspection: what has said nothing for 5 minutes will not complete a handshake
 * @param decided TCP about which all is known: costs one place in the table, while losing it would turn a pooled database
 *     connection that wakes up into one picked up midway, of unknown protection
 * @param closed TCP after FIN from both sides or RST, so that late FINs and ACKs open no new connection
 * @param udp questions are answered within seconds; what talks again later counts as a connection of its own
 * @param other all other protocols
 */
public record FlowTimeouts(
        Duration opening, Duration open, Duration decided, Duration closed, Duration udp, Duration other) {

    public static final FlowTimeouts DEFAULT = new FlowTimeouts(
            Duration.ofSeconds(90),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    public FlowTimeouts {
        check("opening", opening);
        check("open", open);
        check("decided", decided);
        check("closed", closed);
        check("udp", udp);
        check("other", other);
    }

    private static void check(String name, Duration value) {
        if (value == null || value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(
                    "idle time '" + name + "' must be more than 0 and at most 30 days: " + name + "=" + value);
        }
    }

    /** Nanoseconds by {@link FlowClass#ordinal()}. */
    long[] toNanos() {
        long[] nanos = new long[FlowClass.values().length];
        nanos[FlowClass.TCP_OPENING.ordinal()] = opening.toNanos();
        nanos[FlowClass.TCP_OPEN.ordinal()] = open.toNanos();
        nanos[FlowClass.TCP_DECIDED.ordinal()] = decided.toNanos();
        nanos[FlowClass.TCP_CLOSED.ordinal()] = closed.toNanos();
        nanos[FlowClass.UDP.ordinal()] = udp.toNanos();
        nanos[FlowClass.OTHER.ordinal()] = other.toNanos();
        return nanos;
    }
}

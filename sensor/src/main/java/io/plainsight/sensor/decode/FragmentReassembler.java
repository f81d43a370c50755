package io.plainsight.sensor.decode;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;

/**
 * Puts IP fragments together again (RFC 791 section 3.2, RFC 8200 section 4.5).
 *
 * <p>A datagram is known by its addresses, protocol, identification and outermost VLAN. A fragment whose bytes are all
 * there already is a retransmission and changes nothing; one that overlaps in part, or contradicts the datagram's length,
 * gives the whole datagram up, as RFC 5722 demands for IPv6 and Linux does for IPv4: there is no telling which bytes the
 * receiver takes.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> a finished datagram is readable until the next {@link #release}.
 * <b>Memory:</b> a buffer of 64 KiB for each datagram that was ever held at once, made on first use, kept. <b>Bounds:</b>
 * {@link #MAX_DATAGRAMS} datagrams, so 16 MiB; a new one takes the place of the oldest. A datagram that is not complete
 * after {@link #TIMEOUT_NS} of packet time is given up. Both are counted.
 */
final class FragmentReassembler {
    static final int MAX_DATAGRAMS = 256;
    /** RFC 8200 section 4.5: 60 seconds. */
    static final long TIMEOUT_NS = 60_000_000_000L;

    private final SensorCounters counters;
    private final boolean deferring;
    private final FragmentedDatagram[] datagrams = new FragmentedDatagram[MAX_DATAGRAMS];
    /** Places below this index have a datagram object. */
    private int used;
    /** Whether a finished datagram waits for {@link #release}. */
    private boolean finished;

    FragmentReassembler(SensorCounters counters) {
        this(counters, false);
    }

    /** @param deferring whether it takes no fragment at all and says so of each */
    FragmentReassembler(SensorCounters counters, boolean deferring) {
        this.counters = counters;
        this.deferring = deferring;
    }

    /** Frees the datagrams that were finished since the last call; their bytes may be overwritten from now on. */
    void release() {
        if (!finished) {
            return;
        }
        for (int i = 0; i < used; i++) {
            if (datagrams[i].state == FragmentedDatagram.FINISHED) {
                datagrams[i].free();
            }
        }
        finished = false;
    }

    /** Gives up all that is not complete; what comes now belongs to another capture. */
    void clear() {
        for (int i = 0; i < used; i++) {
            datagrams[i].free();
        }
        finished = false;
    }

    /**
     * Takes the fragment in {@code frame}. When it completes its datagram, {@code frame} is turned to the whole datagram.
     *
     * @param key addresses, protocol, version and time of the fragment
     * @param fragmentOffset in bytes
     * @return {@link Next#TRANSPORT} for a whole datagram, else how decoding ends
     */
    int add(Frame frame, Packet key, int identification, int fragmentOffset, boolean more) {
        if (deferring) {
            return Next.FRAGMENT_DEFERRED;
        }
        int length = frame.wireRemaining();
        if (frame.remaining() < length) {
            return Next.TRUNCATED;
        }
        if (length == 0
                || (more && length % FragmentedDatagram.UNIT != 0)
                || fragmentOffset + length > FragmentedDatagram.MAX_LENGTH) {
            return Next.MALFORMED;
        }
        FragmentedDatagram datagram = find(key, identification, frame.vlanId);
        if (datagram == null) {
            datagram = claim();
            datagram.begin(key, identification, frame.vlanId);
        }
        int outcome = datagram.add(frame, fragmentOffset, length, more);
        if (outcome == FragmentedDatagram.CONFLICT) {
            datagram.free();
            return Next.FRAGMENT_OVERLAP;
        }
        if (outcome == FragmentedDatagram.HELD) {
            return Next.FRAGMENT_HELD;
        }
        datagram.state = FragmentedDatagram.FINISHED;
        finished = true;
        frame.reset(datagram.bytes, 0, datagram.totalLength, datagram.totalLength);
        return Next.TRANSPORT;
    }

    private FragmentedDatagram find(Packet key, int identification, int vlanId) {
        final FragmentedDatagram[] datagrams = this.datagrams;
        for (int i = 0; i < used; i++) {
            FragmentedDatagram datagram = datagrams[i];
            if (datagram.state == FragmentedDatagram.OPEN && datagram.matches(key, identification, vlanId)) {
                if (!isExpired(datagram, key.timestampNs)) {
                    return datagram;
                }
                // the identification came round again
                datagram.free();
                counters.increment(SensorCounter.DROPS_FRAGMENT_TIMEOUT);
                return null;
            }
        }
        return null;
    }

    /** A place that is free, or was never used, or holds the oldest datagram. */
    private FragmentedDatagram claim() {
        FragmentedDatagram oldest = null;
        for (int i = 0; i < used; i++) {
            FragmentedDatagram datagram = datagrams[i];
            if (datagram.state == FragmentedDatagram.FREE) {
                return datagram;
            }
            if (datagram.state == FragmentedDatagram.OPEN
                    && (oldest == null || datagram.firstTimestampNs < oldest.firstTimestampNs)) {
                oldest = datagram;
            }
        }
        if (used < MAX_DATAGRAMS) {
            datagrams[used] = new FragmentedDatagram();
            return datagrams[used++];
        }
        // one frame finishes at most as many datagrams as it has layers, so with all places used some are open
        counters.increment(SensorCounter.DROPS_FRAGMENT_EVICTED);
        oldest.free();
        return oldest;
    }

    /** Time may run backwards where captures were merged: a distance either way counts. */
    private static boolean isExpired(FragmentedDatagram datagram, long nowNs) {
        return Math.abs(nowNs - datagram.firstTimestampNs) > TIMEOUT_NS;
    }
}

package io.plainsight.sensor.health;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.Set;

/**
 * What a packet path gives up when it cannot keep up, in a fixed order: the payload of long connections first, the
 * handshakes of new connections last.
 *
 * <pre>
 *  level                     identification  sample    handshake  other dissectors  picked up midway  new
 *  0 everything              all             all       all        all               looked into       looked into
 *  1 no long connections     all             nothing   64 KiB     16 KiB            looked into       looked into
 *  2 first segments only     4 KiB           nothing   64 KiB     what identified   left out          looked into
 *  3 handshakes only         2 KiB           nothing   32 KiB     what identified   left out          looked into
 *  4 some handshakes only    2 KiB           nothing   32 KiB     what identified   left out          in part
 * </pre>
 *
 * The figures are bytes of both sides together. Handshakes are TLS, DTLS, QUIC, SSH, IKE, WireGuard and OpenVPN; a whole
 * one with a long certificate chain has some 10 KiB. "What identified" are the bytes that told the protocol: what a
 * dissector decides from them stands. Flows and bytes are counted at every level.
 *
 * <p><i>Signal.</i> The kernel lost packets, or the source says that its buffer is at least {@value #HIGH} full. Each check
 * with such stress raises the level by one, up to 3; a buffer that is {@value #CRITICAL} full makes it 4 at once, since it may
 * be full by the next check. The level falls by one after {@value #CALM_SECONDS} s in which nothing was lost and the buffer
 * stayed at or below {@value #LOW}. Time is packet time, so a test needs no clock.
 *
 * <p><i>In part.</i> What finds the buffer full is lost to any connection, and a handshake that lacks a packet says little: with
 * a tenth of the packets half of the handshakes are lost. So at level 4 whole connections are left out, evenly spread, the
 * more of them the fuller the buffer is: none at {@value #HIGH}, all at {@value #BRINK}. Somewhere between it stays. A
 * packet ring must not get to three quarters: from there on the kernel turns single packets away while another processor
 * closes a block ({@code __packet_rcv_has_room} in its net/packet/af_packet.c, which looks without a lock).
 *
 * <p><b>Threading:</b> one thread. <b>Cost:</b> an array read per segment that is under inspection, nothing for others.
 */
public final class OverloadPolicy {
    public static final int LEVELS = 5;
    static final double HIGH = 0.6;
    static final double CRITICAL = 0.66;
    static final double BRINK = 0.72;
    static final double LOW = 0.25;
    static final long CALM_SECONDS = 2;

    private static final long CALM_NS = CALM_SECONDS * 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int KIB = 1024;
    /** By level and the ordinal of the stage. */
    private static final int[][] ALLOWED_BYTES = {
        {ALL, ALL, ALL, ALL},
        {ALL, 0, 64 * KIB, 16 * KIB},
        {4 * KIB, 0, 64 * KIB, 0},
        {2 * KIB, 0, 32 * KIB, 0},
        {2 * KIB, 0, 32 * KIB, 0},
    };
    /** As far as stress raises the level, check by check. */
    private static final int HANDSHAKES_ONLY = 3;

    private static final int SOME_HANDSHAKES_ONLY = 4;

    private static final SensorCounter[] TIME = {
        SensorCounter.OVERLOAD_NONE,
        SensorCounter.OVERLOAD_LONG_FLOWS,
        SensorCounter.OVERLOAD_FIRST_SEGMENTS,
        SensorCounter.OVERLOAD_HANDSHAKES_ONLY,
        SensorCounter.OVERLOAD_SOME_HANDSHAKES_ONLY
    };
    private static final Set<String> HANDSHAKES = Set.of("tls", "dtls", "quic", "ssh", "ike", "wireguard", "openvpn");

    /** What a connection's inspection is busy with. */
    public enum Stage {
        IDENTIFICATION(SensorCounter.SACRIFICED_IDENTIFICATION),
        SAMPLE(SensorCounter.SACRIFICED_SAMPLE),
        HANDSHAKE(SensorCounter.SACRIFICED_HANDSHAKE),
        DISSECTION(SensorCounter.SACRIFICED_DISSECTION);

        private final SensorCounter counter;

        Stage(SensorCounter counter) {
            this.counter = counter;
        }

        /**
         * The stage in which a protocol is read.
         *
         * @param protocol {@code network.protocol}
         */
        public static Stage of(String protocol) {
            return HANDSHAKES.contains(protocol) ? HANDSHAKE : DISSECTION;
        }
    }

    private final SensorCounters counters;
    private int level;
    private int[] allowed = ALLOWED_BYTES[0];
    private boolean stressed;
    private boolean calm = true;
    private boolean started;
    private long checkedNs;
    private long restlessNs;
    private long untoldNs;
    /** Of new connections, those that are looked into at level 4; 0 to 1. */
    private double shareTaken = 1;
    /** What they add up to since one was looked into. */
    private double due;

    public OverloadPolicy(SensorCounters counters) {
        this.counters = counters;
    }

    /** 0 to 4. */
    public int level() {
        return level;
    }

    /** Bytes of a connection that may be looked at in a stage. */
    public int allowedBytes(Stage stage) {
        return allowed[stage.ordinal()];
    }

    /**
     * Whether a connection is looked into; to be asked once, when it has payload.
     *
     * @param midstream whether its beginning was not seen
     */
    public boolean takes(boolean midstream) {
        if (midstream && level >= 2) {
            counters.increment(SensorCounter.SACRIFICED_MIDSTREAM);
            return false;
        }
        if (level < SOME_HANDSHAKES_ONLY) {
            return true;
        }
        due += shareTaken;
        if (due < 1) {
            counters.increment(SensorCounter.SACRIFICED_CONNECTION);
            return false;
        }
        due -= 1;
        return true;
    }

    /** Inspection of a connection was ended before its time. */
    public void sacrificed(Stage stage) {
        counters.increment(stage.counter);
    }

    /** The kernel's buffer was full. */
    void onLoss() {
        stressed = true;
    }

    /** @param share of the source's buffer that is in use */
    void onPressure(double share) {
        stressed |= share >= HIGH;
        calm &= share <= LOW;
        shareTaken = Math.max(0, Math.min(1, (BRINK - share) / (BRINK - HIGH)));
        if (share >= CRITICAL && level < SOME_HANDSHAKES_ONLY) {
            change(SOME_HANDSHAKES_ONLY);
        }
    }

    /** Judges what came since the last check. */
    void check(long nowNs) {
        if (!started || nowNs < checkedNs) {
            started = true;
            restlessNs = nowNs;
        } else {
            spend(nowNs - checkedNs);
        }
        checkedNs = nowNs;
        if (stressed) {
            restlessNs = nowNs;
            change(Math.max(level, Math.min(HANDSHAKES_ONLY, level + 1)));
        } else if (!calm) {
            restlessNs = nowNs;
        } else if (level > 0 && nowNs - restlessNs >= CALM_NS) {
            restlessNs = nowNs;
            change(level - 1);
        }
        stressed = false;
        calm = true;
    }

    /** Begins anew. */
    void clear() {
        started = false;
        stressed = false;
        calm = true;
        shareTaken = 1;
        due = 0;
        change(0);
    }

    private void spend(long ns) {
        untoldNs += ns;
        counters.add(TIME[level], untoldNs / NS_PER_MS);
        untoldNs %= NS_PER_MS;
    }

    private void change(int next) {
        level = next;
        allowed = ALLOWED_BYTES[next];
        counters.overloadLevel(next);
    }
}

package io.plainsight.sensor.rdpudp;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * The first datagram of either end ([MS-RDPEUDP] sections 2.2.2.1, 2.2.2.5, 2.2.2.8, 2.2.2.9), padded with zeros.
 *
 * <pre>
 *   snSourceAck(4) uReceiveWindowSize(2) uFlags(2) snInitialSequenceNumber(4) uUpStreamMtu(2) uDownStreamMtu(2)
 *   [uCorrelationId(16) uReserved(16)] [uSynExFlags(2) uUdpVer(2) …]
 * </pre>
 */
final class RdpUdpSyn {
    private static final long NOTHING_RECEIVED = 0xffff_ffffL;
    private static final int SYN = 0x0001;
    private static final int ACK = 0x0004;
    private static final int LOSSY = 0x0200;
    private static final int CORRELATION = 0x0800;
    private static final int EXTENDED = 0x1000;
    private static final int OPTIONS = LOSSY | CORRELATION | EXTENDED;
    private static final int FLAGS_AT = 6;
    private static final int INITIAL_AT = 8;
    private static final int MTU_AT = 12;
    private static final int OPTIONS_AT = 16;
    private static final int CORRELATION_LENGTH = 32;
    private static final int MIN_MTU = 1132;
    private static final int MAX_MTU = 1232;
    /** Behind this there is only padding: options and the hash of version 3's cookie. */
    private static final int PADDING_AT = OPTIONS_AT + CORRELATION_LENGTH + 4 + 32;

    private static final int VERSION_VALID = 1;
    private static final int VERSION_3 = 0x0101;

    private RdpUdpSyn() {}

    static boolean isClients(ByteCursor in) {
        return u32(in, 0) == NOTHING_RECEIVED && isSyn(in, SYN);
    }

    static boolean isServers(ByteCursor in) {
        return isSyn(in, SYN | ACK);
    }

    static long initialSequence(ByteCursor in) {
        return u32(in, INITIAL_AT);
    }

    /** Whether datagrams that are lost stay lost: DTLS protects such a connection. */
    static boolean isLossy(ByteCursor in) {
        return (u16(in, FLAGS_AT) & LOSSY) != 0;
    }

    /** Whether the sender offers, or chose, version 3: [MS-RDPEUDP2]. */
    static boolean isVersion3(ByteCursor in) {
        int flags = u16(in, FLAGS_AT);
        int at = OPTIONS_AT + ((flags & CORRELATION) != 0 ? CORRELATION_LENGTH : 0);
        return (flags & EXTENDED) != 0 && (u16(in, at) & VERSION_VALID) != 0 && u16(in, at + 2) == VERSION_3;
    }

    private static boolean isSyn(ByteCursor in, int kind) {
        int length = in.remaining();
        if (length < MIN_MTU || length > MAX_MTU || (u16(in, FLAGS_AT) & ~OPTIONS) != kind) {
            return false;
        }
        if (!isMtu(u16(in, MTU_AT)) || !isMtu(u16(in, MTU_AT + 2))) {
            return false;
        }
        for (int at = PADDING_AT; at < length; at++) {
            if (in.peek(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMtu(int value) {
        return value >= MIN_MTU && value <= MAX_MTU;
    }

    private static int u16(ByteCursor in, int at) {
        return (in.peek(at) & 0xff) << 8 | in.peek(at + 1) & 0xff;
    }

    private static long u32(ByteCursor in, int at) {
        return (long) u16(in, at) << 16 | u16(in, at + 2);
    }
}

package io.plainsight.sensor.flow;

/** Bits that the flow table keeps about a connection. */
public final class FlowFlags {
    /** End B opened the connection; else end A did. */
    public static final int INITIATOR_IS_B = 1;
    /** A SYN (or SYN-ACK) told who opened it; else it is a guess. */
    public static final int INITIATOR_KNOWN = 1 << 1;

    public static final int SYN_SEEN = 1 << 2;
    public static final int SYN_ACK_SEEN = 1 << 3;
    public static final int FIN_FROM_A = 1 << 4;
    public static final int FIN_FROM_B = 1 << 5;
    public static final int RESET = 1 << 6;
    /** The SYN was answered by RST: nothing listens there, or a filter refuses. */
    public static final int REFUSED = 1 << 7;
    /** FIN from both sides or RST. */
    public static final int CLOSED = 1 << 8;
    /** Some packet carried payload. */
    public static final int PAYLOAD = 1 << 9;
    /** There was no room to look into it. */
    public static final int NOT_INSPECTED = 1 << 10;

    /** The table knows the sequence number of the first byte of end A. */
    static final int BASE_A = 1 << 11;

    static final int BASE_B = 1 << 12;
    /** A SYN came in the middle of the connection; see {@link TcpTracker}. */
    static final int CANDIDATE = 1 << 13;

    static final int CANDIDATE_IS_B = 1 << 14;
    /** The ends' roles inside the protocol are the other way round than on TCP, as in FTP's active data connections. */
    public static final int ROLES_REVERSED = 1 << 15;

    /** Bytes of its inspected part came twice with different content. */
    public static final int CONFLICTING = 1 << 16;

    /** A packet without SYN, FIN and RST changes nothing but what is counted; see {@link TcpTracker}. */
    static final int SETTLED = 1 << 17;

    private FlowFlags() {}
}

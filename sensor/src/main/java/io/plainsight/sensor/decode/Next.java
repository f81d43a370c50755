package io.plainsight.sensor.decode;

/**
 * What a layer says comes behind it: an EtherType (0x0600 to 0xffff), one of the layers here that have none, or, below
 * zero, that decoding ends. An int, so that a layer can answer without an object.
 */
final class Next {
    static final int ETHERNET = 0x10000;
    static final int PPP = 0x10001;
    /** IPv4 or IPv6, told by the first four bits. */
    static final int IP = 0x10002;
    /** The transport that {@link Packet#protocol} names. */
    static final int TRANSPORT = 0x10003;

    static final int GRE = 0x10004;
    static final int VXLAN = 0x10005;
    static final int GENEVE = 0x10006;
    static final int GTP_U = 0x10007;
    static final int TEREDO = 0x10008;
    static final int L2TP = 0x10009;

    static final int DONE = end(DecodeResult.OK);
    static final int FRAGMENT_HELD = end(DecodeResult.FRAGMENT_HELD);
    static final int FRAGMENT_DEFERRED = end(DecodeResult.FRAGMENT_DEFERRED);
    static final int NOT_IP = end(DecodeResult.NOT_IP);
    static final int UNKNOWN_LINK_TYPE = end(DecodeResult.UNKNOWN_LINK_TYPE);
    static final int TRUNCATED = end(DecodeResult.TRUNCATED);
    static final int MALFORMED = end(DecodeResult.MALFORMED);
    static final int TOO_DEEP = end(DecodeResult.TOO_DEEP);
    static final int LINK_ENCRYPTED = end(DecodeResult.LINK_ENCRYPTED);
    static final int FRAGMENT_OVERLAP = end(DecodeResult.FRAGMENT_OVERLAP);

    private static final DecodeResult[] RESULTS = DecodeResult.values();

    private Next() {}

    /** The result behind a value below zero. */
    static DecodeResult result(int end) {
        return RESULTS[-1 - end];
    }

    private static int end(DecodeResult result) {
        return -1 - result.ordinal();
    }
}

package io.plainsight.sensor.decode;

/**
 * The outermost tunnel that a packet came in: how a mirror or an overlay delivered it. Part of a reusable {@link Packet}.
 *
 * <p>Addresses are 128 bits in two longs as in {@link Packet}. They are of the outer packet as it was sent, so a mirror's
 * source stands in {@link #sourceLow} whichever way the inner packet goes.
 *
 * <p><b>Lifetime:</b> valid during one call.
 */
public final class Encapsulation {
    /** Kinds of tunnel; the name in lower case is the value of {@code observer.ingress.tunnel.type}. */
    public enum Type {
        VXLAN("vxlan"),
        GENEVE("geneve"),
        GRE("gre"),
        ERSPAN("erspan"),
        GTP_U("gtp-u"),
        IP_IN_IP("ip-in-ip"),
        MPLS("mpls"),
        TEREDO("teredo"),
        L2TP("l2tp");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The tunnel has no identifier. */
    public static final long NO_ID = -1;

    /** Null when the packet came in no tunnel; the rest means nothing then. */
    public Type type;
    /** VXLAN and Geneve network identifier, GRE key, ERSPAN session, GTP TEID, L2TP session; or {@link #NO_ID}. */
    public long id;

    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;

    /** Whether the decoder is at the outermost tunnel's own header. */
    private boolean outermost;

    void clear() {
        type = null;
        id = NO_ID;
    }

    /** Takes the addresses of the packet that is the outermost tunnel's; later ones are inside and do not count. */
    void enter(Type newType, Packet outer) {
        outermost = type == null;
        if (outermost) {
            type = newType;
            id = NO_ID;
            sourceHigh = outer.sourceHigh;
            sourceLow = outer.sourceLow;
            destinationHigh = outer.destinationHigh;
            destinationLow = outer.destinationLow;
        }
    }

    /** Told by each tunnel's header; only the outermost one's counts. */
    void identify(Type exactly, long newId) {
        if (outermost) {
            type = exactly;
            id = newId;
        }
    }
}

package io.plainsight.sensor.bgp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** BGP by its marker of sixteen ones and the head behind it. */
public final class BgpSignature implements ProtocolSignature {
    static final String BGP = "bgp";

    private static final int MARKER = 16;
    private static final int HEADER_LENGTH = 19;
    /** Of OPEN and KEEPALIVE (RFC 4271 section 4.1); the other types may be as long as a length can say (RFC 8654). */
    private static final int MAX_LENGTH = 4096;
    /* Types, and the shortest message of each with its header (RFC 4271 sections 4.2 to 4.5 and 6.1, RFC 2918). */
    private static final int OPEN = 1;
    private static final int KEEPALIVE = 4;
    private static final int[] MIN_LENGTHS = {0, 29, 23, 21, HEADER_LENGTH, 23};

    @Override
    public String protocol() {
        return BGP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "BGP", ProtocolFacts.Kind.NETWORK_SERVICE, "RFC 4271", "that routes are exchanged in clear");
    }

    @Override
    public StreamDissector open() {
        return new BgpDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        return matchHeader(in);
    }

    static Match matchHeader(ByteCursor in) {
        for (int i = 0; i < MARKER; i++) {
            if (!Peek.may(in, i, 0xff)) {
                return Match.NO;
            }
        }
        if (in.remaining() < HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int length = length(in);
        int type = in.peek(MARKER + 2);
        boolean known = type >= OPEN && type < MIN_LENGTHS.length;
        boolean fits = known
                && length >= MIN_LENGTHS[type]
                && (type != OPEN || length <= MAX_LENGTH)
                && (type != KEEPALIVE || length == HEADER_LENGTH);
        return fits ? Match.YES : Match.NO;
    }

    /** Of the message with its header, bytes; call when {@link #matchHeader} says yes. */
    static int length(ByteCursor in) {
        return Peek.u16(in, MARKER);
    }
}

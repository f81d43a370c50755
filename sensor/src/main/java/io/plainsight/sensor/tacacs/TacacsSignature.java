package io.plainsight.sensor.tacacs;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** TACACS+ by the header of either side: version, type, sequence number, flags, and a length that fits the bytes (RFC 8907 section 4.1). */
public final class TacacsSignature extends FrameSignature {
    static final String TACACS = "tacacs";

    public TacacsSignature() {
        super(
                TACACS,
                new ProtocolFacts("TACACS+", ProtocolFacts.Kind.CLEAR, "RFC 8907", "obfuscated or not, passwords"),
                TacacsDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int type = in.peek(1);
        int flags = in.peek(3);
        boolean fits = (in.peek(0) < 0 || (in.peek(0) & 0xfe) == TacacsHeader.VERSION)
                && (type < 0 || type >= TacacsHeader.AUTHENTICATION && type <= TacacsHeader.ACCOUNTING)
                && Peek.may(in, 2, side == Side.CLIENT ? 1 : 2)
                && (flags < 0 || (flags & ~(TacacsHeader.UNENCRYPTED | TacacsHeader.SINGLE_CONNECTION)) == 0)
                && Peek.mayBeZero(in, 8, 2);
        if (!fits) {
            return Match.NO;
        }
        if (in.remaining() < TacacsHeader.LENGTH) {
            return Match.MAYBE;
        }
        int length = (int) Peek.u32(in, 8);
        if (length < TacacsHeader.MIN_BODY || length > TacacsHeader.MAX_BODY) {
            return Match.NO;
        }
        // the other side speaks next, so nothing may stand behind the first packet
        int rest = TacacsHeader.LENGTH + length - in.remaining();
        return rest == 0 ? Match.YES : rest > 0 ? Match.MAYBE : Match.NO;
    }
}

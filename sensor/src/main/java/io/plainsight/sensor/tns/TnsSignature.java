package io.plainsight.sensor.tns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** Oracle TNS by the head of CONNECT or of the listener's answer. */
public final class TnsSignature implements ProtocolSignature {
    static final String TNS = "tns";

    private static final int REDIRECT = 5;
    private static final int RESEND = 11;
    /** Fixed part of the shortest ACCEPT. */
    private static final int MIN_LENGTH = 24;

    private static final int MAX_LENGTH = 8192;
    /** Oracle 7 has 309 or so, 23ai 320. */
    private static final int MIN_VERSION = 300;

    private static final int MAX_VERSION = 340;

    @Override
    public String protocol() {
        return TNS;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Oracle TNS",
                ProtocolFacts.Kind.UPGRADABLE,
                "Oracle Net (no public specification)",
                "native encryption chosen, logins, statements");
    }

    @Override
    public StreamDissector open() {
        return new TnsDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.peek(2) > 0 || in.peek(3) > 0 || in.peek(4) > TnsDissector.MAX_TYPE) {
            return Match.NO;
        }
        if (in.remaining() < TnsDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int length = Peek.u16(in, 0);
        int type = in.peek(TnsDissector.TYPE);
        if (Peek.u16(in, 6) != 0 || length < TnsDissector.HEADER_LENGTH || length > MAX_LENGTH) {
            return Match.NO;
        }
        boolean client = side == Side.CLIENT;
        if (!client && (type == TnsDissector.REFUSE || type == REDIRECT || type == RESEND)) {
            return Match.MAYBE;
        }
        if (type != (client ? TnsDissector.CONNECT : TnsDissector.ACCEPT) || length < MIN_LENGTH) {
            return Match.NO;
        }
        int version = Peek.u16(in, TnsDissector.VERSION);
        if (version < 0) {
            return Match.MAYBE;
        }
        return version >= MIN_VERSION && version <= MAX_VERSION ? Match.YES : Match.NO;
    }
}

package io.plainsight.sensor.kerberos;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/** Kerberos 5 over TCP (RFC 4120 section 7.2.2): four bytes of length, then a whole message. */
public final class KerberosStreamSignature implements ProtocolSignature {
    static final int PREFIX = 4;
    /** A ticket with a Windows PAC is at most 64 KiB (MS-KILE). */
    static final int MAX_MESSAGE = 60 * 1024;

    @Override
    public String protocol() {
        return KerberosSignature.KERBEROS;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Kerberos over TCP",
                ProtocolFacts.Kind.PROTECTION,
                "RFC 4120, RFC 8429",
                "encryption types of tickets and replies");
    }

    @Override
    public StreamDissector open() {
        return new KerberosStreamDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.remaining() <= PREFIX) {
            return in.peek(0) > 0 || in.peek(1) > 0 ? Match.NO : Match.MAYBE;
        }
        long length = in.u32();
        int tag = in.peek(0);
        boolean request = tag == KerberosMessage.AS_REQ || tag == KerberosMessage.TGS_REQ;
        boolean reply =
                tag == KerberosMessage.AS_REP || tag == KerberosMessage.TGS_REP || tag == KerberosMessage.KRB_ERROR;
        if (length < 2 || length > MAX_MESSAGE || !(side == Side.CLIENT ? request : reply)) {
            return Match.NO;
        }
        if (in.remaining() < length) {
            return Match.MAYBE;
        }
        ByteCursor message = new ByteCursor();
        in.slice((int) length, message);
        return new KerberosMessage().read(message) ? Match.YES : Match.NO;
    }
}

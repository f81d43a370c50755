package io.plainsight.sensor.kerberos;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/** Kerberos 5 over UDP (RFC 4120 section 7.2.1) by a whole message with its version and type. */
public final class KerberosSignature extends ClearDatagramSignature {
    static final String KERBEROS = "kerberos";

    public KerberosSignature() {
        super(
                KERBEROS,
                new ProtocolFacts(
                        "Kerberos",
                        ProtocolFacts.Kind.PROTECTION,
                        "RFC 4120, RFC 8429",
                        "encryption types of tickets and replies"),
                KerberosDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        KerberosMessage message = new KerberosMessage();
        return message.read(in) && message.isRequest() == (side == Side.CLIENT);
    }
}

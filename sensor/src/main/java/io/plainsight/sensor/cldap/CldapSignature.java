package io.plainsight.sensor.cldap;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.ldap.Ber;
import io.plainsight.sensor.ldap.LdapSignature;

/**
 * LDAP over UDP (RFC 1798; MS-ADTS section 6.3.3 for the domain controllers' pings) by a whole message. It only searches, and
 * nobody can sign in.
 */
public final class CldapSignature extends ClearDatagramSignature {
    private final LdapSignature ldap = new LdapSignature();

    public CldapSignature() {
        super(
                "ldap",
                new ProtocolFacts(
                        "LDAP over UDP (CLDAP)",
                        ProtocolFacts.Kind.CLEAR,
                        "RFC 1798, MS-ADTS 6.3.3",
                        "that it is in clear"),
                CldapDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int length = Ber.length(in, 0);
        return length >= 0 && length <= in.remaining() - Ber.headerLength(in, 0) && ldap.match(side, in) == Match.YES;
    }
}

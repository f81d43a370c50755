package io.plainsight.sensor.snmp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.ldap.Ber;

/**
 * SNMP by the head of its message: version, then a community and a PDU (RFC 1157 section 4, RFC 3416 section 3), or the
 * header data of version 3 (RFC 3412 section 6).
 */
public final class SnmpSignature extends ClearDatagramSignature {
    static final String SNMP = "snmp";
    static final int VERSION_3 = 3;

    private static final int VERSION_2C = 1;
    /** From get-request to report, with trap, inform and bulk between. */
    private static final int FIRST_PDU = 0xa0;

    private static final int RESPONSE = 0xa2;
    private static final int LAST_PDU = 0xa8;
    private static final int PORT = 161;
    private static final int TRAP_PORT = 162;

    public SnmpSignature() {
        super(
                SNMP,
                new ProtocolFacts(
                        "SNMP",
                        ProtocolFacts.Kind.UPGRADABLE,
                        "RFC 1157, RFC 3416, RFC 3412, RFC 3414",
                        "community strings, security level of version 3"),
                SnmpDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        ByteCursor message = new ByteCursor();
        ByteCursor element = new ByteCursor();
        if (Ber.next(in, message) != Ber.SEQUENCE || in.remaining() > 0) {
            return false;
        }
        if (Ber.next(message, element) != Ber.INTEGER || element.remaining() != 1) {
            return false;
        }
        int version = element.u8();
        if (version == VERSION_3) {
            return SnmpV3.read(message) != null && (isSnmp(serverPort) || !isSnmp(clientPort));
        }
        if (version > VERSION_2C || Ber.next(message, element) != Ber.OCTET_STRING) {
            return false;
        }
        int pdu = Ber.next(message, element);
        boolean fromServer = pdu == RESPONSE;
        return pdu >= FIRST_PDU && pdu <= LAST_PDU && message.remaining() == 0 && fromServer == (side == Side.SERVER);
    }

    /** What of version 3 asks and what answers stands encrypted, so that only the registered port tells the roles. */
    private static boolean isSnmp(int port) {
        return port == PORT || port == TRAP_PORT;
    }
}

package io.plainsight.sensor.snmp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.ldap.Ber;

/**
 * What an SNMPv3 message tells about its protection (RFC 3412 section 6, RFC 3414 section 2.4).
 *
 * @param privacy whether the scoped PDU is encrypted
 * @param authentication whether the message is signed
 * @param digestLength bytes of msgAuthenticationParameters; 0 when there are none
 * @param userNamed whether a user stands in it; engine discovery (RFC 3414 section 4) has none
 */
record SnmpV3(boolean privacy, boolean authentication, int digestLength, boolean userNamed) {
    private static final int AUTH = 1;
    private static final int PRIV = 2;
    /** The registry's security model of users (RFC 3411 section 6.1). */
    private static final int USM = 3;

    /** Reads from behind msgVersion; null when the message is not of this form. */
    static SnmpV3 read(ByteCursor message) {
        ByteCursor header = new ByteCursor();
        ByteCursor element = new ByteCursor();
        if (Ber.next(message, header) != Ber.SEQUENCE
                || Ber.next(header, element) != Ber.INTEGER
                || Ber.next(header, element) != Ber.INTEGER
                || Ber.next(header, element) != Ber.OCTET_STRING
                || element.remaining() != 1) {
            return null;
        }
        int flags = element.u8();
        if (Ber.next(header, element) != Ber.INTEGER || element.remaining() != 1) {
            return null;
        }
        boolean usm = element.u8() == USM;
        ByteCursor parameters = new ByteCursor();
        if (Ber.next(message, parameters) != Ber.OCTET_STRING) {
            return null;
        }
        int data = Ber.next(message, element);
        boolean privacy = (flags & PRIV) != 0;
        if (data != (privacy ? Ber.OCTET_STRING : Ber.SEQUENCE) || message.remaining() > 0) {
            return null;
        }
        return read(parameters, usm, privacy, (flags & AUTH) != 0);
    }

    /** {@code SEQUENCE { engine id, boots, time, user name, authentication parameters, privacy parameters }}. */
    private static SnmpV3 read(ByteCursor parameters, boolean usm, boolean privacy, boolean authentication) {
        ByteCursor fields = new ByteCursor();
        ByteCursor element = new ByteCursor();
        if (!usm || Ber.next(parameters, fields) != Ber.SEQUENCE) {
            return new SnmpV3(privacy, authentication, 0, true);
        }
        Ber.next(fields, element);
        Ber.next(fields, element);
        Ber.next(fields, element);
        boolean named = Ber.next(fields, element) == Ber.OCTET_STRING && element.remaining() > 0;
        int digest = Ber.next(fields, element) == Ber.OCTET_STRING ? element.remaining() : 0;
        return new SnmpV3(privacy, authentication, digest, named);
    }
}

package io.plainsight.sensor.cldap;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.ldap.Ber;

/** LDAP over UDP: a search below a base is user data, reading the root, as domain members do to find a controller, is none. */
final class CldapDissector extends ClearDatagramDissector {
    private static final int SEARCH_REQUEST = 0x63;

    private final ByteCursor message = new ByteCursor();
    private final ByteCursor element = new ByteCursor();

    CldapDissector() {
        super("ldap");
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        boolean sequence = Ber.next(in, message) == Ber.SEQUENCE && Ber.next(message, element) == Ber.INTEGER;
        boolean search = sequence && Ber.next(message, element) == SEARCH_REQUEST;
        decide(search && Ber.next(element, message) == Ber.OCTET_STRING && message.remaining() > 0);
    }
}

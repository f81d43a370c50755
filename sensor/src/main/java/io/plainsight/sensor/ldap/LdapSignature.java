package io.plainsight.sensor.ldap;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * LDAP (RFC 4511) by the head of its first message: message id, operation, and the operation's first element. SNMP looks the
 * same up to the operation, where it has an OCTET STRING.
 */
public final class LdapSignature implements ProtocolSignature {
    static final String LDAP = "ldap";

    private static final int MAX_ID_LENGTH = 4;

    @Override
    public String protocol() {
        return LDAP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "LDAP", ProtocolFacts.Kind.UPGRADABLE, "RFC 4511", "StartTLS, simple binds, SASL mechanism");
    }

    @Override
    public StreamDissector open() {
        return new LdapDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.peek(0) >= 0 && in.peek(0) != Ber.SEQUENCE) {
            return Match.NO;
        }
        int length = Ber.length(in, 0);
        if (length < 0) {
            return length == Ber.INVALID ? Match.NO : Match.MAYBE;
        }
        int end = Ber.headerLength(in, 0) + length;
        int id = Ber.headerLength(in, 0);
        if (differs(in, id, Ber.INTEGER) || in.peek(id + 1) > MAX_ID_LENGTH || in.peek(id + 1) == 0) {
            return Match.NO;
        }
        int operation = id + 2 + Math.max(0, in.peek(id + 1));
        int operationLength = Ber.length(in, operation);
        if (operationLength == Ber.INCOMPLETE || in.peek(id + 1) < 0) {
            return Match.MAYBE;
        }
        if (operationLength == Ber.INVALID) {
            return Match.NO;
        }
        int first = operation + Ber.headerLength(in, operation);
        boolean fits = first + operationLength <= end;
        return fits ? matchOperation(side, in, operation, first) : Match.NO;
    }

    private static Match matchOperation(Side side, ByteCursor in, int operation, int first) {
        int tag = in.peek(operation);
        boolean client = side == Side.CLIENT;
        int element =
                switch (tag) {
                    case LdapOperation.BIND_REQUEST -> client ? Ber.INTEGER : -1;
                    case LdapOperation.SEARCH_REQUEST -> client ? Ber.OCTET_STRING : -1;
                    case LdapOperation.EXTENDED_REQUEST -> client ? LdapOperation.REQUEST_NAME : -1;
                    case LdapOperation.BIND_RESPONSE,
                            LdapOperation.SEARCH_RESULT_DONE,
                            LdapOperation.EXTENDED_RESPONSE -> client ? -1 : Ber.ENUMERATED;
                    case LdapOperation.SEARCH_RESULT_ENTRY -> client ? -1 : Ber.OCTET_STRING;
                    default -> -1;
                };
        if (element < 0) {
            return Match.NO;
        }
        if (in.peek(first) < 0) {
            return Match.MAYBE;
        }
        return in.peek(first) == element ? Match.YES : Match.NO;
    }

    private static boolean differs(ByteCursor in, int offset, int value) {
        return in.peek(offset) >= 0 && in.peek(offset) != value;
    }
}

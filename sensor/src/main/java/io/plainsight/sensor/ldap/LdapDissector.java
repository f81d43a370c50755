package io.plainsight.sensor.ldap;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;
import io.plainsight.sensor.text.SaslExchange;

/**
 * LDAP (RFC 4511) with StartTLS. A simple bind with a password exposes a secret; a search below a base, a change or an
 * entry is user data; reading the root DSE, as clients do before they bind, is none. What follows a SASL bind with a
 * security layer is no BER any more and ends the reading.
 *
 * <p><b>Bounds:</b> messages over {@link #MAX_MESSAGE} bytes are passed over.
 */
public final class LdapDissector extends PlaintextDissector {
    static final int MAX_MESSAGE = 16 * 1024;

    private final ByteCursor message = new ByteCursor();
    private final ByteCursor operation = new ByteCursor();
    private final ByteCursor element = new ByteCursor();
    private final int[] skip = new int[2];
    private boolean lost;
    private boolean dataPending;
    /** A GSSAPI bind: most go on sealed, so its token counts only once data follow in clear. */
    private boolean ticketSent;

    public LdapDissector() {
        super(LdapSignature.LDAP);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        int index = side.ordinal();
        if (skip[index] > 0) {
            int length = Math.min(skip[index], in.remaining());
            in.skip(length);
            skip[index] -= length;
            return true;
        }
        int length = Ber.length(in, 0);
        if (lost || in.peek(0) != Ber.SEQUENCE || length == Ber.INVALID) {
            finish();
            return false;
        }
        if (length == Ber.INCOMPLETE) {
            return false;
        }
        int total = Ber.headerLength(in, 0) + length;
        if (total > MAX_MESSAGE) {
            skip[index] = total;
            return true;
        }
        if (in.remaining() < total) {
            return false;
        }
        Ber.next(in, message);
        onMessage(side);
        return true;
    }

    /** Messages cannot be found again behind missing bytes. */
    @Override
    protected void resync(Side side) {
        lost = true;
    }

    @Override
    protected void atEnd() {
        if (dataPending && isSilent(Side.SERVER)) {
            decide(true);
        }
    }

    private void onMessage(Side side) {
        if (Ber.next(message, element) != Ber.INTEGER) {
            return;
        }
        int tag = Ber.next(message, operation);
        if (side == Side.CLIENT) {
            onRequest(tag);
        } else {
            onResponse(tag);
        }
    }

    private void onRequest(int tag) {
        switch (tag) {
            case LdapOperation.BIND_REQUEST -> onBind();
            case LdapOperation.EXTENDED_REQUEST -> {
                boolean named = Ber.next(operation, element) == LdapOperation.REQUEST_NAME;
                if (named && Ascii.is(element, LdapOperation.START_TLS_OID)) {
                    upgrade.request();
                }
            }
            case LdapOperation.SEARCH_REQUEST -> {
                boolean base = Ber.next(operation, element) == Ber.OCTET_STRING && element.remaining() > 0;
                dataPending |= base;
            }
            case LdapOperation.MODIFY_REQUEST, LdapOperation.ADD_REQUEST -> dataPending = true;
            default -> {
                // unbind, abandon and the rest say nothing
            }
        }
    }

    private void onResponse(int tag) {
        if (tag == LdapOperation.BIND_RESPONSE) {
            onBindResponse();
        } else if (tag == LdapOperation.EXTENDED_RESPONSE && upgrade.isWaiting()) {
            boolean success = Ber.next(operation, element) == Ber.ENUMERATED && element.u8() == 0;
            if (success) {
                upgrade.accept();
                startTls();
            } else {
                upgrade.refuse();
            }
        } else if (dataPending && tag >= LdapOperation.SEARCH_RESULT_ENTRY && tag != LdapOperation.EXTENDED_RESPONSE) {
            decide(true);
            expose(ticketSent ? Credentials.DERIVED : Credentials.NONE);
        }
    }

    private void onBindResponse() {
        if (Ber.next(operation, element) == Ber.ENUMERATED && element.u8() == LdapOperation.CONFIDENTIALITY_REQUIRED) {
            upgrade.require();
        }
    }

    /** {@code BindRequest ::= [APPLICATION 0] SEQUENCE { version INTEGER, name LDAPDN, authentication CHOICE }}. */
    private void onBind() {
        Ber.next(operation, element);
        Ber.next(operation, element);
        int choice = Ber.next(operation, element);
        if (choice == LdapOperation.SIMPLE && element.remaining() > 0) {
            expose(Credentials.SECRET);
        } else if (choice == LdapOperation.SASL && Ber.next(element, operation) == Ber.OCTET_STRING) {
            boolean answered = element.remaining() > 2;
            if (answered && Ascii.startsWith(operation, "GSS")) {
                ticketSent = true;
            } else if (answered) {
                expose(SaslExchange.grade(operation));
            }
        }
    }
}

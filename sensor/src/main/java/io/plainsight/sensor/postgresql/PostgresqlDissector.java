package io.plainsight.sensor.postgresql;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * PostgreSQL's protocol 3 with SSLRequest.
 *
 * <pre>
 *   SSLRequest ── S ──► TLS          SSLRequest ── N ──► StartupMessage
 *   StartupMessage ── R (authentication) ──► plaintext; a password answers type 3 (secret) or 5 (derived)
 * </pre>
 *
 * A server that refuses the startup with an error, as {@code hostssl} rules do, has taken no data. GSS encryption
 * ({@code G}) ends the reading undecided.
 */
public final class PostgresqlDissector extends PlaintextDissector {
    private static final int ENCRYPTION_ACCEPTED = 'S';
    private static final int ENCRYPTION_REFUSED = 'N';

    private final int[] skip = new int[2];
    private boolean gssRequested;
    private boolean started;
    private boolean lost;
    private Credentials asked = Credentials.NONE;
    private int answersToGo;

    public PostgresqlDissector() {
        super(PostgresqlSignature.POSTGRESQL);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (lost) {
            finish();
            return false;
        }
        int index = side.ordinal();
        if (skip[index] > 0) {
            int length = Math.min(skip[index], in.remaining());
            in.skip(length);
            skip[index] -= length;
            return true;
        }
        if (side == Side.CLIENT && !started) {
            return readFirstMessage(in);
        }
        if (side == Side.SERVER && (upgrade.isWaiting() || gssRequested)) {
            return readEncryptionReply(in);
        }
        return readMessage(side, in);
    }

    /** Messages cannot be found again behind missing bytes. */
    @Override
    protected void resync(Side side) {
        lost = true;
    }

    @Override
    protected void atEnd() {
        if (started && isSilent(Side.SERVER)) {
            decide(true);
        }
    }

    private boolean readFirstMessage(ByteCursor in) {
        if (upgrade.isWaiting() || gssRequested || in.remaining() < PostgresqlMessages.REQUEST_LENGTH) {
            return false;
        }
        long length = in.u32();
        long code = in.u32();
        if (code == PostgresqlMessages.SSL_REQUEST) {
            upgrade.request();
        } else if (code == PostgresqlMessages.GSSENC_REQUEST) {
            gssRequested = true;
        } else if (code >> 16 == PostgresqlMessages.PROTOCOL_3
                && length >= PostgresqlMessages.REQUEST_LENGTH
                && length <= PostgresqlMessages.MAX_STARTUP_LENGTH) {
            started = true;
            skip[Side.CLIENT.ordinal()] = (int) length - PostgresqlMessages.REQUEST_LENGTH;
        } else if (code == PostgresqlMessages.CANCEL_REQUEST) {
            finish();
        } else {
            disown();
        }
        return true;
    }

    private boolean readEncryptionReply(ByteCursor in) {
        int reply = in.u8();
        if (gssRequested) {
            gssRequested = false;
            if (reply == 'G') {
                finish();
            }
        } else if (reply == ENCRYPTION_ACCEPTED) {
            upgrade.accept();
            startTls();
        } else if (reply == ENCRYPTION_REFUSED) {
            upgrade.refuse();
        } else {
            // an error message of a server that knows no encryption
            upgrade.refuse();
            finish();
        }
        return true;
    }

    private boolean readMessage(Side side, ByteCursor in) {
        if (in.remaining() < PostgresqlMessages.HEADER_LENGTH) {
            return false;
        }
        int type = in.peek(0);
        boolean authentication = side == Side.SERVER && type == PostgresqlMessages.AUTHENTICATION;
        if (authentication && in.remaining() < PostgresqlMessages.HEADER_LENGTH + 4) {
            return false;
        }
        in.skip(1);
        long length = in.u32();
        if (length < 4 || length > PostgresqlMessages.MAX_LENGTH) {
            disown();
            lost = true;
            return true;
        }
        skip[side.ordinal()] = (int) length - 4;
        if (authentication && length >= 8) {
            skip[side.ordinal()] -= 4;
            onAuthentication(in.u32());
        } else if (side == Side.CLIENT) {
            onClientMessage(type);
        }
        return true;
    }

    private void onAuthentication(long method) {
        decide(false);
        if (method == PostgresqlMessages.AUTHENTICATION_CLEARTEXT) {
            ask(Credentials.SECRET, 1);
        } else if (method == PostgresqlMessages.AUTHENTICATION_MD5) {
            ask(Credentials.DERIVED, 1);
        } else if (method == PostgresqlMessages.AUTHENTICATION_SASL) {
            // SCRAM: the first answer holds no proof yet (RFC 5802 section 3)
            ask(Credentials.DERIVED, 2);
        } else if (method == PostgresqlMessages.AUTHENTICATION_GSS
                || method == PostgresqlMessages.AUTHENTICATION_SSPI) {
            ask(Credentials.DERIVED, 1);
        }
    }

    private void ask(Credentials kind, int answers) {
        asked = kind;
        answersToGo = answers;
    }

    private void onClientMessage(int type) {
        if (type == PostgresqlMessages.PASSWORD_MESSAGE) {
            if (--answersToGo == 0) {
                expose(asked);
            }
        } else if (type == PostgresqlMessages.QUERY || type == PostgresqlMessages.PARSE) {
            decide(true);
            finish();
        }
    }
}

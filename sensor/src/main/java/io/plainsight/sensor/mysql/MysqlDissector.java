package io.plainsight.sensor.mysql;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * MySQL and MariaDB. The server's greeting offers TLS by a flag; the client takes it with a short SSLRequest, behind which TLS
 * begins without an answer, or sends its login in clear. The login holds a hash of the password, with {@code
 * mysql_clear_password} the password itself. Queries are user data.
 *
 * <p><b>Bounds:</b> of a packet the first {@link #MAX_INSPECTED} bytes are read.
 */
public final class MysqlDissector extends PlaintextDissector {
    static final int MAX_INSPECTED = 1024;

    private static final String CLEAR_PASSWORD = "MYSQL_CLEAR_PASSWORD";

    private final ByteCursor payload = new ByteCursor();
    private final int[] skip = new int[2];
    private boolean lost;
    private boolean greeted;
    private boolean loggedIn;
    private boolean clearPasswordAsked;

    public MysqlDissector() {
        super(MysqlSignature.MYSQL);
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
        if (lost) {
            finish();
            return false;
        }
        if (in.remaining() < MysqlPackets.HEADER_LENGTH) {
            return false;
        }
        int length = MysqlPackets.length(in);
        int inspected = Math.min(length, MAX_INSPECTED);
        if (in.remaining() < MysqlPackets.HEADER_LENGTH + inspected) {
            return false;
        }
        in.skip(MysqlPackets.HEADER_LENGTH);
        in.slice(inspected, payload);
        skip[index] = length - inspected;
        if (side == Side.SERVER) {
            onServerPacket();
        } else {
            onClientPacket(length);
        }
        return true;
    }

    /** Packets cannot be found again behind missing bytes. */
    @Override
    protected void resync(Side side) {
        lost = true;
    }

    private void onServerPacket() {
        if (!greeted) {
            greeted = true;
            int flags = MysqlPackets.greetingFlagsOffset(payload);
            if (flags > 0) {
                payload.skip(flags);
                upgrade.offer((MysqlPackets.clientFlags(payload) & MysqlPackets.CLIENT_SSL) != 0);
            }
        } else if (payload.peek(0) == MysqlPackets.ERROR
                && (payload.peek(1) | payload.peek(2) << 8) == MysqlPackets.SECURE_TRANSPORT_REQUIRED) {
            upgrade.require();
        } else if (payload.peek(0) == MysqlPackets.AUTH_SWITCH_REQUEST) {
            clearPasswordAsked = Ascii.contains(payload, CLEAR_PASSWORD);
        }
    }

    private void onClientPacket(int length) {
        if (!loggedIn) {
            boolean tls = (MysqlPackets.clientFlags(payload) & MysqlPackets.CLIENT_SSL) != 0;
            if (tls && length == MysqlPackets.SSL_REQUEST_LENGTH) {
                upgrade.request();
                upgrade.accept();
                startTls();
                return;
            }
            loggedIn = true;
            decide(false);
            expose(Ascii.contains(payload, CLEAR_PASSWORD) ? Credentials.SECRET : Credentials.DERIVED);
        } else if (clearPasswordAsked && length > 1) {
            clearPasswordAsked = false;
            expose(Credentials.SECRET);
        } else if (payload.peek(0) == MysqlPackets.COM_QUERY || payload.peek(0) == MysqlPackets.COM_STMT_PREPARE) {
            decide(true);
            finish();
        }
    }
}

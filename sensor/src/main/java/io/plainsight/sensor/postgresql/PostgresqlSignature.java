package io.plainsight.sensor.postgresql;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/** PostgreSQL by the client's first message: SSLRequest, GSSENCRequest or a StartupMessage that names a user. */
public final class PostgresqlSignature implements ProtocolSignature {
    static final String POSTGRESQL = "postgresql";

    private static final String USER = "user";

    @Override
    public String protocol() {
        return POSTGRESQL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "PostgreSQL",
                ProtocolFacts.Kind.UPGRADABLE,
                "PostgreSQL frontend/backend protocol 3",
                "SSLRequest and its answer, authentication method");
    }

    @Override
    public StreamDissector open() {
        return new PostgresqlDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            return matchServer(in);
        }
        if (in.peek(0) > 0 || in.peek(1) > 0) {
            return Match.NO;
        }
        if (in.remaining() < PostgresqlMessages.REQUEST_LENGTH) {
            return Match.MAYBE;
        }
        long length = in.u32();
        long code = in.u32();
        if (code == PostgresqlMessages.SSL_REQUEST || code == PostgresqlMessages.GSSENC_REQUEST) {
            return length == PostgresqlMessages.REQUEST_LENGTH ? Match.YES : Match.NO;
        }
        boolean startup = code >> 16 == PostgresqlMessages.PROTOCOL_3
                && (code & 0xffff) <= 2
                && length <= PostgresqlMessages.MAX_STARTUP_LENGTH
                && length > PostgresqlMessages.REQUEST_LENGTH;
        return startup ? matchParameters(in) : Match.NO;
    }

    /** The server's first bytes prove nothing, they only must not contradict: {@code S}, {@code N} or {@code G}, then TLS or a message. */
    private static Match matchServer(ByteCursor in) {
        int first = in.peek(0);
        boolean answer = first == 'S' || first == 'N' || first == 'G';
        int at = answer ? 1 : 0;
        int type = in.peek(at);
        boolean message = (type == 'R' || type == 'E') && in.peek(at + 1) <= 0 && in.peek(at + 2) <= 0;
        boolean tls = answer && (type == 0x16 || type == 0x15) && (in.peek(at + 1) < 0 || in.peek(at + 1) == 3);
        return type < 0 || message || tls ? Match.MAYBE : Match.NO;
    }

    /** {@code name 0 value 0 …}: clients send the user first, or nearly so. */
    private static Match matchParameters(ByteCursor in) {
        for (int i = 0; i < USER.length(); i++) {
            if (in.peek(i) >= 0 && in.peek(i) != USER.charAt(i)) {
                return in.peek(0) >= 'a' && in.peek(0) <= 'z' && contains(in) ? Match.YES : Match.NO;
            }
        }
        return in.remaining() > USER.length() ? in.peek(USER.length()) == 0 ? Match.YES : Match.NO : Match.MAYBE;
    }

    private static boolean contains(ByteCursor in) {
        for (int i = 0; i < in.remaining(); i++) {
            boolean here = in.peek(i) == 0;
            for (int k = 0; here && k < USER.length(); k++) {
                here = in.peek(i + 1 + k) == USER.charAt(k);
            }
            if (here && in.peek(i + 1 + USER.length()) == 0) {
                return true;
            }
        }
        return false;
    }
}

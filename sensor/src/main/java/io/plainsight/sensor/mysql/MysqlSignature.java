package io.plainsight.sensor.mysql;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/** MySQL and MariaDB by the server's greeting (protocol 10), or the client's handshake response with its zero filler. */
public final class MysqlSignature implements ProtocolSignature {
    static final String MYSQL = "mysql";

    private static final int MIN_LENGTH = 32;
    private static final int MAX_LENGTH = 1024;

    @Override
    public String protocol() {
        return MYSQL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "MySQL, MariaDB",
                ProtocolFacts.Kind.UPGRADABLE,
                "MySQL client/server protocol",
                "upgrade to TLS, authentication method");
    }

    @Override
    public StreamDissector open() {
        return new MysqlDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int sequence = side == Side.SERVER ? 0 : 1;
        if (in.peek(2) > 0 || in.peek(3) >= 0 && in.peek(3) != sequence) {
            return Match.NO;
        }
        if (in.remaining() < MysqlPackets.HEADER_LENGTH + 1) {
            return Match.MAYBE;
        }
        int length = MysqlPackets.length(in);
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            return Match.NO;
        }
        in.skip(MysqlPackets.HEADER_LENGTH);
        if (side == Side.SERVER && in.peek(0) != MysqlPackets.PROTOCOL_10) {
            return Match.NO;
        }
        if (in.remaining() < MIN_LENGTH) {
            return Match.MAYBE;
        }
        boolean matches = side == Side.SERVER ? MysqlPackets.greetingFlagsOffset(in) > 0 : isResponse(in);
        return matches ? Match.YES : Match.NO;
    }

    private static boolean isResponse(ByteCursor payload) {
        if ((MysqlPackets.clientFlags(payload) & MysqlPackets.CLIENT_PROTOCOL_41) == 0) {
            return false;
        }
        for (int i = 0; i < MysqlPackets.ZERO_LENGTH; i++) {
            if (payload.peek(MysqlPackets.ZERO_OFFSET + i) != 0) {
                return false;
            }
        }
        return true;
    }
}

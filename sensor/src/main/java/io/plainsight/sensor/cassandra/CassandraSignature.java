package io.plainsight.sensor.cassandra;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** Cassandra by OPTIONS or STARTUP of the client; the server's answers must only not contradict. */
public final class CassandraSignature implements ProtocolSignature {
    static final String CASSANDRA = "cassandra";

    private static final int MIN_VERSION = 3;
    private static final int MAX_VERSION = 5;
    private static final int MAX_FLAGS = 0x1f;
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_ENTRIES = 16;
    private static final int MIN_KEY = 5;
    private static final int MAX_KEY = 40;

    @Override
    public String protocol() {
        return CASSANDRA;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Cassandra CQL",
                ProtocolFacts.Kind.CLEAR,
                "CQL binary protocol v3 to v5",
                "authenticator and credentials, queries");
    }

    @Override
    public StreamDissector open() {
        return new CassandraDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int first = side == Side.CLIENT ? in.peek(0) : in.peek(0) - CassandraDissector.RESPONSE;
        if (in.peek(0) >= 0 && (first < MIN_VERSION || first > MAX_VERSION) || in.peek(1) > MAX_FLAGS) {
            return Match.NO;
        }
        if (in.remaining() < CassandraDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int opcode = in.peek(CassandraDissector.OPCODE);
        long length = Peek.u32(in, CassandraDissector.OPCODE + 1);
        if (side == Side.SERVER) {
            boolean answer = opcode == CassandraDissector.SUPPORTED
                    || opcode == CassandraDissector.READY
                    || opcode == CassandraDissector.AUTHENTICATE;
            return answer && length <= MAX_LENGTH ? Match.MAYBE : Match.NO;
        }
        if (opcode == CassandraDissector.OPTIONS) {
            return length == 0 ? Match.YES : Match.NO;
        }
        return opcode == CassandraDissector.STARTUP && length <= MAX_LENGTH ? matchStartup(in) : Match.NO;
    }

    /** A map of strings; its keys are words in capitals, such as CQL_VERSION. */
    private static Match matchStartup(ByteCursor in) {
        int entries = Peek.u16(in, CassandraDissector.HEADER_LENGTH);
        int length = Peek.u16(in, CassandraDissector.HEADER_LENGTH + 2);
        if (entries == 0 || entries > MAX_ENTRIES || length == 0 || length > MAX_KEY) {
            return Match.NO;
        }
        for (int i = 0; i < length; i++) {
            int b = in.peek(CassandraDissector.HEADER_LENGTH + 4 + i);
            if (b < 0) {
                return Match.MAYBE;
            }
            if (b != '_' && (b < 'A' || b > 'Z')) {
                return Match.NO;
            }
        }
        return length < 0 ? Match.MAYBE : length >= MIN_KEY ? Match.YES : Match.NO;
    }
}

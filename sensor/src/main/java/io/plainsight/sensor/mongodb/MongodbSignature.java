package io.plainsight.sensor.mongodb;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** MongoDB by the message head: a known operation, and in the client's first message no response id. */
public final class MongodbSignature implements ProtocolSignature {
    static final String MONGODB = "mongodb";

    /** The server's maxMessageSizeBytes. */
    static final int MAX_LENGTH = 48_000_000;

    @Override
    public String protocol() {
        return MONGODB;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "MongoDB",
                ProtocolFacts.Kind.CLEAR,
                "MongoDB wire protocol",
                "SASL mechanism and credentials, commands");
    }

    @Override
    public StreamDissector open() {
        return new MongodbDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.peek(3) > MAX_LENGTH >> 24 || in.peek(14) > 0 || in.peek(15) > 0) {
            return Match.NO;
        }
        if (in.remaining() < MongodbDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        long length = Peek.u32le(in, 0);
        long responseTo = Peek.u32le(in, 8);
        long operation = Peek.u32le(in, 12);
        boolean known = operation == MongodbDissector.OP_MSG
                || operation == MongodbDissector.OP_COMPRESSED
                || operation == (side == Side.CLIENT ? MongodbDissector.OP_QUERY : MongodbDissector.OP_REPLY);
        boolean direction = side == Side.CLIENT ? responseTo == 0 : responseTo != 0;
        boolean fits = length > MongodbDissector.HEADER_LENGTH && length <= MAX_LENGTH;
        return known && direction && fits ? operation == MongodbDissector.OP_REPLY ? Match.MAYBE : Match.YES : Match.NO;
    }

    /** Whether a message of a side goes on so, anywhere in a connection; call with the whole head there. */
    static boolean isHeader(Side side, ByteCursor in) {
        long operation = Peek.u32le(in, 12);
        boolean either = operation == MongodbDissector.OP_MSG || operation == MongodbDissector.OP_COMPRESSED;
        if (side == Side.SERVER) {
            return (either || operation == MongodbDissector.OP_REPLY) && Peek.u32le(in, 8) != 0;
        }
        return either || operation >= MongodbDissector.OP_UPDATE && operation <= MongodbDissector.OP_KILL_CURSORS;
    }
}

package io.plainsight.sensor.memcached;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.SaslExchange;

/**
 * Memcached's text and binary protocols; Couchbase speaks the binary one. SASL PLAIN holds the password in clear. Looking into
 * and changing the cache is user data. A password that the text protocol takes as the value of a first {@code set} looks as any
 * other value and counts as user data alone.
 *
 * <pre>
 *  Magic (8) | Opcode (8) | Key length (16) | Extras length (8) | Data type (8) | Bucket or status (16) | Body length (32)
 *  Opaque (32) | CAS (64) | Extras | Key | Value
 * </pre>
 */
public final class MemcachedDissector extends StrictFrameDissector {
    static final int REQUEST = 0x80;
    static final int RESPONSE = 0x81;
    static final int HEADER_LENGTH = 24;

    private static final int MAX_LENGTH = 32 * 1024 * 1024;

    /** Magics of packets with framing extras (Couchbase), and of those that a server asks with. */
    private static final int FRAMED_REQUEST = 0x08;

    private static final int FRAMED_RESPONSE = 0x18;
    private static final int SERVER_REQUEST = 0x82;
    private static final int CLIENT_RESPONSE = 0x83;

    private static final int QUIT = 0x07;
    private static final int NOOP = 0x0a;
    private static final int VERSION = 0x0b;
    private static final int STAT = 0x10;
    private static final int HELLO = 0x1f;
    private static final int SASL_LIST = 0x20;
    private static final int SASL_AUTH = 0x21;
    private static final int SASL_STEP = 0x22;
    private static final int SELECT_BUCKET = 0x89;
    private static final int CLUSTER_CONFIGURATION = 0xb5;
    private static final int ERROR_MAP = 0xfe;

    private final SaslExchange sasl = new SaslExchange();
    private final ByteCursor mechanism = new ByteCursor();
    private final boolean[] text = new boolean[2];
    private boolean answerSeen;

    public MemcachedDissector() {
        super(MemcachedSignature.MEMCACHED);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        if (side == Side.SERVER && answerSeen) {
            return in.remaining();
        }
        int index = side.ordinal();
        if (isSilent(side)) {
            text[index] = in.peek(0) < REQUEST;
        }
        if (text[index]) {
            long length = side == Side.CLIENT ? MemcachedText.requestLength(in) : MemcachedText.answerLength(in);
            return length == MemcachedText.INCOMPLETE ? INCOMPLETE : length == MemcachedText.INVALID ? INVALID : length;
        }
        if (!isMagic(side, in.peek(0))) {
            return INVALID;
        }
        if (in.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        long body = Peek.u32(in, 8);
        return body > MAX_LENGTH ? INVALID : HEADER_LENGTH + body;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        if (side == Side.SERVER) {
            answerSeen = true;
            answered();
        } else if (text[side.ordinal()]) {
            asked(MemcachedText.isUserData(frame));
        } else {
            onRequest(frame);
        }
    }

    private static boolean isMagic(Side side, int magic) {
        return side == Side.CLIENT
                ? magic == REQUEST || magic == FRAMED_REQUEST || magic == CLIENT_RESPONSE
                : magic == RESPONSE || magic == FRAMED_RESPONSE || magic == SERVER_REQUEST;
    }

    private void onRequest(ByteCursor frame) {
        int opcode = frame.peek(1);
        switch (opcode) {
            case SASL_AUTH, SASL_STEP -> {
                asked(false);
                boolean framed = frame.peek(0) == FRAMED_REQUEST;
                int key = framed ? frame.peek(3) : Peek.u16(frame, 2);
                int extras = frame.peek(4) + (framed ? frame.peek(2) : 0);
                frame.skip(HEADER_LENGTH);
                frame.skip(Math.min(extras, frame.remaining()));
                frame.slice(Math.min(key, frame.remaining()), mechanism);
                if (opcode == SASL_AUTH) {
                    sasl.begin(mechanism);
                }
                expose(sasl.onAnswer(frame));
            }
            case QUIT, NOOP, VERSION, STAT, HELLO, SASL_LIST, SELECT_BUCKET, CLUSTER_CONFIGURATION, ERROR_MAP ->
                asked(false);
            default -> asked(true);
        }
    }
}

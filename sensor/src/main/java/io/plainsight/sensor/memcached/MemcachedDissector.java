package io.plainsight.sensor.memcached;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.SaslExchange;
import java.util.List;

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

    /** Commands with flags, expiry and length behind the key; in upper case. */
    static final List<String> STORAGE = List.of("SET", "ADD", "REPLACE", "APPEND", "PREPEND", "CAS");

    private static final int MAX_LENGTH = 32 * 1024 * 1024;

    private static final int QUIT = 0x07;
    private static final int NOOP = 0x0a;
    private static final int VERSION = 0x0b;
    private static final int STAT = 0x10;
    private static final int HELLO = 0x1f;
    private static final int SASL_LIST = 0x20;
    private static final int SASL_AUTH = 0x21;
    private static final int SASL_STEP = 0x22;

    private final SaslExchange sasl = new SaslExchange();
    private final ByteCursor mechanism = new ByteCursor();
    private boolean text;

    public MemcachedDissector() {
        super(MemcachedSignature.MEMCACHED);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        text |= isSilent(side) && in.peek(0) < REQUEST;
        if (text) {
            return lineLength(in);
        }
        if (in.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        long body = Peek.u32(in, 8);
        return in.peek(0) < REQUEST || body > MAX_LENGTH ? INVALID : HEADER_LENGTH + body;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        if (side == Side.SERVER) {
            answered();
        } else if (text) {
            asked(!Ascii.startsWith(frame, "STATS") && !Ascii.startsWith(frame, "VERSION"));
        } else {
            onRequest(frame);
        }
    }

    private void onRequest(ByteCursor frame) {
        int opcode = frame.peek(1);
        switch (opcode) {
            case SASL_AUTH, SASL_STEP -> {
                asked(false);
                int key = Peek.u16(frame, 2);
                int extras = frame.peek(4);
                frame.skip(HEADER_LENGTH);
                frame.skip(Math.min(extras, frame.remaining()));
                frame.slice(Math.min(key, frame.remaining()), mechanism);
                if (opcode == SASL_AUTH) {
                    sasl.begin(mechanism);
                }
                expose(sasl.onAnswer(frame));
            }
            case QUIT, NOOP, VERSION, STAT, HELLO, SASL_LIST -> asked(false);
            default -> asked(true);
        }
    }

    private static long lineLength(ByteCursor in) {
        int limit = Math.min(in.remaining(), MAX_INSPECTED);
        for (int i = 0; i < limit; i++) {
            if (in.peek(i) == '\n') {
                return i + 1L;
            }
        }
        return limit == MAX_INSPECTED ? INVALID : INCOMPLETE;
    }
}

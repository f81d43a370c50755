package io.plainsight.sensor.pulsar;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * Pulsar. CommandConnect names the authentication method and holds its data; messages are user data.
 *
 * <pre>
 *  Total size (32) | Command size (32) | Command (protocol buffers: type in field 1) | [ Metadata, payload ]
 * </pre>
 */
public final class PulsarDissector extends StrictFrameDissector {
    static final int COMMAND = 8;
    static final int TYPE_TAG = 0x08;
    static final int CONNECT = 2;
    static final int CONNECTED = 3;
    private static final int SEND = 6;
    private static final int MESSAGE = 9;
    private static final int PING = 18;
    private static final int PONG = 19;
    private static final int AUTH_RESPONSE = 37;

    /** Fields of CommandConnect. */
    private static final int AUTH_DATA = 3;

    private static final int AUTH_METHOD_NAME = 5;
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    /** Default of maxMessageSize is 5 MiB; operators raise it. */
    private static final long MAX_LENGTH = 256L * 1024 * 1024;

    private final ByteCursor method = new ByteCursor();

    public PulsarDissector() {
        super(PulsarSignature.PULSAR);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        long size = Peek.u32(in, 0);
        if (size < 0) {
            return INCOMPLETE;
        }
        return size < 4 || size > MAX_LENGTH ? INVALID : 4 + size;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        int type = frame.peek(COMMAND) == TYPE_TAG ? frame.peek(COMMAND + 1) : 0;
        if (type == SEND || type == MESSAGE) {
            carry(side);
        } else if (side == Side.SERVER) {
            answered();
        } else if (type == CONNECT) {
            asked(false);
            frame.skip(COMMAND + 3);
            varint(frame);
            expose(credentials(frame));
        } else if (type == AUTH_RESPONSE) {
            expose(Credentials.DERIVED);
        } else if (type != PING && type != PONG) {
            asked(false);
        }
    }

    private Credentials credentials(ByteCursor connect) {
        boolean data = false;
        Credentials kind = Credentials.NONE;
        while (connect.remaining() > 0) {
            int tag = (int) varint(connect);
            int wire = tag & 7;
            if (wire == VARINT) {
                varint(connect);
            } else if (wire == LENGTH_DELIMITED) {
                connect.slice((int) Math.min(Integer.MAX_VALUE, varint(connect)), method);
                data |= tag >> 3 == AUTH_DATA && method.remaining() > 0;
                if (tag >> 3 == AUTH_METHOD_NAME) {
                    kind = kind(method);
                }
            } else {
                break;
            }
        }
        return data ? kind : Credentials.NONE;
    }

    private static Credentials kind(ByteCursor name) {
        if (Ascii.is(name, "BASIC")) {
            return Credentials.SECRET;
        }
        if (Ascii.is(name, "TOKEN") || Ascii.is(name, "ATHENZ")) {
            return Credentials.TOKEN;
        }
        return Ascii.is(name, "NONE") || Ascii.is(name, "TLS") || name.remaining() == 0
                ? Credentials.NONE
                : Credentials.DERIVED;
    }

    private static long varint(ByteCursor in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = in.u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                break;
            }
        }
        return value;
    }
}

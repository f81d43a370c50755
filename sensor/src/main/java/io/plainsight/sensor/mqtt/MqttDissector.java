package io.plainsight.sensor.mqtt;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Credentials;

/**
 * MQTT. CONNECT tells by a flag that it holds a password; AUTH packets of version 5 answer a challenge. PUBLISH of either
 * side is user data.
 *
 * <pre>
 *  Type (4) Flags (4) | Remaining length (8 to 32, seven bits a byte) | Variable header | Payload
 * </pre>
 */
public final class MqttDissector extends StrictFrameDissector {
    private static final int MAX_LENGTH_BYTES = 4;
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int AUTH = 15;
    private static final int PASSWORD_FLAG = 0x40;

    public MqttDissector() {
        super(MqttSignature.MQTT);
    }

    /** Bytes of type and length; 0 when the length is not complete, -1 when it is too long. */
    static int headLength(ByteCursor in) {
        for (int i = 1; i <= MAX_LENGTH_BYTES; i++) {
            if (in.peek(i) < 0x80) {
                return in.peek(i) < 0 ? 0 : i + 1;
            }
        }
        return -1;
    }

    /** The remaining length; call when {@link #headLength} is positive. */
    static long length(ByteCursor in) {
        long value = 0;
        for (int i = headLength(in) - 1; i > 0; i--) {
            value = value << 7 | in.peek(i) & 0x7f;
        }
        return value;
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        int head = headLength(in);
        if (head <= 0) {
            return head == 0 ? INCOMPLETE : INVALID;
        }
        return in.peek(0) >> 4 == 0 ? INVALID : head + length(in);
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        int type = frame.peek(0) >> 4;
        if (type == PUBLISH) {
            carry(side);
        } else if (side == Side.SERVER) {
            answered();
        } else if (type == CONNECT) {
            asked(false);
            int name = headLength(frame);
            int flags = frame.peek(name + 2 + Math.max(0, Peek.u16(frame, name)) + 1);
            if (flags >= 0 && (flags & PASSWORD_FLAG) != 0) {
                expose(Credentials.SECRET);
            }
        } else if (type == AUTH) {
            expose(Credentials.DERIVED);
        } else {
            asked(false);
        }
    }
}

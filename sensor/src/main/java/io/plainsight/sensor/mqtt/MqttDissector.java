package io.plainsight.sensor.mqtt;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Credentials;

/**
 * MQTT. CONNECT tells by a flag that it holds a password; AUTH packets of version 5 answer a challenge. PUBLISH of either
 * side is user data. The server is believed by its CONNACK, or by the AUTH that comes before it.
 *
 * <pre>
 *  Type (4) Flags (4) | Remaining length (8 to 32, seven bits a byte) | Variable header | Payload
 * </pre>
 */
public final class MqttDissector extends StrictFrameDissector {
    private static final int MAX_LENGTH_BYTES = 4;
    private static final int PASSWORD_FLAG = 0x40;
    private static final int VERSION_5 = 5;

    /* Types of packets with their flags (MQTT 5.0 sections 2.1.2 and 2.1.3). */
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int PUBACK = 0x40;
    private static final int PUBREC = 0x50;
    private static final int PUBREL = 0x62;
    private static final int PUBCOMP = 0x70;
    private static final int SUBSCRIBE = 0x82;
    private static final int SUBACK = 0x90;
    private static final int UNSUBSCRIBE = 0xa2;
    private static final int UNSUBACK = 0xb0;
    private static final int PINGREQ = 0xc0;
    private static final int PINGRESP = 0xd0;
    private static final int DISCONNECT = 0xe0;
    private static final int AUTH = 0xf0;

    private boolean serverSpoke;

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
        int type = in.peek(0);
        if (!isFrom(side, type)) {
            return INVALID;
        }
        if (side == Side.SERVER && !serverSpoke && type != AUTH && MqttSignature.matchConnack(in) == Match.NO) {
            return INVALID;
        }
        int head = headLength(in);
        if (head <= 0) {
            return head == 0 ? INCOMPLETE : INVALID;
        }
        return head + length(in);
    }

    private static boolean isFrom(Side side, int type) {
        return switch (type) {
            case PUBACK, PUBREC, PUBREL, PUBCOMP, DISCONNECT, AUTH -> true;
            case CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ -> side == Side.CLIENT;
            case CONNACK, SUBACK, UNSUBACK, PINGRESP -> side == Side.SERVER;
            default -> isPublish(type);
        };
    }

    /** The flags tell retention, duplication and a quality of service of 0 to 2. */
    private static boolean isPublish(int type) {
        return (type & 0xf0) == PUBLISH && (type & 0x06) != 0x06;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        int type = frame.peek(0);
        serverSpoke |= side == Side.SERVER;
        if (isPublish(type)) {
            carry(side);
        } else if (side == Side.SERVER) {
            answered();
        } else if (type == AUTH) {
            expose(Credentials.DERIVED);
        } else {
            asked(false);
            if (type == CONNECT) {
                onConnect(frame);
            }
        }
    }

    /** {@code name string, level (8), flags (8), keep alive (16), [properties], client id, [will], [user], [password]}. */
    private void onConnect(ByteCursor frame) {
        int name = headLength(frame);
        int level = name + 2 + Math.max(0, Peek.u16(frame, name));
        int flags = frame.peek(level + 1);
        if (flags >= 0 && (flags & PASSWORD_FLAG) != 0) {
            expose(Credentials.SECRET);
        }
        if (frame.peek(level) == VERSION_5) {
            frame.skip(Math.min(frame.remaining(), level + 4));
            expose(ConnectProperties.credentials(frame));
        }
    }
}

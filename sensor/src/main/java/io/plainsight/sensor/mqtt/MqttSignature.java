package io.plainsight.sensor.mqtt;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** MQTT by the protocol name in CONNECT; a CONNACK must only not contradict. */
public final class MqttSignature implements ProtocolSignature {
    static final String MQTT = "mqtt";

    private static final String NAME = "MQTT";
    /** Version 3.1. */
    private static final String OLD_NAME = "MQIsdp";

    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int MAX_RETURN_CODE = 5;
    private static final int MAX_REASON = 0x9f;
    /** Reason string and response information are all that is long in it. */
    private static final int MAX_CONNACK = 4096;

    @Override
    public String protocol() {
        return MQTT;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "MQTT",
                ProtocolFacts.Kind.CLEAR,
                "MQTT 3.1, 3.1.1, 5.0 (OASIS)",
                "user name and password, enhanced authentication, messages");
    }

    @Override
    public StreamDissector open() {
        return new MqttDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        return side == Side.CLIENT ? matchConnect(in) : matchConnack(in);
    }

    private static Match matchConnect(ByteCursor in) {
        int head = MqttDissector.headLength(in);
        if (!Peek.may(in, 0, CONNECT) || head < 0) {
            return Match.NO;
        }
        return head == 0 ? Match.MAYBE : matchName(in, head);
    }

    private static Match matchName(ByteCursor in, int head) {
        int length = Peek.u16(in, head);
        if (length < 0) {
            return Match.MAYBE;
        }
        String name = length == NAME.length() ? NAME : OLD_NAME;
        if (length != name.length()) {
            return Match.NO;
        }
        for (int i = 0; i < length; i++) {
            int b = in.peek(head + 2 + i);
            if (b < 0) {
                return Match.MAYBE;
            }
            if (b != name.charAt(i)) {
                return Match.NO;
            }
        }
        return Match.YES;
    }

    /** {@code flags (8), reason (8)}, and in version 5 properties that fill the rest; never {@code YES}. */
    static Match matchConnack(ByteCursor in) {
        int head = MqttDissector.headLength(in);
        if (!Peek.may(in, 0, CONNACK) || head < 0) {
            return Match.NO;
        }
        if (head == 0) {
            return Match.MAYBE;
        }
        if (in.remaining() < head + 2) {
            return Match.MAYBE;
        }
        long length = MqttDissector.length(in);
        int reason = in.peek(head + 1);
        boolean code = in.peek(head) <= 1 && (reason <= MAX_RETURN_CODE || reason >= 0x80 && reason <= MAX_REASON);
        int properties = in.peek(head + 2);
        // properties of 128 bytes and more have a longer length of their own
        boolean filled = properties < 0 || properties >= 0x80 || properties == length - 3;
        boolean fits = length == 2 || length > 2 && length <= MAX_CONNACK && filled;
        return code && fits ? Match.MAYBE : Match.NO;
    }
}

package io.plainsight.sensor.mqtt;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.SaslExchange;

/**
 * The properties of CONNECT in version 5, as far as they authenticate (MQTT 5.0 sections 2.2.2 and 3.1.2.11). The method is
 * by convention a SASL mechanism (section 4.12).
 */
final class ConnectProperties {
    private static final int SESSION_EXPIRY_INTERVAL = 0x11;
    private static final int AUTHENTICATION_METHOD = 0x15;
    private static final int AUTHENTICATION_DATA = 0x16;
    private static final int REQUEST_PROBLEM_INFORMATION = 0x17;
    private static final int REQUEST_RESPONSE_INFORMATION = 0x19;
    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    private static final int USER_PROPERTY = 0x26;
    private static final int MAXIMUM_PACKET_SIZE = 0x27;

    private ConnectProperties() {}

    /** What the method's data show; the cursor stands at the properties' length and is moved. */
    static Credentials credentials(ByteCursor in) {
        ByteCursor properties = new ByteCursor();
        in.slice(length(in), properties);
        ByteCursor value = new ByteCursor();
        SaslExchange sasl = new SaslExchange();
        boolean data = false;
        while (properties.remaining() > 0) {
            switch (properties.u8()) {
                case REQUEST_PROBLEM_INFORMATION, REQUEST_RESPONSE_INFORMATION -> properties.skip(1);
                case RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM -> properties.skip(2);
                case SESSION_EXPIRY_INTERVAL, MAXIMUM_PACKET_SIZE -> properties.skip(4);
                case AUTHENTICATION_METHOD -> {
                    properties.slice16(value);
                    sasl.start(value);
                }
                case AUTHENTICATION_DATA -> {
                    properties.slice16(value);
                    data = value.remaining() > 0;
                }
                case USER_PROPERTY -> {
                    properties.slice16(value);
                    properties.slice16(value);
                }
                default -> properties.skip(properties.remaining());
            }
        }
        return data && sasl.isActive() ? sasl.onAnswer(value) : Credentials.NONE;
    }

    /** Seven bits a byte, the lowest first. */
    private static int length(ByteCursor in) {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int b = in.u8();
            value |= (b & 0x7f) << shift;
            if (b < 0x80) {
                break;
            }
        }
        return value;
    }
}

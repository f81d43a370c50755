package io.plainsight.sensor.opcua;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * Chunks of OPC UA's connection protocol and secure conversation, little endian (OPC 10000-6 sections 6.7.2 and 7.1.2).
 *
 * <pre>
 *  HEL ACK ERR RHE | F | Size (32) | ...
 *  OPN             | F | Size (32) | Channel (32) | policy's URI | sender's certificate | thumbprint | sequence header | body
 *  MSG CLO         | F, C, A | Size (32) | Channel (32) | Token (32) | Sequence number (32) | Request (32) | body
 * </pre>
 */
final class UaMessage {
    static final int HEADER_LENGTH = 8;
    static final int ACKNOWLEDGE_LENGTH = 28;
    /** The URL of an endpoint has at most 4096 bytes. */
    static final int MAX_HELLO = 4096 + 64;

    static final int MAX_CHUNK = 16 * 1024 * 1024;

    static final int POLICY_OFFSET = 12;
    static final int SEQUENCE_OFFSET = 16;
    static final int BODY_OFFSET = 24;

    /* Numbers of encodings in namespace 0, OPC 10000-6 annex A */
    static final int FIND_SERVERS_REQUEST = 422;
    static final int FIND_SERVERS_RESPONSE = 425;
    static final int GET_ENDPOINTS_REQUEST = 428;
    static final int GET_ENDPOINTS_RESPONSE = 431;
    static final int SERVICE_FAULT = 397;

    private static final int MAX_COUNTER = 1 << 24;

    private UaMessage() {}

    /** Whether the sequence header is readable: counters begin below 1024 and grow by one. */
    static boolean hasClearSequence(ByteCursor in) {
        long sequence = Peek.u32le(in, SEQUENCE_OFFSET);
        long request = Peek.u32le(in, SEQUENCE_OFFSET + 4);
        return sequence >= 0 && sequence < MAX_COUNTER && request >= 0 && request < MAX_COUNTER;
    }

    /** Whether either counter can be no counter. */
    static boolean hasHiddenSequence(ByteCursor in) {
        return Peek.u32le(in, SEQUENCE_OFFSET) >= MAX_COUNTER && Peek.u32le(in, SEQUENCE_OFFSET + 4) >= MAX_COUNTER;
    }

    /** The number of the body's type, in the four-byte encoding of namespace 0; {@link Peek#NONE}. */
    static int type(ByteCursor in) {
        return in.peek(BODY_OFFSET) == 1 && in.peek(BODY_OFFSET + 1) == 0 ? Peek.u16le(in, BODY_OFFSET + 2) : Peek.NONE;
    }

    static boolean isDiscovery(int type) {
        return switch (type) {
            case FIND_SERVERS_REQUEST,
                    FIND_SERVERS_RESPONSE,
                    GET_ENDPOINTS_REQUEST,
                    GET_ENDPOINTS_RESPONSE,
                    SERVICE_FAULT -> true;
            default -> false;
        };
    }
}

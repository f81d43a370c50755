package io.plainsight.sensor.decode;

/**
 * GTP version 1 user plane, 3GPP TS 29.281 section 5.1.
 *
 * <pre>
 *  0 version (3 bits), PT, reserved, E, S, PN   1 message type   2 length   4 TEID
 *  8 sequence number (2), N-PDU number (1), next extension type (1): there when any of E, S, PN is set
 *  extension: 0 length in words   …   last byte: next extension type
 * </pre>
 */
final class GtpU {
    static final int MIN_HEADER_LENGTH = 8;
    static final int MAX_EXTENSIONS = 8;

    private static final int VERSION_1_AND_PROTOCOL_TYPE = 0x30;
    private static final int VERSION_AND_PROTOCOL_TYPE_MASK = 0xf0;
    private static final int OPTIONAL_FIELDS = 0x07;
    private static final int EXTENSION_FLAG = 0x04;
    private static final int MESSAGE_TYPE_OFFSET = 1;
    private static final int TEID_OFFSET = 4;
    private static final int G_PDU = 255;
    private static final int OPTIONAL_FIELDS_LENGTH = 4;

    private GtpU() {}

    static int decode(Frame frame, Encapsulation outer) {
        if (!frame.has(MIN_HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        int flags = frame.u8(0);
        if ((flags & VERSION_AND_PROTOCOL_TYPE_MASK) != VERSION_1_AND_PROTOCOL_TYPE
                || frame.u8(MESSAGE_TYPE_OFFSET) != G_PDU) {
            return Next.NOT_IP;
        }
        outer.identify(Encapsulation.Type.GTP_U, Integer.toUnsignedLong(frame.int32(TEID_OFFSET)));
        frame.skip(MIN_HEADER_LENGTH);
        if ((flags & OPTIONAL_FIELDS) == 0) {
            return Next.IP;
        }
        if (!frame.has(OPTIONAL_FIELDS_LENGTH)) {
            return Next.TRUNCATED;
        }
        int extension = (flags & EXTENSION_FLAG) != 0 ? frame.u8(OPTIONAL_FIELDS_LENGTH - 1) : 0;
        frame.skip(OPTIONAL_FIELDS_LENGTH);
        return extensions(frame, extension);
    }

    private static int extensions(Frame frame, int first) {
        int extension = first;
        for (int i = 0; extension != 0; i++) {
            if (i == MAX_EXTENSIONS) {
                return Next.TOO_DEEP;
            }
            if (!frame.has(1)) {
                return Next.TRUNCATED;
            }
            int length = frame.u8(0) * 4;
            if (length == 0) {
                return Next.MALFORMED;
            }
            if (!frame.has(length)) {
                return Next.TRUNCATED;
            }
            extension = frame.u8(length - 1);
            frame.skip(length);
        }
        return Next.IP;
    }
}

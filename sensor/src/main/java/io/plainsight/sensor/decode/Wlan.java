package io.plainsight.sensor.decode;

/**
 * IEEE 802.11 data frames that are not encrypted, with or without a radiotap header in front.
 *
 * <pre>
 *  radiotap: 0 version   1 pad   2 length (2, little endian)
 *  802.11:   0 version (2 bits), type (2), subtype (4)   1 to DS, from DS, …, protected 0x40, order 0x80
 *            2 duration   4 address 1 … 3 (18)   22 sequence   [24 address 4]   [QoS (2)]   [HT (4)]   LLC/SNAP
 * </pre>
 */
final class Wlan {
    private static final int RADIOTAP_MIN_LENGTH = 4;
    private static final int HEADER_LENGTH = 24;
    private static final int ADDRESS_LENGTH = 6;
    private static final int QOS_LENGTH = 2;
    private static final int HT_LENGTH = 4;
    private static final int VERSION_AND_TYPE_MASK = 0x0f;
    private static final int DATA = 0x08;
    private static final int SUBTYPE_QOS = 0x80;
    private static final int SUBTYPE_WITHOUT_DATA = 0x40;
    private static final int BOTH_DISTRIBUTION_SYSTEMS = 0x03;
    private static final int PROTECTED = 0x40;
    private static final int ORDER = 0x80;
    private static final int A_MSDU_PRESENT = 0x80;

    private Wlan() {}

    static int decodeRadiotap(Frame frame) {
        if (!frame.has(RADIOTAP_MIN_LENGTH)) {
            return Next.TRUNCATED;
        }
        int length = frame.u8(2) | frame.u8(3) << 8;
        if (length < RADIOTAP_MIN_LENGTH) {
            return Next.MALFORMED;
        }
        if (!frame.has(length)) {
            return Next.TRUNCATED;
        }
        frame.skip(length);
        return decode(frame);
    }

    static int decode(Frame frame) {
        if (!frame.has(2)) {
            return Next.TRUNCATED;
        }
        int control = frame.u8(0);
        int flags = frame.u8(1);
        if ((control & VERSION_AND_TYPE_MASK) != DATA || (control & SUBTYPE_WITHOUT_DATA) != 0) {
            return Next.NOT_IP; // management and control frames, and data frames without data
        }
        if ((flags & PROTECTED) != 0) {
            return Next.LINK_ENCRYPTED;
        }
        boolean qos = (control & SUBTYPE_QOS) != 0;
        int qosOffset =
                HEADER_LENGTH + ((flags & BOTH_DISTRIBUTION_SYSTEMS) == BOTH_DISTRIBUTION_SYSTEMS ? ADDRESS_LENGTH : 0);
        int length = qosOffset + (qos ? QOS_LENGTH + ((flags & ORDER) != 0 ? HT_LENGTH : 0) : 0);
        if (!frame.has(length)) {
            return Next.TRUNCATED;
        }
        if (qos && (frame.u8(qosOffset) & A_MSDU_PRESENT) != 0) {
            return Next.NOT_IP; // several frames in one
        }
        frame.skip(length);
        return Ethernet.decodeLlc(frame);
    }
}

package io.plainsight.sensor.decode;

/**
 * MACsec, IEEE 802.1AE clause 9. A frame that is only authenticated shows its content; an encrypted one is protected on this
 * link, and nobody can say what it carries.
 *
 * <pre>
 *  0 version, ES, SC, SCB, E, C (6 bits), association number (2)   1 short length   2 packet number (4)
 *  6 secure channel identifier (8), when SC is set   …   EtherType and data   …   integrity check value (16)
 * </pre>
 */
final class MacSec {
    private static final int MIN_LENGTH = 6;
    private static final int CHANNEL_IDENTIFIER_LENGTH = 8;
    private static final int INTEGRITY_CHECK_LENGTH = 16;
    private static final int CHANNEL_IDENTIFIER_PRESENT = 0x20;
    private static final int ENCRYPTED_OR_CHANGED = 0x0c;
    private static final int ETHER_TYPE_LENGTH = 2;

    private MacSec() {}

    static int decode(Frame frame) {
        if (!frame.has(MIN_LENGTH)) {
            return Next.TRUNCATED;
        }
        int control = frame.u8(0);
        if ((control & ENCRYPTED_OR_CHANGED) != 0) {
            return Next.LINK_ENCRYPTED;
        }
        int length = MIN_LENGTH + ((control & CHANNEL_IDENTIFIER_PRESENT) != 0 ? CHANNEL_IDENTIFIER_LENGTH : 0);
        if (!frame.has(length + ETHER_TYPE_LENGTH)) {
            return Next.TRUNCATED;
        }
        int type = frame.u16(length);
        frame.skip(length + ETHER_TYPE_LENGTH);
        if (frame.wireRemaining() < INTEGRITY_CHECK_LENGTH) {
            return Next.MALFORMED;
        }
        frame.limit(frame.wireRemaining() - INTEGRITY_CHECK_LENGTH);
        return type >= EtherType.MIN_ETHER_TYPE ? type : Next.NOT_IP;
    }
}

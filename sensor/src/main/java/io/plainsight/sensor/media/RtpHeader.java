package io.plainsight.sensor.media;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * The header of an RTP packet, RFC 3550 section 5.1, which SRTP leaves in clear.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> reusable, allocates nothing.
 */
final class RtpHeader {
    private static final int FIXED_LENGTH = 12;
    private static final int VERSION_2 = 2;
    private static final int PADDING = 0x20;
    private static final int EXTENSION = 0x10;
    private static final int CSRC_COUNT = 0x0f;
    private static final int PAYLOAD_TYPE = 0x7f;
    /** Second bytes that are RTCP's packet types, RFC 5761 section 4. */
    private static final int FIRST_RTCP = 192;

    private static final int LAST_RTCP = 223;

    private int payloadType;
    private int sequenceNumber;
    private int timestamp;
    private int ssrc;
    private boolean padded;
    private int payloadLength;

    /** Whether the datagram's second byte makes it RTCP, given that it is RTP or RTCP. */
    static boolean isRtcp(ByteCursor in) {
        int type = in.peek(1);
        return type >= FIRST_RTCP && type <= LAST_RTCP;
    }

    static boolean hasVersion(ByteCursor in) {
        return in.peek(0) >> 6 == VERSION_2;
    }

    /**
     * Reads a header and moves to the payload.
     *
     * @return false when this is none
     */
    boolean read(ByteCursor in, int wireLength) {
        int start = in.position();
        if (!hasVersion(in) || isRtcp(in)) {
            return false;
        }
        int flags = in.u8();
        payloadType = in.u8() & PAYLOAD_TYPE;
        sequenceNumber = in.u16();
        timestamp = (int) in.u32();
        ssrc = (int) in.u32();
        padded = (flags & PADDING) != 0;
        in.skip(4 * (flags & CSRC_COUNT));
        if ((flags & EXTENSION) != 0) {
            in.u16();
            in.skip(4 * in.u16());
        }
        payloadLength = wireLength - (in.position() - start);
        return in.ok() && payloadLength >= 0 && wireLength > FIXED_LENGTH && isAssignable(payloadType);
    }

    /** Whether RFC 3551 section 6 gives this number a meaning or leaves it to the session. */
    private static boolean isAssignable(int type) {
        return type != 1 && type != 2 && type != 19 && (type < 64 || type >= 96);
    }

    int payloadType() {
        return payloadType;
    }

    int sequenceNumber() {
        return sequenceNumber;
    }

    int timestamp() {
        return timestamp;
    }

    int ssrc() {
        return ssrc;
    }

    /** Whether the payload ends with padding, of a length that SRTP would encrypt. */
    boolean isPadded() {
        return padded;
    }

    /** On the wire, in bytes; with the tag of SRTP. */
    int payloadLength() {
        return payloadLength;
    }
}

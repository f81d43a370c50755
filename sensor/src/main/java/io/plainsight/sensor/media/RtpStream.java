package io.plainsight.sensor.media;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * One synchronisation source: whether its packets follow each other as RTP's do, and what their lengths tell about
 * protection.
 *
 * <p><b>Memory:</b> a few numbers; reads packets in place.
 */
final class RtpStream {
    /** Packets in sequence after which it is RTP. */
    static final int MIN_PACKETS = 3;
    /** Packets in agreement after which the lengths are believed. */
    static final int MIN_EVIDENCE = 3;
    /** Packets that may be missing between two, RFC 3550 appendix A.1 allows 3000. */
    private static final int MAX_JUMP = 100;
    /** A quarter of a second at the fastest clock of the table; longer spans are silence. */
    private static final int MAX_TICKS = 48_000 / 4;

    private final int ssrc;
    private int packets;
    private int sequenceNumber;
    private int timestamp;
    private int payloadType;
    private int payloadLength;
    private boolean padded;
    private int plain;
    private int tagged;

    RtpStream(int ssrc) {
        this.ssrc = ssrc;
    }

    /** @param payload as much of it as was captured */
    void onPacket(RtpHeader header, ByteCursor payload) {
        int jump = header.sequenceNumber() - sequenceNumber & 0xffff;
        if (packets > 0 && (jump == 0 || jump > MAX_JUMP)) {
            packets = jump == 0 || 0x10000 - jump <= MAX_JUMP ? packets : 0; // repeated or late; else another's
            return;
        }
        if (packets > 0 && jump == 1 && header.payloadType() == payloadType && !padded) {
            weigh(header.timestamp() - timestamp);
        }
        if (header.payloadType() == PayloadClock.MP2T && !header.isPadded()) {
            weighTransportStream(payload, header.payloadLength());
        }
        packets++;
        sequenceNumber = header.sequenceNumber();
        timestamp = header.timestamp();
        payloadType = header.payloadType();
        payloadLength = header.payloadLength();
        padded = header.isPadded();
    }

    int ssrc() {
        return ssrc;
    }

    boolean isConfirmed() {
        return packets >= MIN_PACKETS;
    }

    /** Whether the payload has the exact length, or the marks, of what is not encrypted. */
    boolean isPlain() {
        return plain >= MIN_EVIDENCE && tagged == 0;
    }

    /** Whether the payload is longer than its duration tells, by as much as SRTP's tag. */
    boolean looksLikeSrtp() {
        return tagged >= MIN_EVIDENCE && plain == 0;
    }

    private void weigh(int ticks) {
        int expected = ticks > 0 && ticks <= MAX_TICKS ? PayloadClock.bytes(payloadType, ticks) : PayloadClock.UNKNOWN;
        if (expected == PayloadClock.UNKNOWN) {
            return;
        }
        if (payloadLength == expected) {
            plain++;
        } else if (PayloadClock.isTag(payloadLength - expected)) {
            tagged++;
        }
    }

    private void weighTransportStream(ByteCursor payload, int length) {
        boolean fits = length > 0 && length % PayloadClock.MP2T_PACKET == 0;
        for (int at = 0; fits && at < payload.remaining(); at += PayloadClock.MP2T_PACKET) {
            fits = payload.peek(at) == PayloadClock.MP2T_SYNC;
        }
        plain += fits ? 1 : 0;
    }
}

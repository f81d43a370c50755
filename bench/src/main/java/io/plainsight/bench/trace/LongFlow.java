package io.plainsight.bench.trace;

/** A connection that carries application data for long after its handshake; its segments are made when they are due. */
final class LongFlow implements FrameSource {
    private static final byte[] NOTHING = {};
    private static final int SEGMENTS_PER_ACK = 2;

    private final Conversation handshake;
    private final FrameMaker frames;
    private final byte[] records;
    private final long gapNs;
    private long segmentsLeft;
    private long nowNs;
    private int at;
    private boolean acknowledges;

    /**
     * @param handshake opened, on the same {@code frames}
     * @param records whole TLS records, sent over and over by the server
     */
    LongFlow(Conversation handshake, FrameMaker frames, byte[] records, long segments, long gapNs) {
        this.handshake = handshake;
        this.frames = frames;
        this.records = records;
        this.segmentsLeft = segments;
        this.gapNs = gapNs;
        this.nowNs = handshake.nowNs();
    }

    @Override
    public TimedFrame next() {
        TimedFrame head = handshake.next();
        if (head != null) {
            return head;
        }
        if (acknowledges) {
            acknowledges = false;
            return new TimedFrame(nowNs, frames.segment(true, FrameMaker.ACK, NOTHING, 0, 0));
        }
        if (segmentsLeft == 0) {
            return null;
        }
        segmentsLeft--;
        acknowledges = segmentsLeft % SEGMENTS_PER_ACK == 0;
        nowNs += gapNs;
        int length = Math.min(Conversation.SEGMENT, records.length - at);
        byte[] frame = frames.segment(false, FrameMaker.ACK, records, at, length);
        at = at + length == records.length ? 0 : at + length;
        return new TimedFrame(nowNs, frame);
    }
}

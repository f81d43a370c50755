package io.plainsight.bench.trace;

import java.util.ArrayDeque;
import java.util.Deque;

/** The frames of a short connection, made while it is told: {@code open}, {@code send}, {@code close}. */
final class Conversation implements FrameSource {
    /** As much as goes into an Ethernet frame beside IPv6 and TCP headers. */
    static final int SEGMENT = 1400;

    private static final byte[] NOTHING = {};
    private static final long SERIALIZATION_NS = 12_000;

    private final FrameMaker frames;
    private final long halfRttNs;
    private final Deque<TimedFrame> made = new ArrayDeque<>();
    private long nowNs;
    private boolean clientSpoke = true;

    /** @param startNs when its first frame is due */
    Conversation(FrameMaker frames, long startNs, long rttNs) {
        this.frames = frames;
        this.nowNs = startNs;
        this.halfRttNs = rttNs / 2;
    }

    /** The three-way handshake of TCP. */
    Conversation open() {
        segment(true, FrameMaker.SYN, NOTHING, 0, 0);
        segment(false, FrameMaker.SYN | FrameMaker.ACK, NOTHING, 0, 0);
        return segment(true, FrameMaker.ACK, NOTHING, 0, 0);
    }

    /** Bytes over TCP, in as many segments as they need, acknowledged by the other end. */
    Conversation send(boolean fromClient, byte[] bytes) {
        for (int at = 0; at < bytes.length; at += SEGMENT) {
            segment(fromClient, FrameMaker.ACK, bytes, at, Math.min(SEGMENT, bytes.length - at));
        }
        return segment(!fromClient, FrameMaker.ACK, NOTHING, 0, 0);
    }

    Conversation datagram(boolean fromClient, byte[] bytes) {
        tick(fromClient);
        made.add(new TimedFrame(nowNs, frames.datagram(fromClient, bytes)));
        return this;
    }

    Conversation close() {
        segment(true, FrameMaker.FIN | FrameMaker.ACK, NOTHING, 0, 0);
        segment(false, FrameMaker.FIN | FrameMaker.ACK, NOTHING, 0, 0);
        return segment(true, FrameMaker.ACK, NOTHING, 0, 0);
    }

    Conversation reset() {
        return segment(true, FrameMaker.RST | FrameMaker.ACK, NOTHING, 0, 0);
    }

    private Conversation segment(boolean fromClient, int flags, byte[] bytes, int from, int length) {
        tick(fromClient);
        made.add(new TimedFrame(nowNs, frames.segment(fromClient, flags, bytes, from, length)));
        return this;
    }

    private void tick(boolean fromClient) {
        if (!made.isEmpty()) {
            nowNs += fromClient == clientSpoke ? SERIALIZATION_NS : halfRttNs;
        }
        clientSpoke = fromClient;
    }

    /** Bytes of all frames that are still to come. */
    long bytes() {
        return made.stream().mapToLong(frame -> frame.frame().length).sum();
    }

    /** When the last frame made was due. */
    long nowNs() {
        return nowNs;
    }

    @Override
    public TimedFrame next() {
        return made.poll();
    }
}

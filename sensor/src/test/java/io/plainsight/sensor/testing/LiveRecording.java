package io.plainsight.sensor.testing;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Keeps copies of what a live source delivers, on a thread of its own. */
public final class LiveRecording implements PacketHandler, AutoCloseable {
    private static final int LIMIT_SECONDS = 30;

    private final PacketSource source;
    private final CompletableFuture<Void> running;
    private final List<Recording.Delivered> packets = new ArrayList<>();
    private long lost;
    private int idles;
    private int gaps;

    public LiveRecording(PacketSource source) {
        this.source = source;
        // a thread of its own each: the common pool may have one only
        running = CompletableFuture.runAsync(this::run, task -> new Thread(task, "live-recording").start());
    }

    private void run() {
        try {
            source.forEach(this);
        } catch (CaptureException e) {
            throw new IllegalStateException(e);
        } finally {
            wake();
        }
    }

    @Override
    public synchronized void onPacket(
            ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
        byte[] frame = new byte[capturedLength];
        buffer.get(offset, frame);
        packets.add(new Recording.Delivered(frame, originalLength, timestampNs, linkType));
        notifyAll();
    }

    @Override
    public synchronized void onIdle(long nowNs) {
        idles++;
        notifyAll();
    }

    @Override
    public synchronized void onLoss(long byKernel, long byInterface) {
        lost += byKernel + byInterface;
        notifyAll();
    }

    @Override
    public synchronized void onAbsence(long second) {
        gaps += second == 0 ? 1 : 0;
        notifyAll();
    }

    private synchronized void wake() {
        notifyAll();
    }

    /** Waits for a condition; fails when it does not come, or the source ends before. */
    public synchronized LiveRecording await(Predicate<LiveRecording> condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (running.isDone() || !condition.test(this)) {
            if (running.isDone() || System.nanoTime() > end) {
                throw new AssertionError("did not come: packets=" + packets.size() + " lost=" + lost + " gaps=" + gaps
                        + " source=" + running);
            }
            wait(TimeUnit.SECONDS.toMillis(1));
        }
        return this;
    }

    public LiveRecording awaitPackets(int count) throws InterruptedException {
        return await(recording -> recording.packets.size() >= count);
    }

    /** Stops the source and waits for its end. */
    public LiveRecording stop() throws InterruptedException, ExecutionException, TimeoutException {
        source.stop();
        running.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    public synchronized List<Recording.Delivered> packets() {
        return List.copyOf(packets);
    }

    public List<byte[]> frames() {
        return packets().stream().map(Recording.Delivered::frame).toList();
    }

    public synchronized long lost() {
        return lost;
    }

    public synchronized int gaps() {
        return gaps;
    }

    public synchronized int idles() {
        return idles;
    }

    @Override
    public void close() throws InterruptedException, ExecutionException, TimeoutException {
        stop();
        source.close();
    }
}

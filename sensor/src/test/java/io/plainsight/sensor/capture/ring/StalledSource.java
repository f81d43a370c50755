package io.plainsight.sensor.capture.ring;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/** A source whose handler takes its first packet only when it is let. */
final class StalledSource implements PacketSource {
    private final PacketSource source;
    private final CountDownLatch release;

    StalledSource(PacketSource source, CountDownLatch release) {
        this.source = source;
        this.release = release;
    }

    @Override
    public void forEach(PacketHandler handler) throws CaptureException {
        source.forEach(new PacketHandler() {
            @Override
            public void onPacket(
                    ByteBuffer buffer,
                    int offset,
                    int capturedLength,
                    int originalLength,
                    long timestampNs,
                    int linkType) {
                awaitRelease();
                handler.onPacket(buffer, offset, capturedLength, originalLength, timestampNs, linkType);
            }

            @Override
            public void onLoss(long byKernel, long byInterface) {
                handler.onLoss(byKernel, byInterface);
            }
        });
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public void close() {
        source.close();
    }
}

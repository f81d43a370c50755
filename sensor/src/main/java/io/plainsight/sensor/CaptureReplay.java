package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFile;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import java.nio.ByteBuffer;
import java.time.Clock;

/**
 * Plays capture files into a packet path, one after the other.
 *
 * <p><b>Threading:</b> one thread plays; {@link #stop} may come from any other.
 */
final class CaptureReplay {
    private final SensorPipeline pipeline;
    private volatile PacketSource current;
    private volatile boolean stopped;

    CaptureReplay(PacketPaths paths) {
        pipeline = paths.open();
    }

    /**
     * Plays one file to its end, or until {@link #stop}; what was readable of it is delivered in any case.
     *
     * @param rebaseTime whether the capture is shifted so that it begins now
     * @throws CaptureException when it could not be read whole
     */
    void play(CaptureFile file, boolean rebaseTime) throws CaptureException {
        pipeline.beginFile(file.relativePath());
        try (PacketSource source = CaptureFiles.open(file.path())) {
            current = source;
            if (!stopped) {
                source.forEach(rebaseTime ? rebased(pipeline) : pipeline);
            }
        } finally {
            current = null;
            pipeline.endFile();
        }
    }

    /** Lets what is playing end soon. */
    void stop() {
        stopped = true;
        PacketSource source = current;
        if (source != null) {
            source.stop();
        }
    }

    /** Moves every packet's time by what lies between the first packet and now. */
    private static PacketHandler rebased(PacketHandler next) {
        return new PacketHandler() {
            private long shiftNs;
            private boolean known;

            @Override
            public void onPacket(
                    ByteBuffer buffer, int offset, int captured, int original, long timestampNs, int linkType) {
                if (!known) {
                    known = true;
                    shiftNs = Clock.systemUTC().millis() * 1_000_000 - timestampNs;
                }
                next.onPacket(buffer, offset, captured, original, timestampNs + shiftNs, linkType);
            }
        };
    }
}

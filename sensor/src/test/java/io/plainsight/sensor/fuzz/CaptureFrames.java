package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cuts the first frames of a capture file into seeds of several frames. */
final class CaptureFrames {
    /** Takes a seed. */
    interface Sink {
        void accept(byte[] seed) throws IOException;
    }

    private CaptureFrames() {}

    static void read(Path file, int framesPerSeed, int mostSeeds, Sink sink) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        List<byte[]> frames = new ArrayList<>();
        try (PacketSource source = CaptureFiles.open(file)) {
            source.forEach((buffer, offset, captured, original, timestampNs, linkType) -> {
                byte[] frame = new byte[captured];
                buffer.get(offset, frame);
                frames.add(frame);
                if (frames.size() == framesPerSeed) {
                    add(seeds, linkType, frames);
                    if (seeds.size() >= mostSeeds) {
                        source.stop();
                    }
                } else if (seeds.isEmpty()) {
                    add(seeds, linkType, List.of(frame));
                }
            });
        } catch (CaptureException e) {
            // the corpus holds damaged captures on purpose; what came before counts
            System.err.println(e.getMessage());
        }
        for (byte[] seed : seeds) {
            sink.accept(seed);
        }
    }

    /** The first frames as one sFlow datagram. */
    static void read(Path file, int frames, Sink sink) throws IOException {
        List<byte[]> first = new ArrayList<>();
        try (PacketSource source = CaptureFiles.open(file)) {
            source.forEach((buffer, offset, captured, original, timestampNs, linkType) -> {
                byte[] frame = new byte[captured];
                buffer.get(offset, frame);
                first.add(frame);
                if (first.size() == frames) {
                    source.stop();
                }
            });
        } catch (CaptureException e) {
            System.err.println(e.getMessage());
        }
        if (!first.isEmpty()) {
            sink.accept(SflowTarget.seed(first));
        }
    }

    private static void add(List<byte[]> seeds, int linkType, List<byte[]> frames) {
        byte[] seed = FramesTarget.seed(linkType, frames);
        if (seed != null) {
            seeds.add(seed);
        }
        if (frames.size() > 1) {
            frames.clear();
        }
    }
}

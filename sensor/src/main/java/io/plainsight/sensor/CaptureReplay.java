package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFile;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.CaptureReader;
import io.plainsight.sensor.capture.PacketSource;

/**
 * Plays capture files, one after the other.
 *
 * <p><b>Threading:</b> one thread plays; {@link #stop} and {@link #position} may come from any other.
 */
final class CaptureReplay {
    /** Null with several threads. */
    private final SensorPipeline pipeline;
    /** Null with one. */
    private final ParallelReplay parallel;

    private volatile CaptureReader current;
    private volatile boolean stopped;

    /** @param threads how many share the work, 1 or more */
    CaptureReplay(PacketPaths paths, int threads) {
        pipeline = threads == 1 ? paths.open() : null;
        parallel = threads == 1 ? null : new ParallelReplay(paths, threads);
    }

    /**
     * Plays one file to its end, or until {@link #stop}; what was readable of it is delivered in any case.
     *
     * @throws CaptureException when it could not be read whole
     */
    void play(CaptureFile file, TimeShift shift) throws CaptureException {
        try (CaptureReader reader = CaptureFiles.open(file.path())) {
            current = reader;
            if (stopped) {
                reader.stop();
            }
            if (parallel != null) {
                parallel.play(reader, file.relativePath(), shift);
            } else {
                play(reader, file.relativePath(), shift);
            }
        } finally {
            current = null;
        }
    }

    private void play(PacketSource source, String relativePath, TimeShift shift) throws CaptureException {
        pipeline.beginFile(relativePath);
        try {
            source.forEach(shift.before(pipeline));
        } finally {
            pipeline.endFile();
        }
    }

    /** Bytes of the file being played that were read so far; 0 between files. */
    long position() {
        CaptureReader reader = current;
        return reader == null ? 0 : reader.position();
    }

    /** Lets what is playing end soon. */
    void stop() {
        stopped = true;
        CaptureReader reader = current;
        if (reader != null) {
            reader.stop();
        }
    }
}

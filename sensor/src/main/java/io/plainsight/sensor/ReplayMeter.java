package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureFile;
import java.nio.file.Path;
import java.util.List;

/** Adds up how far the playing of files has come. <b>Threading:</b> one thread plays, any may ask. */
final class ReplayMeter {
    private record At(String file, long before, long length) {}

    private volatile long total;
    private volatile At at = new At(null, 0, 0);

    void begin(List<CaptureFile> files) {
        at = new At(null, 0, 0);
        total = files.stream().mapToLong(file -> length(file.path())).sum();
    }

    void next(CaptureFile file) {
        At last = at;
        at = new At(file.relativePath(), last.before + last.length, length(file.path()));
    }

    /** @param position of the file being played */
    ReplayPosition at(long position, long packets) {
        At now = at;
        return new ReplayPosition(
                now.file, Math.min(total, now.before + Math.min(position, now.length)), total, packets);
    }

    /** 0 for what has none, such as a pipe, or cannot be asked, as opening it will tell. */
    private static long length(Path file) {
        return file.toFile().length();
    }
}

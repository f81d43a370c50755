package io.plainsight.sensor.capture;

import java.nio.file.Path;

/**
 * A capture file that was found.
 *
 * @param path where to open it
 * @param relativePath its name for {@code log.file.path}: relative to the directory that was searched, with {@code /}
 *     between the parts; the file's name alone when a file was given
 */
public record CaptureFile(Path path, String relativePath) {}

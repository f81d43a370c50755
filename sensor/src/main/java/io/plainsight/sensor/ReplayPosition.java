package io.plainsight.sensor;

/**
 * How far the playing of captures has come.
 *
 * @param file the one being played, by its relative path; null before the first
 * @param bytesRead of all files, compressed ones where they are compressed; at most {@code bytesTotal}
 * @param bytesTotal of all files when playing began; 0 where none has a known length
 * @param packets taken so far
 */
public record ReplayPosition(String file, long bytesRead, long bytesTotal, long packets) {}

package io.plainsight.sensor.flowlog.s3;

import java.nio.file.Path;
import java.util.List;

/**
 * What to read from S3.
 *
 * @param locations at least one
 * @param checkpoint the file that remembers what was delivered; null for nothing beyond this process
 */
public record S3Plan(S3Settings settings, List<S3Location> locations, Path checkpoint) {}

package io.plainsight.sensor.flowlog.s3;

import java.time.Instant;

/**
 * One object of a listing.
 *
 * @param etag changes with the content
 * @param bytes its size
 * @param modified when it was stored
 */
record StoredObject(String key, String etag, long bytes, Instant modified) {}

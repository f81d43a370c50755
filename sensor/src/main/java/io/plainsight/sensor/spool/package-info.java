/**
 * What waits on disk until Kafka has it: segment files with checksums, bounded, readable after any crash. Knows nothing of
 * Kafka; {@code publish} writes on one thread and reads on another.
 */
package io.plainsight.sensor.spool;

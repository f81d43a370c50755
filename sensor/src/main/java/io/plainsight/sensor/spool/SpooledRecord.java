package io.plainsight.sensor.spool;

/**
 * An entry as it lies in the spool.
 *
 * @param run random number of the run that wrote it; see {@link Spool}
 * @param sequence place within the run, from 1 without gaps
 * @param spooledMs wall clock when it was written, milliseconds since the epoch
 * @param end the position behind it
 */
public record SpooledRecord(long run, long sequence, long spooledMs, Entry entry, SpoolPosition end) {}

package io.plainsight.sensor.spool;

/** Hears of what the spool loses and of its disk's failures. Called from the thread that finds out; must not block. */
public interface SpoolListener {
    /**
     * Observations are lost.
     *
     * @param count how many; where damage hides their number, at least one for each damaged place
     */
    void onLost(LossReason reason, long count);

    /** A write or read of the disk failed; what was to be written is held in memory for now. */
    void onDiskFailure();
}

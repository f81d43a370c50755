package io.plainsight.stream.backtest;

import java.io.IOException;

/** Observations that were kept, or that can be made again from captures. */
public interface RetainedSource {
    /** What it is, for a person: a file, or a topic and its broker. */
    String description();

    /**
     * Hands every observation over, in an order in which detectors may judge; whether each is within the range asked for is
     * the reading's to decide. What cannot be read is told to the reading and passed over.
     *
     * @throws IOException when the source cannot be read, or not to its end; names it and what to check
     */
    void read(Reading reading) throws IOException;
}

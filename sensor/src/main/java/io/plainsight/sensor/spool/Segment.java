package io.plainsight.sensor.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A stretch of records, in a file or, while the disk refuses, in memory.
 *
 * <p><b>Threading:</b> one thread appends, any thread reads, syncs or deletes; a read of what was deleted meanwhile throws.
 */
interface Segment extends Closeable {
    long number();

    /** Where its first record begins. */
    long dataStart();

    /** Bytes up to the end of its last whole record. */
    long size();

    /** Appends whole records; on an error nothing of them is there. */
    void append(ByteBuffer records) throws IOException;

    /** Reads into {@code target} from {@code offset} on, within {@link #size}; returns how many bytes. */
    int read(ByteBuffer target, long offset) throws IOException;

    /** Forces what was appended to the disk. */
    void sync() throws IOException;

    /** Whether it lies on the disk and takes of the limit there. */
    boolean isFile();

    /** Closes and removes it. */
    void delete() throws IOException;
}

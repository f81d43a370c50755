package io.plainsight.sensor.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A segment file: 8 bytes of magic, 4 of version, 4 of CRC-32C over both, then records ({@link RecordFormat}). A damaged
 * header costs nothing, since every record carries what is needed to read it.
 */
final class FileSegment implements Segment {
    static final int HEADER_BYTES = 16;
    static final int VERSION = 1;
    private static final long MAGIC = 0x504C_4149_4E53_504CL; // PLAINSPL

    private final long number;
    private final Path file;
    private final FileChannel channel;
    private volatile long size;
    private volatile long synced;

    private FileSegment(long number, Path file, FileChannel channel, long size) {
        this.number = number;
        this.file = file;
        this.channel = channel;
        this.size = size;
        this.synced = size;
    }

    /** Makes the file of a new segment, readable for this user alone. */
    FileSegment(long number, Path file) throws IOException {
        this(number, file, FileChannel.open(file, forWriting(), ownersOnly()), 0);
        try {
            append(header());
            synced = 0;
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Opens a segment of an earlier run, to be read and, at its end, cut.
     *
     * @throws SpoolException when a newer version wrote it
     */
    static FileSegment open(long number, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            checkVersion(file, channel);
            return new FileSegment(number, file, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void checkVersion(Path file, FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
            // a file system may give less than it is asked for
        }
        boolean readable = !header.hasRemaining()
                && header.getLong(0) == MAGIC
                && header.getInt(Long.BYTES + Integer.BYTES) == checksum(header);
        int version = header.getInt(Long.BYTES);
        if (readable && version > VERSION) {
            throw new SpoolException(
                    "spool file " + file + " was written by a newer version (format " + version + ", this one reads "
                            + VERSION + "); deliver it with that version, or move it away",
                    null);
        }
    }

    private static Set<java.nio.file.OpenOption> forWriting() {
        return Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    static FileAttribute<?> ownersOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    private static ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putInt(VERSION);
        return header.putInt(checksum(header)).flip();
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, Long.BYTES + Integer.BYTES);
        return (int) crc.getValue();
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public long dataStart() {
        return HEADER_BYTES;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void append(ByteBuffer records) throws IOException {
        long end = size;
        try {
            while (records.hasRemaining()) {
                end += channel.write(records, end);
            }
        } catch (IOException e) {
            cut(e);
            throw e;
        }
        size = end;
    }

    /** What was half written goes; where not even that works, readers stop before it all the same. */
    private void cut(IOException reason) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Cuts off what lies behind {@code end}. */
    void truncate(long end) throws IOException {
        channel.truncate(end);
        size = end;
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        long available = size - offset;
        if (available < target.remaining()) {
            target.limit(target.position() + (int) Math.max(0, available));
        }
        return target.hasRemaining() ? Math.max(0, channel.read(target, offset)) : 0;
    }

    @Override
    public void sync() throws IOException {
        long end = size;
        if (end > synced) {
            channel.force(false);
            synced = end;
        }
    }

    @Override
    public boolean isFile() {
        return true;
    }

    @Override
    public void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

package io.plainsight.sensor.flowlog.source;

import io.plainsight.sensor.flowlog.source.Checkpoint.Position;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.zip.CRC32;

/** A file as it was at one moment, told from others by its inode and by what it begins with. One thread. */
final class GrowingFile {
    /** Beyond the longest header line of all 54 fields, so that rows are in it. */
    private static final int START_BYTES = 4096;
    /** Read and delivered at a time, so that a restart repeats no more. */
    private static final long MAX_CHUNK_BYTES = 16L << 20;

    private static final int STEP_BYTES = 64 * 1024;

    private final Path file;
    private final BasicFileAttributes attributes;

    GrowingFile(Path file, BasicFileAttributes attributes) {
        this.file = file;
        this.attributes = attributes;
    }

    /** The inode where the file system has one, else the path. */
    String identity() {
        return identity(file, attributes);
    }

    private static String identity(Path file, BasicFileAttributes attributes) {
        return attributes.fileKey() == null
                ? file.toString()
                : attributes.fileKey().toString();
    }

    long size() {
        return attributes.size();
    }

    Instant modified() {
        return attributes.lastModifiedTime().toInstant();
    }

    byte[] start() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(START_BYTES);
        }
    }

    Position position(long offset, long lines, String header) throws IOException {
        return new Position(identity(), offset, check(offset), lines, header);
    }

    /** Whether this is what was read up to there, and not another file in its place, or one cut back and filled anew. */
    boolean continues(Position position) throws IOException {
        return position.identity().equals(identity())
                && position.offset() <= size()
                && position.check() == check(position.offset());
    }

    private long check(long offset) throws IOException {
        CRC32 crc = new CRC32();
        byte[] start = start();
        crc.update(start, 0, (int) Math.min(offset, start.length));
        return crc.getValue();
    }

    /** Behind the last line end, at most {@value #MAX_CHUNK_BYTES} bytes on; a line longer than that is cut. */
    long endOfLines(long from) throws IOException {
        long end = Math.min(size(), from + MAX_CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long stop = end; stop > from; stop -= STEP_BYTES) {
                long start = Math.max(from, stop - STEP_BYTES);
                ByteBuffer step = ByteBuffer.allocate((int) (stop - start));
                int read = channel.read(step, start);
                for (int i = read - 1; i >= 0; i--) {
                    if (step.get(i) == '\n') {
                        return start + i + 1;
                    }
                }
            }
        }
        return end - from == MAX_CHUNK_BYTES ? end : from;
    }

    /** Closed by the end of the stream's reader. */
    InputStream between(long from, long to) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(from);
        return new BufferedInputStream(new Limited(Channels.newInputStream(channel), to - from), STEP_BYTES);
    }

    /** The file of that identity in the same directory; null when there is none. */
    static Path beside(Path file, String identity) throws IOException {
        try (DirectoryStream<Path> siblings =
                Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
            for (Path sibling : siblings) {
                if (Files.isRegularFile(sibling)
                        && identity(sibling, Files.readAttributes(sibling, BasicFileAttributes.class))
                                .equals(identity)) {
                    return sibling;
                }
            }
        }
        return null;
    }

    /** So many bytes of a stream. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long bytes) {
            super(in);
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}

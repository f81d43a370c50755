package io.plainsight.sensor.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where Kafka has everything: segment, offset, CRC-32C. Replaced as a whole by a rename, never forced to the disk: an
 * older one, or none, only lets records be sent again that the stream processor then knows.
 */
final class PositionFile {
    private static final Logger LOG = LoggerFactory.getLogger(PositionFile.class);
    private static final int CONTENT_BYTES = 2 * Long.BYTES;
    private static final int BYTES = CONTENT_BYTES + Integer.BYTES;

    private final Path file;
    private final Path next;

    PositionFile(Path file) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
    }

    /** {@link SpoolPosition#START} when there is none that can be read. */
    SpoolPosition read() {
        try {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
            if (in.remaining() == BYTES && in.getInt(CONTENT_BYTES) == checksum(in)) {
                return new SpoolPosition(in.getLong(), in.getLong());
            }
            LOG.warn("spool position is damaged, what is there is sent again: file={}", file);
        } catch (NoSuchFileException e) {
            return SpoolPosition.START; // a new spool
        } catch (IOException e) {
            LOG.warn("spool position cannot be read, what is there is sent again: file={}", file, e);
        }
        return SpoolPosition.START;
    }

    void write(SpoolPosition position) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(BYTES).putLong(position.segment()).putLong(position.offset());
        out.putInt(checksum(out)).flip();
        try (FileChannel channel = FileChannel.open(
                next,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                FileSegment.ownersOnly())) {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static int checksum(ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(content.array(), 0, CONTENT_BYTES);
        return (int) crc.getValue();
    }
}

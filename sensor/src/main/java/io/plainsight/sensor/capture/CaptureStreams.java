package io.plainsight.sensor.capture;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/**
 * Decompresses what is compressed, told by its first bytes: gzip (RFC 1952, several members too) and Zstandard (RFC 8878,
 * several and skippable frames too).
 *
 * <p><b>Bounds:</b> a Zstandard frame that asks for a window over 128 MiB ({@code zstd --long=28} and more) is refused, as
 * the zstd program itself does; nothing else in a file decides how much memory is taken.
 */
final class CaptureStreams {
    private static final int GZIP_BUFFER_LENGTH = 64 * 1024;

    private CaptureStreams() {}

    static boolean isCompressed(CaptureFormat format) {
        return format == CaptureFormat.GZIP || format == CaptureFormat.ZSTD;
    }

    /**
     * The bytes of {@code raw}, decompressed where they are compressed; closing it closes {@code raw}.
     *
     * @throws IOException when a gzip header is damaged; a damaged end comes out of reading
     */
    static InputStream decompressed(InputStream raw) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, CaptureFormat.MAGIC_LENGTH);
        byte[] head = in.readNBytes(CaptureFormat.MAGIC_LENGTH);
        in.unread(head);
        return switch (CaptureFormat.detect(head, head.length)) {
            case GZIP -> new GZIPInputStream(in, GZIP_BUFFER_LENGTH);
            case ZSTD -> new ZstdInputStreamNoFinalizer(in);
            default -> in;
        };
    }
}

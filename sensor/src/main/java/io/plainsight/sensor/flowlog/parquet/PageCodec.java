package io.plainsight.sensor.flowlog.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Takes pages out of their compression; "Parquet Format", Compression. */
final class PageCodec {
    private PageCodec() {}

    static boolean supports(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED, GZIP, SNAPPY, ZSTD -> true;
            default -> false;
        };
    }

    /**
     * @param size of the result, checked by the caller against what memory there is
     * @throws IOException when it comes out otherwise, or not at all
     */
    static byte[] decompress(CompressionCodec codec, byte[] page, int size) throws IOException {
        byte[] plain =
                switch (codec) {
                    case UNCOMPRESSED -> page;
                    case GZIP -> gunzip(page, size);
                    case SNAPPY -> snappy(page, size);
                    case ZSTD -> zstd(page, size);
                    default -> throw new IOException("pages compressed with " + codec);
                };
        if (plain.length != size) {
            throw new IOException("a page of " + plain.length + " bytes where its header says " + size);
        }
        return plain;
    }

    private static byte[] gunzip(byte[] page, int size) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
            return in.readNBytes(size);
        }
    }

    private static byte[] snappy(byte[] page, int size) throws IOException {
        if (Snappy.uncompressedLength(page) != size) {
            throw new IOException("a page whose length is not what its header says");
        }
        return Snappy.uncompress(page);
    }

    private static byte[] zstd(byte[] page, int size) throws IOException {
        byte[] plain = new byte[size];
        long length = Zstd.decompress(plain, page);
        if (Zstd.isError(length)) {
            throw new IOException("a page that is damaged (" + Zstd.getErrorName(length) + ")");
        }
        return length == size ? plain : new byte[0];
    }
}

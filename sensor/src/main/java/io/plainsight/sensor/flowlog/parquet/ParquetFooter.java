package io.plainsight.sensor.flowlog.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** Reads what stands at the end of a file: its columns, and where they lie. "Parquet Format", File Format. */
final class ParquetFooter {
    /** {@code PAR1} before and behind, and the length of the footer. */
    private static final int FRAME_BYTES = 12;

    private static final int TAIL_BYTES = 8;
    /** A footer of 256 columns and 1,000 row groups stays below this. */
    private static final int MAX_FOOTER_BYTES = 32 << 20;

    private ParquetFooter() {}

    /** @throws IOException when the file is cut off or damaged; says how */
    static FileMetaData read(FileChannel file) throws IOException {
        long size = file.size();
        if (size < FRAME_BYTES) {
            throw new IOException("the file ends before its footer");
        }
        ByteBuffer tail = bytes(file, size - TAIL_BYTES, TAIL_BYTES);
        int length = tail.getInt();
        byte[] magic = new byte[4];
        tail.get(magic);
        String ending = new String(magic, StandardCharsets.ISO_8859_1);
        if (ending.equals("PARE")) {
            throw new IOException("the footer is encrypted");
        }
        if (!ending.equals("PAR1")) {
            throw new IOException("the file ends before its footer");
        }
        if (length <= 0 || length > Math.min(size - FRAME_BYTES, MAX_FOOTER_BYTES)) {
            throw new IOException("a footer of " + length + " bytes");
        }
        byte[] footer = bytes(file, size - TAIL_BYTES - length, length).array();
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer), MAX_FOOTER_BYTES);
        } catch (RuntimeException e) {
            throw new IOException("the footer is damaged (" + e.getMessage() + ")", e);
        }
    }

    static ByteBuffer bytes(FileChannel file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ends at byte " + file.size());
            }
        }
        return buffer.flip();
    }
}

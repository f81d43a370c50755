package io.plainsight.sensor.flowlog.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Flow logs of distinct records, numbered by source address and port. */
public final class FlowRows {
    private static final String HEADER =
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets"
                    + " bytes start end action log-status\n";

    private FlowRows() {}

    /** @param first number of the first record, below 2^24 */
    public static byte[] text(int first, int count) {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = first; i < first + count; i++) {
            rows.append("2 123456789012 eni-1 10.")
                    .append(i >> 16 & 0xff)
                    .append('.')
                    .append(i >> 8 & 0xff)
                    .append('.')
                    .append(i & 0xff);
            rows.append(" 10.200.0.1 40000 443 6 10 4000 1767258000 1767258060 ACCEPT OK\n");
        }
        return rows.toString().getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}

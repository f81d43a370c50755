package io.plainsight.stream.policy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes small files by the MaxMind DB File Format Specification 2.0: a search tree over IPv6 addresses with records of 24
 * bits, IPv4 addresses below {@code ::/96}, then the data, then the metadata. No pointers, no arrays.
 */
public final class Mmdb {
    private static final int NOTHING = -1;
    private static final int SEPARATOR = 16;
    private static final byte[] MARKER = "MaxMind.com".getBytes(StandardCharsets.US_ASCII);

    /** Two records a node: a node's index, {@link #NOTHING}, or below that {@code -2 - offset} into the data. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {NOTHING, NOTHING}));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** All addresses of the block get the record; blocks must not overlap. */
    public Mmdb put(String block, Map<String, ?> entry) {
        Cidr cidr = Cidr.of(block);
        int shift = cidr.network().length == 4 ? 96 : 0;
        int offset = data.size();
        value(data, entry);
        int node = 0;
        for (int bit = 0; bit < cidr.prefixLength() + shift; bit++) {
            int index = bit - shift;
            int branch = index < 0 ? 0 : cidr.network()[index / 8] >>> (7 - index % 8) & 1;
            if (bit == cidr.prefixLength() + shift - 1) {
                nodes.get(node)[branch] = -2 - offset;
            } else {
                if (nodes.get(node)[branch] < 0) {
                    nodes.get(node)[branch] = nodes.size();
                    nodes.add(new int[] {NOTHING, NOTHING});
                }
                node = nodes.get(node)[branch];
            }
        }
        return this;
    }

    public Path write(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int entry : node) {
                int stored =
                        entry >= 0 ? entry : entry == NOTHING ? nodes.size() : nodes.size() + SEPARATOR + (-2 - entry);
                out.write(stored >>> 16);
                out.write(stored >>> 8);
                out.write(stored);
            }
        }
        out.writeBytes(new byte[SEPARATOR]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        out.writeBytes(MARKER);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("node_count", (long) nodes.size());
        metadata.put("record_size", 24);
        metadata.put("ip_version", 6);
        metadata.put("database_type", "Test");
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", new Epoch(1_790_000_000L));
        metadata.put("description", Map.of("en", "made by a test"));
        value(out, metadata);
        try {
            return Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A number of type 9, unsigned 64 bits. */
    private record Epoch(long seconds) {}

    private static void value(ByteArrayOutputStream out, Object value) {
        if (value instanceof Map<?, ?> map) {
            out.write(7 << 5 | map.size());
            map.forEach((key, item) -> {
                value(out, key);
                value(out, item);
            });
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length >= 29) {
                throw new IllegalArgumentException("longer texts need another length encoding: " + text);
            }
            out.write(2 << 5 | bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof Epoch epoch) {
            out.write(8);
            out.write(9 - 7);
            number(out, epoch.seconds(), 8);
        } else if (value instanceof Long number) {
            out.write(6 << 5 | 4);
            number(out, number, 4);
        } else if (value instanceof Integer number) {
            out.write(5 << 5 | 2);
            number(out, number, 2);
        } else {
            throw new IllegalArgumentException("no such type: " + value);
        }
    }

    private static void number(ByteArrayOutputStream out, long number, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (number >>> 8 * i));
        }
    }
}

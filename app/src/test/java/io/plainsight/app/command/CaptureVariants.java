package io.plainsight.app.command;

import io.plainsight.app.catalogue.Catalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A sample capture of {@code pcaps/} (microseconds, little-endian), and the same packets in every other form. */
final class CaptureVariants {
    static final int FILE_HEADER_LENGTH = 24;
    static final int RECORD_HEADER_LENGTH = 16;

    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int NAME_RESOLUTION = 4;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private final int linkType;
    private final List<Packet> packets = new ArrayList<>();

    private record Packet(int seconds, int microseconds, int originalLength, byte[] bytes) {}

    private CaptureVariants(byte[] capture) {
        ByteBuffer in = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != MAGIC_MICROSECONDS) {
            throw new IllegalArgumentException("expected a little-endian capture with microseconds");
        }
        linkType = in.getInt(20);
        in.position(FILE_HEADER_LENGTH);
        while (in.hasRemaining()) {
            int seconds = in.getInt();
            int microseconds = in.getInt();
            byte[] bytes = new byte[in.getInt()];
            int originalLength = in.getInt();
            in.get(bytes);
            packets.add(new Packet(seconds, microseconds, originalLength, bytes));
        }
    }

    static Path sample(String name) {
        return Catalogue.directory().resolve(name);
    }

    static CaptureVariants of(String sample) throws IOException {
        return new CaptureVariants(Files.readAllBytes(sample(sample)));
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    int packets() {
        return packets.size();
    }

    /** Where the record of packet {@code index} begins in {@link #pcap}. */
    int recordAt(int index) {
        return FILE_HEADER_LENGTH
                + packets.subList(0, index).stream()
                        .mapToInt(packet -> RECORD_HEADER_LENGTH + packet.bytes.length)
                        .sum();
    }

    byte[] pcap(ByteOrder order, boolean nanoseconds) {
        ByteBuffer out = ByteBuffer.allocate(recordAt(packets.size())).order(order);
        out.putInt(nanoseconds ? MAGIC_NANOSECONDS : MAGIC_MICROSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(0x40000)
                .putInt(linkType);
        for (Packet packet : packets) {
            out.putInt(packet.seconds)
                    .putInt(packet.microseconds * (nanoseconds ? 1000 : 1))
                    .putInt(packet.bytes.length)
                    .putInt(packet.originalLength)
                    .put(packet.bytes);
        }
        return out.array();
    }

    /**
     * Three interfaces with options and a clock of their own: microseconds by default, nanoseconds, and nanoseconds with an
     * offset. Packets go round them; between them stand blocks that a reader must pass over.
     */
    byte[] pcapng(ByteOrder order) {
        long offsetSeconds = 1_000_000;
        ByteBuffer out = ByteBuffer.allocate(packets.size() * 256 + recordAt(packets.size()))
                .order(order);
        block(
                out,
                SECTION_HEADER,
                body(order)
                        .putInt(0x1a2b3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1)
                        .put(option(order, 3, "Linux 6.1".getBytes(StandardCharsets.UTF_8)))
                        .put(option(order, 4, "a test".getBytes(StandardCharsets.UTF_8)))
                        .putInt(0));
        block(
                out,
                INTERFACE_DESCRIPTION,
                description(order)
                        .put(option(order, 2, "eth0".getBytes(StandardCharsets.UTF_8)))
                        .putInt(0));
        block(
                out,
                INTERFACE_DESCRIPTION,
                description(order)
                        .put(option(order, 2, "eth1".getBytes(StandardCharsets.UTF_8)))
                        .put(option(order, 9, new byte[] {9}))
                        .put(option(order, 11, "\0tcp".getBytes(StandardCharsets.UTF_8)))
                        .putInt(0));
        block(
                out,
                INTERFACE_DESCRIPTION,
                description(order)
                        .put(option(order, 9, new byte[] {9}))
                        .put(option(
                                order,
                                14,
                                ByteBuffer.allocate(Long.BYTES)
                                        .order(order)
                                        .putLong(offsetSeconds)
                                        .array())));
        block(out, NAME_RESOLUTION, body(order).putInt(0));
        for (int i = 0; i < packets.size(); i++) {
            Packet packet = packets.get(i);
            int name = i % 3;
            long seconds = packet.seconds - (name == 2 ? offsetSeconds : 0);
            long ticks = name == 0
                    ? seconds * 1_000_000 + packet.microseconds
                    : seconds * 1_000_000_000 + packet.microseconds * 1000L;
            block(
                    out,
                    ENHANCED_PACKET,
                    body(order)
                            .putInt(name)
                            .putInt((int) (ticks >>> Integer.SIZE))
                            .putInt((int) ticks)
                            .putInt(packet.bytes.length)
                            .putInt(packet.originalLength)
                            .put(padded(packet.bytes))
                            .put(option(order, 1, "seen".getBytes(StandardCharsets.UTF_8)))
                            .putInt(0));
        }
        block(out, INTERFACE_STATISTICS, body(order).putInt(0).putLong(0));
        byte[] file = new byte[out.position()];
        out.flip().get(file);
        return file;
    }

    private ByteBuffer description(ByteOrder order) {
        return body(order).putShort((short) linkType).putShort((short) 0).putInt(0);
    }

    private static ByteBuffer body(ByteOrder order) {
        return ByteBuffer.allocate(1 << 17).order(order);
    }

    private static byte[] option(ByteOrder order, int code, byte[] value) {
        byte[] padded = padded(value);
        return ByteBuffer.allocate(4 + padded.length)
                .order(order)
                .putShort((short) code)
                .putShort((short) value.length)
                .put(padded)
                .array();
    }

    private static byte[] padded(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length + 3 & ~3);
    }

    private static void block(ByteBuffer out, int type, ByteBuffer body) {
        body.flip();
        int length = 12 + body.remaining();
        out.putInt(type).putInt(length).put(body).putInt(length);
    }
}

package io.plainsight.sensor.flowlog.netflow;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Builds export packets by hand, as the RFCs have them. */
final class Packets {
    /** 2026-11-21T11:59:50Z. */
    static final long SENT = 1_795_262_390L;

    static final long UPTIME_MS = 1_000_000;
    static final int TEMPLATE = 256;
    /** Addresses, ports, protocol, octets, packets, uptimes of the end and the start. */
    static final int[][] FIELDS = {{8, 4}, {12, 4}, {7, 2}, {11, 2}, {4, 1}, {1, 4}, {2, 4}, {21, 4}, {22, 4}};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Packets of() {
        return new Packets();
    }

    Packets u8(int value) {
        out.write(value);
        return this;
    }

    Packets u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Packets u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    Packets u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    Packets u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    Packets bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Packets hex(String hex) {
        return bytes(HexFormat.of().parseHex(hex));
    }

    Packets text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] build() {
        return out.toByteArray();
    }

    static byte[] v9(long sequence, byte[]... sets) {
        return v9(sequence, UPTIME_MS, sets);
    }

    static byte[] v9(long sequence, long uptimeMs, byte[]... sets) {
        Packets packet = of().u16(9)
                .u16(sets.length)
                .u32(uptimeMs)
                .u32(SENT)
                .u32(sequence)
                .u32(0);
        return packet.all(sets).build();
    }

    static byte[] ipfix(long sequence, byte[]... sets) {
        byte[] content = of().all(sets).build();
        return of().u16(10)
                .u16(16 + content.length)
                .u32(SENT)
                .u32(sequence)
                .u32(77)
                .bytes(content)
                .build();
    }

    static byte[] v5(long sequence, int sampling, byte[]... records) {
        return of().u16(5)
                .u16(records.length)
                .u32(UPTIME_MS)
                .u32(SENT)
                .u32(0)
                .u32(sequence)
                .u16(0)
                .u16(sampling)
                .all(records)
                .build();
    }

    /** 10.0.0.1:40000 to 10.0.0.2:5432 over TCP, 1500 bytes in 3 packets, from 20 to 10 seconds ago. */
    static byte[] v5Record() {
        return of().hex("0a0000010a000002")
                .u32(0)
                .u16(1)
                .u16(2)
                .u32(3)
                .u32(1500)
                .u32(UPTIME_MS - 20_000)
                .u32(UPTIME_MS - 10_000)
                .u16(40_000)
                .u16(5432)
                .u16(0x001b)
                .u8(6)
                .u8(0)
                .u32(0)
                .u32(0)
                .build();
    }

    static byte[] set(int id, byte[]... content) {
        byte[] all = of().all(content).build();
        return of().u16(id).u16(4 + all.length).bytes(all).build();
    }

    static byte[] template(int id, int[]... fields) {
        Packets template = of().u16(id).u16(fields.length);
        for (int[] field : fields) {
            template.u16(field[0]).u16(field[1]);
        }
        return template.build();
    }

    /** The flow of {@link #v5Record} as {@link #FIELDS} has it, from another port. */
    static byte[] record(int sourcePort) {
        return of().hex("0a0000010a000002")
                .u16(sourcePort)
                .u16(5432)
                .u8(6)
                .u32(1500)
                .u32(3)
                .u32(UPTIME_MS - 10_000)
                .u32(UPTIME_MS - 20_000)
                .build();
    }

    private Packets all(byte[]... parts) {
        for (byte[] part : parts) {
            bytes(part);
        }
        return this;
    }
}

package io.plainsight.sensor.testing;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Writes capture files by the letter of the formats' drafts. */
public final class CaptureBytes {
    private final boolean littleEndian;
    private final Bytes bytes;
    private int resolution = 6;

    private CaptureBytes(boolean littleEndian) {
        this.littleEndian = littleEndian;
        this.bytes = Bytes.inOrder(littleEndian);
    }

    /** A pcap file with its header, Ethernet. */
    public static CaptureBytes pcap(boolean littleEndian, boolean nanoseconds) {
        CaptureBytes capture = new CaptureBytes(littleEndian);
        capture.resolution = nanoseconds ? 9 : 6;
        capture.bytes
                .u32(nanoseconds ? 0xa1b23c4dL : 0xa1b2c3d4L)
                .u16(2)
                .u16(4)
                .u32(0)
                .u32(0)
                .u32(262_144)
                .u32(1);
        return capture;
    }

    public static CaptureBytes pcap() {
        return pcap(true, false);
    }

    /** A pcapng section header; blocks follow. */
    public static CaptureBytes pcapng(boolean littleEndian) {
        CaptureBytes capture = new CaptureBytes(littleEndian);
        Bytes body = Bytes.inOrder(littleEndian);
        body.u32(0x1a2b3c4dL).u16(1).u16(0).u64(-1);
        return capture.block(0x0a0d0d0a, body.toArray());
    }

    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] zstd(byte[] plain) {
        return Zstd.compress(plain);
    }

    /** A record of a pcap file. */
    public CaptureBytes record(long timestampNs, byte[] frame) {
        return record(timestampNs, frame.length, frame.length, frame);
    }

    /** A record whose length fields say what the test wants. */
    public CaptureBytes record(long timestampNs, long capturedLength, long originalLength, byte[] frame) {
        long fraction = timestampNs % 1_000_000_000L;
        bytes.u32(timestampNs / 1_000_000_000L)
                .u32(resolution == 9 ? fraction : fraction / 1000)
                .u32(capturedLength)
                .u32(originalLength)
                .put(frame);
        return this;
    }

    /** An interface description with options already encoded. */
    public CaptureBytes interfaceDescription(int linkType, int snapLength, byte[] options) {
        Bytes body = Bytes.inOrder(littleEndian);
        return block(1, body.u16(linkType).u16(0).u32(snapLength).put(options).toArray());
    }

    public CaptureBytes interfaceDescription(int linkType) {
        return interfaceDescription(linkType, 0, new byte[0]);
    }

    public byte[] option(int code, byte[] value) {
        Bytes option = Bytes.inOrder(littleEndian);
        return option.u16(code)
                .u16(value.length)
                .put(value)
                .zeros(-value.length & 3)
                .toArray();
    }

    public CaptureBytes enhancedPacket(int interfaceId, long ticks, byte[] frame) {
        Bytes body = Bytes.inOrder(littleEndian);
        body.u32(interfaceId).u32(ticks >>> 32).u32(ticks & 0xffff_ffffL);
        return block(
                6,
                body.u32(frame.length)
                        .u32(frame.length)
                        .put(frame)
                        .zeros(-frame.length & 3)
                        .toArray());
    }

    public CaptureBytes obsoletePacket(int interfaceId, long ticks, byte[] frame) {
        Bytes body = Bytes.inOrder(littleEndian);
        body.u16(interfaceId).u16(7).u32(ticks >>> 32).u32(ticks & 0xffff_ffffL);
        return block(
                2,
                body.u32(frame.length)
                        .u32(frame.length)
                        .put(frame)
                        .zeros(-frame.length & 3)
                        .toArray());
    }

    public CaptureBytes simplePacket(int originalLength, byte[] frame) {
        Bytes body = Bytes.inOrder(littleEndian);
        return block(
                3, body.u32(originalLength).put(frame).zeros(-frame.length & 3).toArray());
    }

    public CaptureBytes block(int type, byte[] body) {
        int length = 12 + body.length;
        bytes.u32(Integer.toUnsignedLong(type)).u32(length).put(body).u32(length);
        return this;
    }

    /** Bytes as they are. */
    public CaptureBytes raw(byte[] some) {
        bytes.put(some);
        return this;
    }

    public byte[] toArray() {
        return bytes.toArray();
    }
}

package io.plainsight.bench.trace;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A capture file in pcap's classic format: microseconds, little endian, Ethernet. */
final class PcapFile implements AutoCloseable {
    /** 2026-01-01T00:00:00Z. */
    private static final long EPOCH_SECONDS = 1_767_225_600L;

    private static final int BUFFER = 1 << 20;

    private final OutputStream out;
    private final ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    private long bytes;

    PcapFile(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
        write(header.putInt(262_144).putInt(1));
    }

    void write(TimedFrame frame) throws IOException {
        header.clear();
        header.putInt((int) (EPOCH_SECONDS + frame.atNs() / 1_000_000_000L));
        header.putInt((int) (frame.atNs() % 1_000_000_000L / 1000));
        write(header.putInt(frame.frame().length).putInt(frame.frame().length));
        out.write(frame.frame());
        bytes += frame.frame().length;
    }

    /** Written so far, the format's headers included. */
    long bytes() {
        return bytes;
    }

    private void write(ByteBuffer part) throws IOException {
        out.write(part.array(), 0, part.position());
        bytes += part.position();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

package io.plainsight.sensor.tds;

import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.TcpStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The TLS 1.2 handshake of a sample capture, put into PRELOGIN packets as MS SQL Server has it. */
final class TdsHandshake {
    private static final int APPLICATION_DATA = 0x17;
    private static final int HEADER = 5;

    private record TlsRecord(Side side, byte[] bytes) {}

    private final List<TlsRecord> records = new ArrayList<>();

    static TdsHandshake load() {
        TdsHandshake handshake = new TdsHandshake();
        Map<Side, ByteArrayOutputStream> rest = new EnumMap<>(Side.class);
        try {
            Dialogue tls = TcpStreams.read(Path.of("../pcaps/tls12-good.pcap"))
                    .iterator()
                    .next();
            tls.forEach((side, bytes) -> {
                ByteArrayOutputStream pending = rest.computeIfAbsent(side, s -> new ByteArrayOutputStream());
                pending.writeBytes(bytes);
                handshake.cut(side, pending);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return handshake;
    }

    /** PRELOGIN and its answer, then the handshake in packets of at most {@code size} bytes of data. */
    Dialogue dialogue(byte[] prelogin, byte[] answer, int size) {
        Dialogue dialogue = new Dialogue().client(prelogin).server(answer);
        for (TlsRecord record : records) {
            for (int at = 0; at < record.bytes().length; at += size) {
                int end = Math.min(record.bytes().length, at + size);
                dialogue.message(record.side(), packet(0x12, Arrays.copyOfRange(record.bytes(), at, end)));
            }
        }
        return dialogue;
    }

    /** One packet that ends its message. */
    static byte[] packet(int type, byte[] data) {
        return ByteBuffer.allocate(8 + data.length)
                .put((byte) type)
                .put((byte) 1)
                .putShort((short) (8 + data.length))
                .putInt(0)
                .put(data)
                .array();
    }

    private void cut(Side side, ByteArrayOutputStream pending) {
        byte[] bytes = pending.toByteArray();
        int at = 0;
        while (bytes.length - at >= HEADER) {
            int length = HEADER + ((bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff);
            if (bytes.length - at < length) {
                break;
            }
            if (bytes[at] != APPLICATION_DATA) {
                records.add(new TlsRecord(side, Arrays.copyOfRange(bytes, at, at + length)));
            }
            at += length;
        }
        pending.reset();
        pending.write(bytes, at, bytes.length - at);
    }
}

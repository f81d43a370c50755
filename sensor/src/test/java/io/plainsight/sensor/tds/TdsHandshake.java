package io.plainsight.sensor.tds;

import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.SampleHandshake;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The TLS 1.2 handshake of a sample capture, put into PRELOGIN packets as MS SQL Server has it. */
final class TdsHandshake {
    private final List<SampleHandshake.TlsRecord> records = SampleHandshake.load("tls12-good.pcap");

    static TdsHandshake load() {
        return new TdsHandshake();
    }

    /** PRELOGIN and its answer, then the handshake in packets of at most {@code size} bytes of data. */
    Dialogue dialogue(byte[] prelogin, byte[] answer, int size) {
        Dialogue dialogue = new Dialogue().client(prelogin).server(answer);
        for (SampleHandshake.TlsRecord record : records) {
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
}

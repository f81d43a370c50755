package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The records of a sample capture's TLS handshake, for protocols that carry it inside their own messages. */
public final class SampleHandshake {
    private static final long MADE_NS = Instant.parse("2026-11-21T02:38:41Z").getEpochSecond() * 1_000_000_000L;

    private static final int APPLICATION_DATA = 0x17;
    private static final int HEADER = 5;

    /** One record with its header. */
    public record TlsRecord(Side side, byte[] bytes) {}

    private final List<TlsRecord> records = new ArrayList<>();
    private final Map<Side, ByteArrayOutputStream> rest = new EnumMap<>(Side.class);

    /** @param file in the folder of the sample captures, such as {@code tls12-good.pcap} */
    public static List<TlsRecord> load(String file) {
        SampleHandshake handshake = new SampleHandshake();
        try {
            TcpStreams.read(Path.of("../pcaps", file)).iterator().next().forEach(handshake::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(handshake.records);
    }

    private void add(Side side, byte[] segment) {
        ByteArrayOutputStream pending = rest.computeIfAbsent(side, s -> new ByteArrayOutputStream());
        pending.writeBytes(segment);
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

    /** The same dissector, told that everything happens when the samples were made: their certificates are valid then. */
    public static StreamDissector inItsTime(StreamDissector dissector) {
        return new StreamDissector() {
            @Override
            public String protocol() {
                return dissector.protocol();
            }

            @Override
            public Progress onBytes(Side side, ByteCursor in, long timestampNs) {
                return dissector.onBytes(side, in, MADE_NS);
            }

            @Override
            public void onGap(Side side, long timestampNs) {
                dissector.onGap(side, MADE_NS);
            }

            @Override
            public Progress onClose(Side side, CloseKind kind, long timestampNs) {
                return dissector.onClose(side, kind, MADE_NS);
            }

            @Override
            public void describe(ObservationDraft draft) {
                dissector.describe(draft);
            }
        };
    }
}

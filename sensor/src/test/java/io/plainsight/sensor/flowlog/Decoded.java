package io.plainsight.sensor.flowlog;

import io.plainsight.events.Observation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a decoder made of a text. */
public final class Decoded implements FlowLogSink {
    public static final FlowLogOrigin ORIGIN = new FlowLogOrigin(
            new Observation.Observer("sensor-1", "sensor", null), "/logs/a.json", "a.json", Instant.EPOCH);

    public final List<Observation> observations = new ArrayList<>();
    public final List<RefusedRecord> refused = new ArrayList<>();
    /** Null when all was read. */
    public FlowLogException failure;

    /** Reads a text with the decoder that its beginning asks for. */
    public static Decoded of(String text) throws IOException {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Decoded of(byte[] content) throws IOException {
        Decoded decoded = new Decoded();
        byte[] start = new ByteArrayInputStream(content).readNBytes(FlowLogDecoders.PROBE_BYTES);
        try {
            FlowLogDecoders.of(start, ORIGIN, null, null)
                    .decode(new ByteArrayInputStream(content), decoded, () -> false);
        } catch (FlowLogException e) {
            decoded.failure = e;
        }
        return decoded;
    }

    /** A damaged text gives observations, refusals or an error that names the file; it throws nothing else. */
    public static void damage(String text, int times) throws IOException {
        Random random = new Random(text.length());
        for (int i = 0; i < times; i++) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length);
            Decoded decoded = of(Arrays.copyOf(bytes, length));
            if (decoded.failure != null && !decoded.failure.getMessage().startsWith(ORIGIN.name())) {
                throw new AssertionError("an error that names no file", decoded.failure);
            }
        }
    }

    @Override
    public void accept(Observation observation) {
        observations.add(observation);
    }

    @Override
    public void refuse(RefusedRecord record) {
        refused.add(record);
    }
}

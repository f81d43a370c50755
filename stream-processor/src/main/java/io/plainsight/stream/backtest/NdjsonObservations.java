package io.plainsight.stream.backtest;

import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.SerializationException;

/** Observations one a line, as {@code sensor --output} writes them. */
public final class NdjsonObservations implements RetainedSource {
    private final String name;
    private final Opening opening;
    private final long sizeBytes;

    private interface Opening {
        InputStream open() throws IOException;
    }

    private NdjsonObservations(String name, Opening opening, long sizeBytes) {
        this.name = name;
        this.opening = opening;
        this.sizeBytes = sizeBytes;
    }

    /** Those of a file. */
    public static NdjsonObservations of(Path file) {
        return new NdjsonObservations(
                file.toString(), () -> Files.newInputStream(file), file.toFile().length());
    }

    /** Those that somebody writes to a pipe; can be read once. */
    public static NdjsonObservations of(String name, InputStream in) {
        return new NdjsonObservations(name, () -> in, 0);
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public void read(Reading reading) throws IOException {
        AtomicLong read = new AtomicLong();
        reading.watch(() -> sizeBytes == 0 ? -1 : Math.min(1, (double) read.get() / sizeBytes));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(opening.open(), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                read.addAndGet(bytes.length + 1);
                if (!line.isBlank()) {
                    line(number, bytes, reading);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IOException("cannot read the observations " + name + ": " + e + "; give a readable file", e);
        }
    }

    private void line(long number, byte[] bytes, Reading reading) {
        Observation observation;
        try {
            observation = Topics.OBSERVATIONS.value().deserializer().deserialize(name, bytes);
        } catch (SerializationException e) {
            reading.unreadable(name + ":" + number + ": no observation as 'sensor --output' writes it ("
                    + firstLine(e.getMessage()) + "); the line is passed over");
            return;
        }
        if (observation.timestamp() == null) {
            reading.unreadable(name + ":" + number + ": an observation without @timestamp; the line is passed over");
            return;
        }
        reading.accept(observation);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}

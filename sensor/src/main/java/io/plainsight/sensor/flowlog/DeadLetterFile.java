package io.plainsight.sensor.flowlog;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.plainsight.events.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets refused records aside in a file: one JSON object a line with {@code file}, {@code line}, {@code reason}, {@code detail}
 * and {@code raw}. Appends to what is there. Any thread.
 */
public final class DeadLetterFile implements DeadLetters, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterFile.class);
    private static final ObjectWriter JSON = Json.mapper().writer();

    private final Path file;
    private final OutputStream out;
    private boolean failed;

    /** @throws IOException when the file cannot be made or appended to */
    public DeadLetterFile(Path file) throws IOException {
        this.file = file;
        this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized boolean accept(RefusedRecord record) {
        Map<String, Object> letter = new LinkedHashMap<>();
        letter.put("file", record.file());
        letter.put("line", record.line());
        letter.put("reason", record.problem().label());
        letter.put("detail", record.detail());
        letter.put("raw", record.raw());
        try {
            out.write((JSON.writeValueAsString(letter) + "\n").getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                LOG.warn(
                        "refused records cannot be set aside, they are counted only: file={} cause={}",
                        file,
                        e.toString());
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

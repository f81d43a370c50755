package io.plainsight.sensor.flowlog;

import io.plainsight.sensor.metrics.SensorCounters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes flow logs and reads them back. */
final class FlowLogFixture {
    static final String V2_HEADER = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets"
            + " bytes start end action log-status";
    static final String V2_ROW =
            "2 123456789010 eni-1 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK";

    final RecordingSink sink = new RecordingSink();
    final SensorCounters counters = new SensorCounters();
    private final FlowLogReader reader = new FlowLogReader("sensor-1");
    private final Path directory;

    FlowLogFixture(Path directory) {
        this.directory = directory;
    }

    FlowLogSummary read(String... lines) throws FlowLogException, IOException {
        return readBytes("flow.log", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    FlowLogSummary readBytes(String name, byte[] content) throws FlowLogException, IOException {
        Path file = write(name, content);
        return reader.read(file, name, sink, counters);
    }

    Path write(String name, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}

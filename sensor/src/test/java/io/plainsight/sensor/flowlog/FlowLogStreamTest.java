package io.plainsight.sensor.flowlog;

import static io.plainsight.sensor.flowlog.FlowLogFixture.V2_ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Flow logs that come over a connection. */
class FlowLogStreamTest {
    private final RecordingSink sink = new RecordingSink();
    private final SensorCounters counters = new SensorCounters();

    /** As Firehose writes what CloudWatch Logs compressed, read over a connection that has nothing at the ready for a moment. */
    @Test
    void shouldReadEveryPartOfAGzipThatComesInPieces() throws Exception {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            parts.write(FlowLogFixture.gzip(V2_ROW.replace("eni-1", "eni-" + i) + "\n"));
        }
        byte[] content = parts.toByteArray();
        InputStream trickling = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 7));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
        FlowLogReader reader = new FlowLogReader("sensor-1");

        reader.read(trickling, reader.origin("a.gz", "a.gz", Instant.EPOCH), sink, counters);

        assertThat(sink.observations).hasSize(3);
    }

    @Test
    void shouldNotSetAsideAFlowLogWhoseSourceFails() {
        List<RefusedRecord> letters = new ArrayList<>();
        FlowLogReader reader = new FlowLogReader("s", new FlowLogSettings(FlowLogFormats.NONE, letters::add));
        InputStream failing = new SequenceInputStream(
                new ByteArrayInputStream((V2_ROW + "\n").repeat(100).getBytes(StandardCharsets.UTF_8)),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new SourceFailedException(new IOException("the store is away"));
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return read();
                    }
                });

        assertThatThrownBy(() -> reader.read(failing, reader.origin("a", "a", Instant.EPOCH), sink, counters))
                .hasMessageContaining("a: broke off after line 100 (the store is away)")
                .hasCauseInstanceOf(SourceFailedException.class);

        assertThat(sink.observations).hasSize(100);
        assertThat(letters).isEmpty();
        assertThat(counters.get(SensorCounter.FLOW_LOG_FILES_FAILED)).isEqualTo(1);
    }
}

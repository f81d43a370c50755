package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowLogFormatsTest {
    private final RecordingSink sink = new RecordingSink();

    @TempDir
    Path directory;

    @Test
    void shouldReadRowsWithoutAHeaderByTheFormatGiven() throws Exception {
        read("custom.log", "443 10.0.0.2 10.0.0.1", "${dstport} ${dstaddr} ${srcaddr}");

        assertThat(sink.only().key()).isEqualTo("10.0.0.2:443");
    }

    @Test
    void shouldChooseTheFormatByTheNameAndLetAHeaderWin() throws Exception {
        String[] formats = {"edge-*.log=${dstport} ${dstaddr} ${srcaddr}", "core=${srcaddr} ${dstaddr} ${dstport}"};
        read("edge-7.log", "443 10.0.0.2 10.0.0.1", formats);
        read("core.log", "10.0.0.1 10.0.0.3 443", formats);
        read("core-headed.log", "dstaddr srcaddr dstport\n10.0.0.4 10.0.0.1 443", formats);
        read("other.log", FlowLogFixture.V2_ROW, formats);

        assertThat(sink.observations)
                .extracting(Observation::key)
                .containsExactly("10.0.0.2:443", "10.0.0.3:443", "10.0.0.4:443", "172.31.16.21:22");
    }

    @Test
    void shouldApplyInsideEnvelopes() throws Exception {
        read(
                "a.json",
                "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"message\":\"443 10.0.0.2 10.0.0.1\"}]}",
                "${dstport} ${dstaddr} ${srcaddr}");

        assertThat(sink.only().key()).isEqualTo("10.0.0.2:443");
    }

    @Test
    void shouldTellEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> FlowLogFormats.of(List.of(
                        "version srcaddr",
                        "${srcaddr} x ${dstaddr}",
                        "${srcaddr} ${bytes}",
                        "${srcaddr}${srcaddr} ${dstaddr}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"version srcaddr\" is no field")
                .hasMessageContaining("column 12: \"x\" is no field")
                .hasMessageContaining("names no dstaddr")
                .hasMessageContaining("names srcaddr twice");
        assertThatThrownBy(() -> FlowLogFormats.of(List.of(""))).hasMessageContaining("single quotes");
    }

    private void read(String name, String content, String... formats) throws Exception {
        Path file = Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
        new FlowLogReader(null, new FlowLogSettings(FlowLogFormats.of(List.of(formats)), DeadLetters.NONE))
                .read(file, name, sink, new SensorCounters());
    }
}

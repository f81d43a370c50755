package io.plainsight.sensor.flowlog.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.SensorCounter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exporter that others made, with a capture of ours. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SoftflowdTest {
    private static final Path EXPORTER = Path.of("/usr/sbin/softflowd");
    private static final Path CAPTURE = Path.of("../pcaps/postgres-plain.pcap");

    private final List<Observation> flows = new CopyOnWriteArrayList<>();
    private final CounterGroup counters = new CounterGroup();

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 10})
    void shouldReadWhatSoftflowdExports(int version) throws Exception {
        assumeTrue(Files.isExecutable(EXPORTER), "softflowd is not installed: apt-get install softflowd");
        var own = counters.add();
        try (UdpCollector collector = UdpCollector.open(
                CollectorAddress.parse("0"),
                new NetflowHandler("s", flows::add, DeadLetters.NONE, own),
                new UdpCollector.Settings(counters.add(), own, new ExporterMetrics(), failure -> {
                    throw new AssertionError(failure);
                }))) {
            Process exporter = new ProcessBuilder(
                            EXPORTER.toString(),
                            "-d",
                            "-r",
                            CAPTURE.toString(),
                            "-v",
                            Integer.toString(version),
                            "-n",
                            collector.address().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(exporter.waitFor()).isZero();
            while (flows.isEmpty()) {
                Thread.sleep(5);
            }
        }

        assertThat(counters.get(SensorCounter.FLOW_EXPORT_REFUSED_MALFORMED)).isZero();
        assertThat(Stream.of(SensorCounter.FLOW_EXPORT_LOST_FLOWS, SensorCounter.FLOW_EXPORT_LOST_PACKETS)
                        .mapToLong(counters::get)
                        .sum())
                .isZero();
        // tshark's conversations of the capture, less 14 bytes of Ethernet for each frame
        assertThat(flows)
                .anySatisfy(flow -> assertThat(flow.source())
                        .isEqualTo(new Observation.Endpoint("10.20.85.101", 57008, 740L, 9L, null, null)))
                .anySatisfy(flow -> assertThat(flow.source())
                        .isEqualTo(new Observation.Endpoint("10.20.85.10", 5432, 1068L, 8L, null, null)))
                .hasSize(2)
                .allSatisfy(flow -> assertThat(flow.network().transport()).isEqualTo("tcp"));
    }
}

package io.plainsight.sensor.flowlog.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.RowProblem;
import io.plainsight.sensor.flowlog.netflow.ExportDatagrams;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.Loss;
import io.plainsight.sensor.metrics.SensorCounter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With real datagrams over loopback. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UdpCollectorTest {
    private final List<Observation> flows = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final CounterGroup counters = new CounterGroup();
    private final List<RefusedRecord> letters = Collections.synchronizedList(new ArrayList<>());
    private final ExporterMetrics metrics = new ExporterMetrics();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
    void shouldDeliverWhatExportersSend(String address) throws Exception {
        try (UdpCollector collector = open(address)) {
            send(collector, ExportDatagrams.v5(1), ExportDatagrams.template(), ExportDatagrams.flow(0, 40_001));

            await(() -> flows.size() == 2);
        }
        assertThat(flows.get(0).key()).isEqualTo("10.0.0.2:5432");
        assertThat(counters.get(SensorCounter.FLOW_LOG_RECORDS_FLOW)).isEqualTo(2);
        assertThat(metrics.collect().get(0).samples.get(0).value).isEqualTo(3);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldGoOnAfterGarbage() throws Exception {
        Random random = new Random(5);
        try (UdpCollector collector = open("0")) {
            for (int i = 0; i < 200; i++) {
                byte[] garbage = new byte[random.nextInt(400)];
                random.nextBytes(garbage);
                send(collector, garbage);
            }
            send(collector, "hello".getBytes(StandardCharsets.US_ASCII), ExportDatagrams.v5(1));

            await(() -> flows.size() == 1);
        }
        assertThat(failures).isEmpty();
        assertThat(counters.get(SensorCounter.FLOW_LOG_ROWS_EXPORT_PACKET)).isPositive();
    }

    @Test
    void shouldCountAsLostAndSetAsideWhatCannotBeRead() throws Exception {
        byte[] cut = Arrays.copyOf(ExportDatagrams.v5(1), 40);
        try (UdpCollector collector = open("0")) {
            send(collector, cut, "hello".repeat(20).getBytes(StandardCharsets.US_ASCII), ExportDatagrams.v5(2));

            await(() -> flows.size() == 1);
        }
        assertThat(counters.get(Loss.EXPORT_REFUSED.counter())).isEqualTo(2);
        assertThat(letters)
                .extracting(RefusedRecord::file, RefusedRecord::line, RefusedRecord::problem)
                .containsExactly(
                        tuple("flow exporter 127.0.0.1", 1L, RowProblem.EXPORT_PACKET),
                        tuple("flow exporter 127.0.0.1", 2L, RowProblem.EXPORT_PACKET));
        assertThat(letters.get(0).raw()).isEqualTo(HexFormat.of().formatHex(cut));
        assertThat(letters.get(1).raw())
                .as("what is no flow export may be anything")
                .hasSize(64);
        assertThat(counters.get(SensorCounter.FLOW_LOG_DEAD_LETTERS_KEPT)).isEqualTo(2);
    }

    @Test
    void shouldGoOnWhereItLeftOffOnceTheTemplateCameAgain() throws Exception {
        CollectorAddress address;
        try (UdpCollector first = open("0")) {
            address = first.address();
            send(first, ExportDatagrams.template(), ExportDatagrams.flow(0, 40_000));
            await(() -> flows.size() == 1);
        }
        try (UdpCollector second = open(address.toString())) {
            send(second, ExportDatagrams.flow(0, 40_000), ExportDatagrams.flow(1, 40_001), ExportDatagrams.template());

            await(() -> flows.size() == 3);
        }
        // the first flow was sent again and has the same id
        assertThat(flows.get(1).event().id()).isEqualTo(flows.get(0).event().id());
        assertThat(flows.get(2).event().id()).isNotEqualTo(flows.get(0).event().id());
    }

    @Test
    void shouldDeliverBeforeItEndsWhatItReceived() throws Exception {
        try (UdpCollector collector = open("0")) {
            for (int i = 0; i < 100; i++) {
                send(collector, ExportDatagrams.v5(i));
            }
            await(() -> counters.get(SensorCounter.FLOW_EXPORT_PACKETS_V5) > 0);
        }

        assertThat(flows.size())
                .isEqualTo((int) counters.get(SensorCounter.FLOW_EXPORT_RECORDS_FLOW))
                .isPositive();
    }

    @Test
    void shouldSayThatThePortIsTaken() throws Exception {
        try (UdpCollector collector = open("0")) {
            assertThatThrownBy(() -> open(collector.address().toString()))
                    .isInstanceOf(FlowLogException.class)
                    .hasMessageContaining(collector.address().toString())
                    .hasMessageContaining("a port that is free");
        }
    }

    @Test
    void shouldTellAFailureOfTheSink() throws Exception {
        UdpCollector.Settings settings =
                new UdpCollector.Settings(counters.add(), counters.add(), metrics, failures::add);
        NetflowHandler handler = new NetflowHandler(
                "s",
                observation -> {
                    throw new IllegalStateException("full");
                },
                DeadLetters.NONE,
                counters.add());
        try (UdpCollector collector = UdpCollector.open(CollectorAddress.parse("0"), handler, settings)) {
            send(collector, ExportDatagrams.v5(1));

            await(() -> failures.size() == 1);
        }
    }

    private UdpCollector open(String address) throws FlowLogException {
        var own = counters.add();
        UdpCollector.Settings settings = new UdpCollector.Settings(counters.add(), own, metrics, failures::add);
        return UdpCollector.open(
                CollectorAddress.parse(address),
                new NetflowHandler("sensor-1", flows::add, letters::add, own),
                settings);
    }

    private static void send(UdpCollector collector, byte[]... datagrams) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (byte[] datagram : datagrams) {
                socket.send(new DatagramPacket(
                        datagram, datagram.length, collector.address().socket()));
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}

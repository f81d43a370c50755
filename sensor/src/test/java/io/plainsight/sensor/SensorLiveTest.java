package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.publish.DeliveryState;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.sensor.testing.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A sensor on an interface, with a source that does what it is told. */
class SensorLiveTest implements ObservationSink {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<Observation> observations = Collections.synchronizedList(new ArrayList<>());
    private long lost;
    private final Sensor sensor =
            new Sensor(SensorSettings.defaults("tap1").withFlowCapacity(64).onInterface("eth1"), this);

    @Test
    void shouldEndConnectionsOnAQuietInterface() throws Exception {
        Source source = new Source(handler -> {
            request(handler, 40_000, 0);
            handler.onIdle(299 * SECOND_NS);
            assertThat(actions()).doesNotContain("flow_ended");
            handler.onIdle(3_600 * SECOND_NS);
            assertThat(actions()).endsWith("flow_ended");
        });

        sensor.live(List.of(source)).capture();

        assertThat(actions()).filteredOn("flow_ended"::equals).hasSize(1);
        assertThat(observations)
                .allSatisfy(o ->
                        assertThat(o.observer().ingress().interface_().name()).isEqualTo("eth1"));
    }

    @Test
    void shouldEndEveryOpenConnectionWhenStopped() throws Exception {
        Source source = new Source(handler -> {
            request(handler, 40_000, 0);
            request(handler, 40_001, 1);
            sensor.stop();
        });

        sensor.live(List.of(source)).capture();

        assertThat(actions()).filteredOn("flow_ended"::equals).hasSize(2);
        assertThat(source.stopped).isTrue();
        assertThat(source.closed).isTrue();
        assertThat(sensor.counters().get(SensorCounter.FLOWS_ENDED_END_OF_CAPTURE))
                .isEqualTo(2);
    }

    @Test
    void shouldEndEveryOpenConnectionAndSayWhyWhenTheInterfaceVanishes() {
        Source source = new Source(handler -> {
            request(handler, 40_000, 0);
            throw new CaptureException("interface eth1: capture failed: The interface disappeared");
        });

        assertThatThrownBy(() -> sensor.live(List.of(source)).capture())
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("eth1")
                .hasMessageContaining("disappeared");

        assertThat(actions()).endsWith("flow_ended");
        assertThat(source.closed).isTrue();
    }

    @Test
    void shouldCountWhatTheInterfaceLost() throws Exception {
        sensor.live(List.of(new Source(handler -> handler.onLoss(7, 2)))).capture();

        assertThat(sensor.counters().get(SensorCounter.DROPS_KERNEL)).isEqualTo(7);
        assertThat(sensor.counters().get(SensorCounter.DROPS_INTERFACE)).isEqualTo(2);
    }

    @Test
    void shouldCountHowLongTheInterfaceWasAway() throws Exception {
        sensor.live(List.of(new Source(handler -> {
                    handler.onAbsence(0);
                    handler.onAbsence(1);
                    handler.onAbsence(2);
                })))
                .capture();

        assertThat(sensor.counters().get(SensorCounter.CAPTURE_GAPS)).isEqualTo(1);
        assertThat(sensor.counters().get(SensorCounter.CAPTURE_GAP_SECONDS)).isEqualTo(3);
    }

    @Test
    void shouldTakePacketsOfSeveralSourcesAtATime() throws Exception {
        CountDownLatch bothRun = new CountDownLatch(2);
        Script script = handler -> {
            bothRun.countDown();
            awaitAll(bothRun);
        };
        Source one = new Source(script.after(handler -> request(handler, 40_000, 0)));
        Source other = new Source(script.after(handler -> request(handler, 40_001, 0)));

        sensor.live(List.of(one, other)).capture();

        assertThat(actions()).filteredOn("flow_ended"::equals).hasSize(2);
        assertThat(one.closed).isTrue();
        assertThat(other.closed).isTrue();
    }

    @Test
    void shouldStopTheOtherSourcesWhenOneFails() {
        CountDownLatch failed = new CountDownLatch(1);
        Source one = new Source(handler -> {
            failed.countDown();
            throw new CaptureException("interface eth1: capture failed");
        });
        Source other = new Source(handler -> awaitAll(failed));

        assertThatThrownBy(() -> sensor.live(List.of(other, one)).capture()).hasMessageContaining("eth1");

        assertThat(other.stopped).isTrue();
        assertThat(other.closed).isTrue();
    }

    @Test
    void shouldStopASourceThatIsOpenedAfterTheStop() {
        Source source = new Source(handler -> {});
        sensor.stop();

        sensor.live(List.of(source));

        assertThat(source.stopped).isTrue();
    }

    @Test
    void shouldCountTlsOddities() throws Exception {
        // a TLS 1.2 record with a ClientHello of 4 bytes, which cannot even hold its version and random
        byte[] hello = {22, 3, 1, 0, 8, 1, 0, 0, 4, 3, 3, 0, 0};

        sensor.live(List.of(new Source(handler -> data(handler, 40_000, 0, hello))))
                .capture();

        assertThat(sensor.counters().get(SensorCounter.TLS_MALFORMED_CLIENT_HELLO))
                .isEqualTo(1);
    }

    @Test
    void shouldTellOfItselfEveryTenSecondsAndWhenStopped() throws Exception {
        sensor.live(List.of(new Source(handler -> {
                    request(handler, 40_000, 100);
                    handler.onLoss(7, 2);
                    handler.onIdle(109 * SECOND_NS);
                    handler.onIdle(110 * SECOND_NS);
                    handler.onIdle(125 * SECOND_NS);
                })))
                .capture();

        List<Observation> told = statuses();
        assertThat(told)
                .extracting(o -> o.plainsight().sensor().state())
                .containsExactly("running", "running", "running", "stopped");
        assertThat(told).extracting(Observation::key).containsOnly("sensor/tap1/eth1");
        assertThat(told).extracting(o -> o.event().id()).doesNotHaveDuplicates();
        assertThat(told.get(0).plainsight().sensor().lost()).isNull();
        Observation second = told.get(1);
        assertThat(second.event().start().getEpochSecond()).isEqualTo(100);
        assertThat(second.event().end().getEpochSecond()).isEqualTo(110);
        assertThat(second.plainsight().sensor().packets()).isEqualTo(1);
        assertThat(second.plainsight().sensor().connections()).isEqualTo(1);
        assertThat(second.plainsight().sensor().lost()).isEqualTo(Map.of("kernel", 7L, "interface", 2L));
        assertThat(second.plainsight().sensor().overloadLevel()).isEqualTo(1);
        assertThat(told.get(2).plainsight().sensor().lost()).isNull();
        assertThat(told.get(2).plainsight().sensor().packets()).isZero();
    }

    @Test
    void shouldFallSilentWhenTheInterfaceVanishes() {
        Source source = new Source(handler -> {
            request(handler, 40_000, 0);
            throw new CaptureException("interface eth1: capture failed: The interface disappeared");
        });

        assertThatThrownBy(() -> sensor.live(List.of(source)).capture()).isInstanceOf(CaptureException.class);

        assertThat(statuses()).extracting(o -> o.plainsight().sensor().state()).doesNotContain("stopped");
    }

    @Test
    void shouldTellWhatTheOutputLost() throws Exception {
        sensor.live(List.of(new Source(handler -> {
                    request(handler, 40_000, 100);
                    lost = 3;
                    handler.onIdle(110 * SECOND_NS);
                    handler.onIdle(120 * SECOND_NS);
                })))
                .capture();

        assertThat(statuses().get(1).plainsight().sensor().lost()).isEqualTo(Map.of("delivery", 3L));
        assertThat(statuses().get(1).plainsight().sensor().waitingObservations())
                .isEqualTo(12);
        assertThat(statuses().get(2).plainsight().sensor().lost()).isNull();
        assertThat(sensor.counters().get(SensorCounter.DELIVERY_LOST)).isEqualTo(3);
    }

    private List<Observation> statuses() {
        return observations.stream()
                .filter(o -> o.event().action().equals("sensor_status"))
                .toList();
    }

    private static void request(PacketHandler handler, int port, long second) {
        data(handler, port, second, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void data(PacketHandler handler, int port, long second, byte[] payload) {
        packet(handler, Frames.tcp(port, 80, SYN, 1000, new byte[0]), second);
        packet(handler, Frames.tcp(port, 80, ACK, 1001, payload), second);
    }

    private static void packet(PacketHandler handler, byte[] segment, long second) {
        byte[] frame = Frames.ethernet(0x0800, Frames.ipv4(6, segment));
        handler.onPacket(ByteBuffer.wrap(frame), 0, frame.length, frame.length, second * SECOND_NS, 1);
    }

    /** What the connections' observations tell. */
    private List<String> actions() {
        return observations.stream()
                .map(o -> o.event().action())
                .filter(action -> !action.equals("sensor_status"))
                .toList();
    }

    @Override
    public DeliveryState state() {
        return new DeliveryState(lost, 12, -1);
    }

    @Override
    public void accept(Observation observation) {
        observations.add(observation);
    }

    /** What a source does with the handler. */
    private interface Script {
        void play(PacketHandler handler) throws CaptureException;

        default Script after(Script first) {
            return handler -> {
                first.play(handler);
                play(handler);
            };
        }
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source implements PacketSource {
        private final Script script;
        private boolean stopped;
        private boolean closed;

        Source(Script script) {
            this.script = script;
        }

        @Override
        public void forEach(PacketHandler handler) throws CaptureException {
            script.play(handler);
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

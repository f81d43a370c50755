package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.flow.TcpSegments.End;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.SharedFolder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QUIC through the whole sensor: captures made by others, and a flood. */
class QuicPipelineTest {
    private static final int FLOOD = 100_000;
    /** What the collector may leave or the runtime take meanwhile; a thousandth part of it per Initial would show. */
    private static final long TOLERANCE = 8L * 1024 * 1024;

    private final SensorCounters counters = new SensorCounters();
    private final List<Observation> observations = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ndpi/quic-28.pcap                                          | draft-27 | protected | completed    | www.wireshark.org
            ndpi/quic-29.pcap                                          | draft-29 | protected | completed    | localhost
            ndpi/quic-v2.pcapng                                        | 2        | protected | completed    | test
            ndpi/quic-mvfst-27.pcapng                                  | mvfst-27 | protected | completed    | graph.facebook.com
            ndpi/quic-forcing-vn-with-data.pcapng                      | 1        | protected | completed    | -
            ndpi/quic_t51.pcap                                         | T051     | unknown   | server_hello | www.google.com
            ndpi/gquic.pcap                                            | Q050     | unknown   | -            | -
            ndpi/http_ipv6.pcap                                        | Q025     | unknown   | -            | www.google.it
            ndpi/quic_frags_ch_in_multiple_packets.pcapng              | 1        | unknown   | server_hello | -
            ndpi/quic_frags_ch_out_of_order_same_packet_craziness.pcapng | draft-29 | unknown | client_hello | -
            suricata/quic-retry.pcap                                   | 1        | protected | completed    | www.gravatar.com
            suricata/quic-v2.pcap                                      | 2        | protected | completed    | -
            suricata/quic-frag.pcap                                    | 1        | unknown   | server_hello | token.services.mozilla.com
            zeek/ppp-quic-interop-retry.pcap                           | 1        | protected | completed    | server4:443
            zeek/quic-interop-zerortt.pcap                             | 1        | protected | completed    | server4:443
            zeek/quicv2-echo-443.pcap                                  | 2        | protected | completed    | localhost
            zeek/quicdoq.pcap                                          | 1        | protected | completed    | -
            zeek/quic-multiple-initial-fragmented-crypto.pcap          | 1        | unknown   | failed       | -
            """)
    void shouldTellWhatTheCaptureShows(String file, String version, String protection, String state, String name)
            throws CaptureException {
        SensorPipeline pipeline = pipeline(SensorSettings.defaults("tap1"));
        pipeline.beginFile(file);
        try (PacketSource source =
                CaptureFiles.open(SharedFolder.require().resolve("corpus").resolve(file))) {
            source.forEach(pipeline);
        }
        pipeline.endFile();

        Observation quic = observations.stream()
                .filter(o -> "quic".equals(o.network().protocol()))
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(quic.plainsight().crypto().version()).isEqualTo(version);
        assertThat(quic.plainsight().protection().text()).isEqualTo(protection);
        assertThat(
                        quic.plainsight().handshake() == null
                                ? null
                                : quic.plainsight().handshake().state())
                .isEqualTo(state);
        if (name != null) {
            assertThat(quic.tls().client().serverName()).isEqualTo(name);
        }
        assertThat(counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    @Test
    void shouldStayFlatUnderAFloodOfSpoofedInitials() {
        SensorPipeline pipeline =
                pipeline(SensorSettings.defaults("tap1").withFlowCapacity(4096).withInspectedConnections(1024));

        flood(pipeline, 0, FLOOD / 2);
        long half = usedAfterCollection();
        flood(pipeline, FLOOD / 2, FLOOD);
        long whole = usedAfterCollection();

        assertThat(whole - half).isLessThan(TOLERANCE);
        assertThat(counters.get(SensorCounter.QUIC_NOT_AUTHENTIC)).isPositive();
        assertThat(counters.get(SensorCounter.FLOWS_NOT_INSPECTED) + counters.get(SensorCounter.QUIC_BUDGET_EXCEEDED))
                .isPositive();
        assertThat(counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    private void flood(SensorPipeline pipeline, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] initial = Bytes.bigEndian()
                    .u8(0xc3)
                    .u32(1)
                    .u8(8)
                    .u64(i)
                    .u8(0)
                    .u8(0)
                    .u16(0x4000 | 1180)
                    .zeros(1180)
                    .toArray();
            pipeline.onDecoded(TcpSegments.from(End.CLIENT)
                    .udp()
                    .ends(0x0b000000 + i, 40_000, 0x0a000109, 443)
                    .payload(initial)
                    .packet());
            observations.clear();
        }
    }

    private SensorPipeline pipeline(SensorSettings settings) {
        return new SensorPipeline(settings, new Protocols(counters).all(), observations::add, counters);
    }

    private static long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

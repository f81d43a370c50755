package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.SharedFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captures of DTLS and media made by others, through the whole sensor: what their own projects and tshark say of them. */
class DtlsCorpusTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zeek/tls-dtls1_0.pcap               | 63721 | dtls weak 1.0 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA completed null
            zeek/tls-dtls13-wolfssl.pcap        | 33714 | dtls protected 1.3 TLS_AES_128_GCM_SHA256 completed null
            zeek/tls-webrtc-stun.pcap           | 51462 | dtls weak 1.0 TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA completed srtp
            ndpi/dtls.pcap                      | 40983 | dtls protected 1.3 TLS_AES_128_GCM_SHA256 completed null
            ndpi/dtls.pcap                      | 40739 | dtls unknown null null client_hello null
            ndpi/dtls.pcap                      | 54162 | dtls unknown null null unknown null
            ndpi/dtls2.pcap                     | 53045 | dtls weak 1.0 TLS_RSA_WITH_AES_256_CBC_SHA completed null
            ndpi/dtls_certificate_fragments.pcap | 39347 | dtls weak 1.0 TLS_RSA_WITH_AES_256_CBC_SHA completed null
            ndpi/dtls_certificate_fragments.pcap | 43594 | dtls protected 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 completed srtp
            ndpi/stun_dtls_rtp.pcapng           | 37967 | dtls protected 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 completed srtp
            ndpi/sip.pcap                       | 30000 | rtp plaintext null null null null
            ndpi/sip.pcap                       | 30001 | rtp plaintext null null null null
            """)
    void shouldAgreeWithOthers(String file, int port, String expected) throws CaptureException {
        Path capture = SharedFolder.require().resolve("corpus").resolve(file);
        SensorCounters counters = new SensorCounters();
        List<Observation> ends = new ArrayList<>();
        SensorPipeline pipeline = new SensorPipeline(
                SensorSettings.defaults("test"),
                new Protocols(counters).all(),
                observation -> {
                    boolean end = observation.event().action().equals(Actions.FLOW_ENDED);
                    if (end && observation.source().port() == port) {
                        ends.add(observation);
                    }
                },
                counters);
        pipeline.beginFile(file);
        try (PacketSource source = CaptureFiles.open(capture)) {
            source.forEach(pipeline);
        }
        pipeline.endFile();

        assertThat(tell(ends.get(0))).isEqualTo(expected);
        assertThat(counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    private static String tell(Observation observation) {
        Observation.Tls tls = observation.tls();
        Observation.Handshake handshake = observation.plainsight().handshake();
        return String.join(
                " ",
                observation.network().protocol(),
                observation.plainsight().protection().text(),
                String.valueOf(tls == null ? null : tls.version()),
                String.valueOf(tls == null ? null : tls.cipher()),
                String.valueOf(handshake == null ? null : handshake.state()),
                String.valueOf(observation.network().application()));
    }
}

package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.metrics.SensorCounter;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes through an accepted CONNECT or SOCKS request is judged by what it is. */
class TunnelTest {
    private static final String CONNECT = "CONNECT mail.example.org:25 HTTP/1.1\r\nHost: mail.example.org:25\r\n\r\n";
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";
    private static final String HELLO = "16030100c8010000c40303a1a2a3a4";

    private final Conversations sensor = new Conversations();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1400})
    void shouldFindMailInsideAConnectTunnel(int segmentSize) {
        sensor.open(40000, 3128, segmentSize)
                .client(CONNECT)
                .server(ESTABLISHED)
                .server("220 mail ESMTP\r\n")
                .client("EHLO a\r\n")
                .server("250-mail\r\n250 STARTTLS\r\n")
                .client("MAIL FROM:<x@example.org>\r\n")
                .server("250 ok\r\n");

        Observation seen = sensor.ended(3128);
        assertThat(seen.network().protocol()).isEqualTo("smtp");
        assertThat(seen.network().application()).isEqualTo("http");
        assertThat(seen.plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(seen.plainsight().starttls().offered()).isTrue();
        assertThat(sensor.counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    @Test
    void shouldFindMailWhenProxysWordAndBannerShareASegment() {
        sensor.open(40000, 3128)
                .client(CONNECT)
                .server(ESTABLISHED + "220 mail ESMTP\r\n")
                .client("EHLO a\r\n")
                .server("250 mail\r\n")
                .client("MAIL FROM:<x@example.org>\r\n")
                .server("250 ok\r\n");

        assertThat(sensor.ended(3128).network().protocol()).isEqualTo("smtp");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1400})
    void shouldFindPlainHttpInsideSocks(int segmentSize) {
        sensor.open(40000, 1080, segmentSize)
                .client(hex("050100"))
                .server(hex("0500"))
                .client(hex("050100010a0001090050"))
                .server(hex("05000001000000000000"))
                .client("GET / HTTP/1.1\r\nAuthorization: Basic Ym9iOnNlY3JldA==\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        Observation seen = sensor.ended(1080);
        assertThat(seen.network().protocol()).isEqualTo("http");
        assertThat(seen.network().application()).isEqualTo("socks");
        assertThat(seen.plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(seen.plainsight().plaintext().credentials()).isEqualTo("secret");
    }

    @Test
    void shouldSeeTlsBehindStarttlsBehindSocks() {
        sensor.open(40000, 1080)
                .client(hex("050100"))
                .server(hex("0500"))
                .client(hex("050100010a0001090019"))
                .server(hex("05000001000000000000"))
                .server("220 mail ESMTP\r\n")
                .client("EHLO a\r\n")
                .server("250-mail\r\n250 STARTTLS\r\n")
                .client("STARTTLS\r\n")
                .server("220 go\r\n")
                .client(hex(HELLO));

        Observation seen = sensor.ended(1080);
        assertThat(seen.network().protocol()).isEqualTo("tls");
        assertThat(seen.network().application()).isEqualTo("smtp");
        assertThat(seen.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(seen.plainsight().starttls().used()).isTrue();
    }

    @Test
    void shouldKeepSayingThatTheProxysPasswordPassed() {
        sensor.open(40000, 1080)
                .client(hex("050102"))
                .server(hex("0502"))
                .client(hex("0103626f6206736563726574"))
                .server(hex("0100"))
                .client(hex("050100010a0001090019"))
                .server(hex("05000001000000000000"))
                .client(hex("ffeeddccbbaa99887766554433221100"));

        Observation seen = sensor.ended(1080);
        assertThat(seen.network().protocol()).isEqualTo("socks");
        assertThat(seen.plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(seen.plainsight().plaintext().credentials()).isEqualTo("secret");
    }

    @Test
    void shouldNotKnowWhatNoSignatureKnows() {
        sensor.open(40000, 3128)
                .client(CONNECT)
                .server(ESTABLISHED)
                .client(hex("ffeeddccbbaa99887766554433221100"))
                .server(hex("ffeeddccbbaa99887766554433221100"));

        Observation seen = sensor.ended(3128);
        assertThat(seen.network().protocol()).isEqualTo("http");
        assertThat(seen.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(seen.plainsight().reasons()).isNotEmpty();
    }

    @Test
    void shouldNotFollowTunnelsForEver() {
        Conversations.Conversation nested = sensor.open(40000, 1080);
        for (int i = 0; i < 8; i++) {
            nested.client(hex("050100"))
                    .server(hex("0500"))
                    .client(hex("050100010a0001090019"))
                    .server(hex("05000001000000000000"));
        }

        assertThat(sensor.ended(1080).plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(sensor.counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    @Test
    void shouldNotLookIntoARefusedTunnel() {
        sensor.open(40000, 1080)
                .client(hex("050100"))
                .server(hex("0500"))
                .client(hex("050100010a0001090019"))
                .server(hex("05050001000000000000"))
                .client("GET / HTTP/1.1\r\n\r\n");

        assertThat(sensor.ended(1080).network().protocol()).isEqualTo("socks");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}

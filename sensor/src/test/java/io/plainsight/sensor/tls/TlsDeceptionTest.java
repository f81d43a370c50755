package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.Side;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that look like protected connections and are not: none may be called protected. */
class TlsDeceptionTest {
    private static final byte[] HTTP = "GET /secret HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final TlsFeeder tls = new TlsFeeder();

    @Test
    void shouldNotProtectClearHttpBehindTheHellos() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f));
        tls.client(HTTP).server(HTTP).client(HTTP).server(HTTP);

        assertNotProtected();
    }

    @Test
    void shouldNotProtectClearHttpBehindAHalfFinishedHandshake() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f), Records.finished());
        tls.client(HTTP).server(HTTP);

        assertNotProtected();
    }

    @Test
    void shouldNotTakeRecordsBehindABareChangeCipherSpecForFinished() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f));
        tls.client(Records.clientKeyExchange(), Records.changeCipherSpec(), Records.data(200));
        tls.server(Records.changeCipherSpec(), Records.data(200))
                .client(Records.data(200))
                .server(Records.data(20));

        assertNotProtected();
        assertThat(tls.describe().handshake.state()).isEqualTo("unknown");
    }

    @Test
    void shouldNotTakeARecordShorterThanAFinishedForOne() {
        byte[] tiny = Records.record(ContentType.HANDSHAKE, new byte[] {(byte) 0xa7, 1, 2, 3});
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f));
        tls.client(Records.clientKeyExchange(), Records.changeCipherSpec(), tiny)
                .server(Records.changeCipherSpec(), tiny);

        assertNotProtected();
    }

    @Test
    void shouldNotTakeAServerHelloFromTheClient() {
        tls.client(ClientHellos.tls12().bytes(), Records.serverHello(0x0303, 0xc02f));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());

        assertNotProtected();
        assertThat(tls.describe().tls.version()).isNull();
    }

    @Test
    void shouldNotTakeAClientHelloFromTheServer() {
        tls.client(ClientHellos.tls12().withServerName("a.example").bytes());
        tls.server(ClientHellos.tls13().withServerName("b.example").bytes());

        assertThat(tls.describe().tlsDetail.clientHelloCount()).isEqualTo(1);
        assertThat(tls.describe().tls.client().serverName()).isEqualTo("a.example");
    }

    @Test
    void shouldHoldToTheFirstOfTwoServerHellos() {
        tls.client(ClientHellos.tls12().bytes())
                .server(Records.serverHello(0x0301, 0x0005), Records.serverHello(0x0303, 0xc02f));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());

        assertThat(tls.describe().tls.version()).isEqualTo("1.0");
        assertThat(tls.describe().protection).isEqualTo(Protection.WEAK);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0x0001, 0x0002, 0x003b})
    void shouldCallCompletedHandshakesWithoutEncryptionWeak(int nullSuite) {
        tls.client(ClientHellos.tls12().withCipherSuites(nullSuite).bytes())
                .server(Records.serverHello(0x0303, nullSuite));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());

        assertThat(tls.describe().protection).isEqualTo(Protection.WEAK);
        assertThat(tls.describe().reasons.toString()).contains("no encryption");
    }

    @Test
    void shouldNotProtectWhatMissesBytesBetweenServerHelloAndFinished() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f));
        tls.gap(Side.SERVER);
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());
        tls.close(null, CloseKind.FIN);

        assertNotProtected();
        assertThat(tls.describe().handshake.failure()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 24, 35})
    void shouldFailATls13HandshakeThatTheClientAnswersWithAnAlert(int length) {
        tls.client(ClientHellos.tls13().bytes()).server(Records.serverHello13(), Records.data(900));
        tls.client(Records.data(length)).close(Side.CLIENT, CloseKind.RESET);

        assertNotProtected();
        assertThat(tls.describe().handshake.state()).isEqualTo("failed");
    }

    @Test
    void shouldNotTakeEarlyDataInFlightForAFinished() {
        byte[] hello = ClientHellos.tls13()
                .withExtension(TlsExtensionType.EARLY_DATA, new Bytes())
                .withExtension(TlsExtensionType.PRE_SHARED_KEY, Bytes.of().u16(0))
                .bytes();
        byte[] serverHello = Records.serverHello13WithPreSharedKey();
        tls.client(hello, Records.changeCipherSpec(), Records.data(1200)).server(serverHello, Records.data(120));
        // sent before the server's flight arrived; then the server's first data, allowed before the client's Finished
        tls.client(Records.data(900)).server(Records.data(500));

        assertNotProtected();

        tls.client(Records.data(21), Records.data(53)).server(Records.data(250));
        assertThat(tls.describe().protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldNotProtectOneSide() {
        tls.client(ClientHellos.tls13().bytes(), Records.changeCipherSpec(), Records.data(53));
        for (int i = 0; i < 20; i++) {
            tls.client(Records.data(400));
        }
        tls.close(null, CloseKind.FIN);

        assertNotProtected();
    }

    private void assertNotProtected() {
        assertThat(tls.describe().protection).isEqualTo(Protection.UNKNOWN);
        assertThat(tls.describe().handshake.state()).isNotEqualTo("completed");
    }
}

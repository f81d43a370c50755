package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.x509.TestCertificates;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a handshake ended: by whom, by what, and when nothing can be said. */
class HandshakeEndTest {
    private final TlsFeeder tls = new TlsFeeder();

    @Test
    void shouldFailByAlertAndNameTheSender() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.alert(2, 40));

        ObservationDraft draft = tls.describe();
        assertThat(tls.progress).isEqualTo(Progress.DONE);
        assertThat(draft.handshake.state()).isEqualTo("failed");
        assertThat(draft.handshake.failure()).isEqualTo("alert");
        assertThat(draft.handshake.alert()).isEqualTo("handshake_failure");
        assertThat(draft.handshake.alertSender()).isEqualTo("server");
        assertThat(draft.action).isEqualTo(Actions.HANDSHAKE_FAILED);
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldGoOnAfterAWarning() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.alert(1, 112));

        assertThat(tls.progress).isEqualTo(Progress.MORE);
        assertThat(tls.describe().handshake.alert()).isEqualTo("unrecognized_name");
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER, RESET, reset_by_server",
        "CLIENT, RESET, reset_by_client",
        "SERVER, FIN, closed_by_server",
        "CLIENT, FIN, closed_by_client",
        ", IDLE, no_server_hello"
    })
    void shouldNameWhoEndedAnUnansweredHello(Side side, CloseKind kind, String failure) {
        tls.client(ClientHellos.tls13().bytes()).close(side, kind);

        assertThat(tls.progress).isEqualTo(Progress.DECIDED);
        assertThat(tls.describe().handshake.failure()).isEqualTo(failure);
    }

    @Test
    void shouldNotCallAHelloAtTheEndOfTheCaptureFailed() {
        tls.client(ClientHellos.tls13().bytes()).close(null, CloseKind.END_OF_CAPTURE);

        assertThat(tls.describe().handshake.state()).isEqualTo("client_hello");
        assertThat(tls.describe().handshake.failure()).isNull();
    }

    @Test
    void shouldRecogniseAnAnswerThatIsNotTls() {
        tls.client(ClientHellos.tls13().bytes())
                .server("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(tls.describe().handshake.failure()).isEqualTo("not_tls");
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 400 Bad Request, http", "500 what?, text"})
    void shouldTellWhatAnsweredInsteadOfTls(String answer, String reply) {
        tls.client(ClientHellos.tls13().bytes()).server(answer.getBytes(StandardCharsets.US_ASCII));

        assertThat(tls.describe().handshake.reply()).isEqualTo(reply);
        assertThat(tls.describe().handshake.helloBytes()).isGreaterThan(40);
    }

    @Test
    void shouldTellTheSizesBehindTheServerHelloOfAFailedTls13Handshake() {
        tls.client(ClientHellos.tls13().bytes())
                .server(Records.serverHello13(), Records.data(900))
                .client(Records.data(19))
                .close(Side.CLIENT, CloseKind.FIN);

        assertThat(tls.describe().handshake.serverRecords()).containsExactly(900);
        assertThat(tls.describe().handshake.clientRecords()).containsExactly(19);
    }

    /** 25 and 41 bytes: an empty Certificate, plain and padded. The server does not wait for the Finished behind it. */
    @ParameterizedTest
    @CsvSource({"25, server", "41, server", "19, client"})
    void shouldKnowTheRefusalOfAnEmptyCertificateFromTheClientsOwn(int clientRecord, String rejecter) {
        tls.client(ClientHellos.tls13().bytes())
                .server(Records.serverHello13(), Records.data(900))
                .client(Records.data(clientRecord))
                .server(Records.data(19))
                .close(Side.SERVER, CloseKind.FIN);

        assertThat(tls.describe().handshake.failure()).isEqualTo("encrypted_alert");
        assertThat(tls.describe().handshake.alertSender()).isEqualTo(rejecter);
    }

    @Test
    void shouldInferThatTheClientRefusedTheServerInTls13() {
        tls.client(ClientHellos.tls13().bytes()).server(Records.serverHello13(), Records.data(900));
        tls.client(Records.changeCipherSpec(), Records.data(19)).close(Side.CLIENT, CloseKind.FIN);

        assertThat(tls.describe().handshake.failure()).isEqualTo("encrypted_alert");
        assertThat(tls.describe().handshake.alertSender()).isEqualTo("client");
        assertThat(tls.describe().handshake.inferred()).isTrue();
    }

    @Test
    void shouldInferThatTheServerRefusedTheClientInTls13() {
        tls.client(ClientHellos.tls13().bytes()).server(Records.serverHello13(), Records.data(900));
        tls.client(Records.data(400), Records.data(53), Records.data(120)).server(Records.data(19));
        tls.close(Side.SERVER, CloseKind.FIN);

        assertThat(tls.describe().handshake.failure()).isEqualTo("encrypted_alert");
        assertThat(tls.describe().handshake.alertSender()).isEqualTo("server");
    }

    @Test
    void shouldNotTakeTheAnswerToAClientsCloseForARefusal() {
        tls.client(ClientHellos.tls13().bytes()).server(Records.serverHello13(), Records.data(900));
        tls.client(Records.data(53)).close(Side.CLIENT, CloseKind.FIN);
        tls.server(Records.data(19)).close(Side.SERVER, CloseKind.FIN);

        assertThat(tls.describe().handshake.failure()).isNull();
        assertThat(tls.describe().protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldNotTakeAnEmptyCertificateForARefusal() {
        tls.client(ClientHellos.tls13().bytes()).server(Records.serverHello13(), Records.data(900));
        tls.client(Records.data(25), Records.data(53)).server(Records.data(250));

        assertThat(tls.describe().handshake.state()).isEqualTo("completed");
    }

    @ParameterizedTest
    @CsvSource({"false, client_silent, certificate", "true, server_silent, finished"})
    void shouldNameWhoFellSilent(boolean clientGoesOn, String failure, String phase) {
        serverFlight();
        if (clientGoesOn) {
            tls.client(Records.clientKeyExchange(), Records.finished());
        }
        tls.after(300).close(null, CloseKind.IDLE);

        assertThat(tls.describe().handshake.failure()).isEqualTo(failure);
        assertThat(tls.describe().handshake.phase()).isEqualTo(phase);
    }

    @Test
    void shouldNotCallItSilenceWhenNobodyWasLooking() {
        serverFlight();
        tls.after(86_400).close(null, CloseKind.IDLE);

        assertThat(tls.describe().handshake.failure()).isNull();
        assertThat(tls.describe().handshake.state()).isEqualTo("server_hello");
    }

    @Test
    void shouldSayThatTheClientLeftAfterTheCertificate() {
        serverFlight();
        tls.close(Side.CLIENT, CloseKind.RESET);

        assertThat(tls.describe().handshake.failure()).isEqualTo("reset_by_client");
        assertThat(tls.describe().handshake.phase()).isEqualTo("certificate");
        assertThat(tls.describe().handshake.confidence()).isNull();
    }

    @Test
    void shouldReadAnAlertInTheClearBehindATls13ServerHello() {
        tls.client(ClientHellos.tls13().bytes())
                .server(ServerHellos.tls13(NamedGroup.X25519).bytes(), Records.data(900));
        tls.client(Records.alert(2, 48));

        assertThat(tls.describe().handshake.alert()).isEqualTo("unknown_ca");
        assertThat(tls.describe().handshake.alertSender()).isEqualTo("client");
        assertThat(tls.describe().handshake.phase()).isEqualTo("certificate");
        assertThat(tls.describe().handshake.confidence()).isNull();
    }

    @Test
    void shouldNotTakeAClientsOwnFlightForTalkWithAContentServer() {
        tls.client(ClientHellos.tls13().bytes())
                .server(ServerHellos.tls13(NamedGroup.X25519).bytes());
        tls.server(Records.data(900))
                .client(Records.data(800), Records.data(281), Records.data(53), Records.data(400), Records.data(400));

        assertThat(tls.describe().handshake.state()).isEqualTo("server_hello");

        tls.server(Records.data(19)).close(Side.SERVER, CloseKind.FIN);
        assertThat(tls.describe().handshake.failure()).isEqualTo("encrypted_alert");
        assertThat(tls.describe().tlsDetail.mutual()).isEqualTo("refused");
    }

    private void serverFlight() {
        tls.client(ClientHellos.tls12().bytes())
                .server(
                        ServerHellos.tls12(0xc02f).bytes(),
                        Records.certificate(TestCertificates.leaf()),
                        Records.serverKeyExchange(NamedGroup.X25519),
                        Records.handshake(HandshakeType.SERVER_HELLO_DONE, new byte[0]));
    }
}

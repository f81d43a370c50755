package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Inference from record lengths as they were measured on loopback in November 2026: GnuTLS 3.7.9 ({@code gnutls-serv},
 * {@code gnutls-cli}), OpenSSL 3.0.19 and what is built on it (Node 20.20, curl 7.88), suite TLS_AES_256_GCM_SHA384, RSA
 * 2048. Side, then lengths of application_data records; {@code end} closes.
 */
class Tls13ClientAuthTest {
    private static final int SHA384_SUITE = 0x1302;

    @ParameterizedTest
    @CsvSource({
        // GnuTLS with itself
        "S 29 815 281 69 C 69 S 268 268 C 35 S 726 19 end, completed, not_requested",
        "S 29 98 815 281 69 C 25 69 S 284 284 C 35 S 726 19 end, completed, declined",
        "S 29 98 815 281 69 C 815 281 69 S 1084 1084 C 35 S 3434 19 end, completed, presented",
        "S 29 98 815 281 69 C 25 69 S 19 end, failed, refused",
        "S 29 98 815 281 69 C 815 281 69 S 19 end, failed, refused",
        // GnuTLS server, OpenSSL client
        "S 23 98 815 281 69 C 25 69 S 284 284 C 35 S 723 19 end, completed, declined",
        "S 23 98 815 281 69 C 815 281 69 S 1084 1084 C 35 S 3431 19 end, completed, presented",
        // OpenSSL server, GnuTLS client
        "S 49 62 815 281 69 C 25 69 S 250 250 C 35 S 4940 19 end, completed, declined",
        "S 49 62 815 281 69 C 815 281 69 S 1050 1050 C 35 S 9146 19 end, completed, presented",
        // Node server, curl; the last one drops a client that it does not trust without a word
        "S 23 815 281 69 C 69 96 S 282 282 136 19 end, completed, not_requested",
        "S 23 62 815 281 69 C 25 69 96 S 282 282 136 19 end, completed, declined",
        "S 23 62 815 281 69 C 815 281 69 96 S 1066 1066 136 19 end, completed, presented",
        "S 23 62 815 281 69 C 815 281 69 96 S end, failed, refused",
    })
    void shouldTellWhatBecameOfTheClientsCertificate(String records, String state, String mutual) {
        ObservationDraft draft = play(ClientHellos.tls13(), records);

        assertThat(draft.handshake.state()).isEqualTo(state);
        assertThat(draft.handshake.inferred()).isTrue();
        assertThat(draft.tlsDetail.mutual()).isEqualTo(mutual);
        assertThat(draft.tlsDetail.mutualConfidence() != null).isEqualTo(mutual != null);
    }

    @ParameterizedTest
    @CsvSource({"S 19 end, server", "S 23 19 end, server", "S 35 end, server"})
    void shouldTellAServerThatBreaksOffBehindItsHello(String records, String sender) {
        ObservationDraft draft = play(ClientHellos.tls13(), records);

        assertThat(draft.handshake.failure()).isEqualTo("encrypted_alert");
        assertThat(draft.handshake.alertSender()).isEqualTo(sender);
        assertThat(draft.handshake.phase()).isEqualTo("server_hello");
        assertThat(draft.handshake.confidence()).isPositive();
    }

    @Test
    void shouldTellThatTheServerAsked() {
        ObservationDraft draft = play(ClientHellos.tls13(), "S 23 62 815 281 69");

        assertThat(draft.tlsDetail.mutual()).isEqualTo("requested");
    }

    @ParameterizedTest
    @CsvSource({
        "S 1197 C 77 S 300", // all in one record, unpadded: nobody's profile
        "S 23 815 281 69 C 815 281 69 S 300", // not asked, and yet presented
        "S 23 62 815 281 85 C 90 S 300",
        "S 23 62 815 C 69 S 300",
        "S 23 69 C 69 S 300", // resumed
        "C 400 400"
    })
    void shouldNotClaimAnythingOfAnUnknownShape(String records) {
        assertThat(play(ClientHellos.tls13(), records).tlsDetail.mutual()).isNull();
    }

    /** All of the server's messages in one record, which may hold a request or not; the client's answer says that it doesn't. */
    @Test
    void shouldTellAClientThatWasNotAsked() {
        assertThat(play(ClientHellos.tls13(), "S 1197 C 69 S 300").tlsDetail.mutual())
                .isEqualTo("not_requested");
    }

    @Test
    void shouldNotTellSoWhereTheServerMayAskLater() {
        ClientHellos hello = ClientHellos.tls13().withExtension(TlsExtensionType.POST_HANDSHAKE_AUTH, Bytes.of());

        assertThat(play(hello, "S 1197 C 69 S 300").tlsDetail.mutual()).isNull();
        assertThat(play(hello, "S 23 62 815 281 69 C 815 281 69 S 1066")
                        .tlsDetail
                        .mutual())
                .isEqualTo("presented");
    }

    @Test
    void shouldNotReadFlightsThatEarlyDataStandsBetween() {
        ClientHellos hello = ClientHellos.tls13().withExtension(TlsExtensionType.EARLY_DATA, Bytes.of());

        assertThat(play(hello, "S 23 62 815 281 69 C 25 69 S 300").tlsDetail.mutual())
                .isNull();
    }

    private static ObservationDraft play(ClientHellos hello, String records) {
        TlsFeeder feeder = new TlsFeeder().client(hello.bytes());
        feeder.server(
                ServerHellos.tls13(NamedGroup.X25519).withSuite(SHA384_SUITE).bytes());
        Side side = Side.SERVER;
        for (String word : records.split(" ")) {
            switch (word) {
                case "C" -> side = Side.CLIENT;
                case "S" -> side = Side.SERVER;
                case "end" -> feeder.close(side, CloseKind.FIN);
                default -> feeder.feed(side, Records.data(Integer.parseInt(word)));
            }
        }
        return feeder.describe();
    }
}

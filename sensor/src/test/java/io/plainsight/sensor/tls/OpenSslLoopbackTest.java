package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plainsight.sensor.dissect.ObservationDraft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sensor makes of real handshakes of the installed openssl: read in TLS 1.2, inferred in 1.3. */
class OpenSslLoopbackTest {
    private static OpenSslStack openSsl;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        assumeTrue(OpenSslStack.isInstalled(), "no openssl program");
        openSsl = new OpenSslStack(directory);
    }

    @ParameterizedTest
    @CsvSource({
        // server asks, client presents, server knows the client, client knows the server
        "-tls1_2, , false, true, true, completed, , , ",
        "-tls1_2, -verify, true, true, true, completed, , , presented",
        "-tls1_2, -verify, false, true, true, completed, , , declined",
        "-tls1_2, -Verify, false, true, true, failed, alert, handshake_failure, refused",
        "-tls1_2, -Verify, true, false, true, failed, alert, unknown_ca, refused",
        "-tls1_2, , false, true, false, failed, alert, unknown_ca, ",
        "-tls1_3, , false, true, true, completed, , , not_requested",
        "-tls1_3, -verify, true, true, true, completed, , , presented",
        "-tls1_3, -verify, false, true, true, completed, , , declined",
        "-tls1_3, -Verify, false, true, true, failed, encrypted_alert, , refused",
        "-tls1_3, -Verify, true, false, true, failed, encrypted_alert, , refused",
        "-tls1_3, , false, true, false, failed, alert, unknown_ca, ",
    })
    void shouldTellHowItEnded(
            String version,
            String asks,
            boolean presents,
            boolean trustsClient,
            boolean trustsServer,
            String state,
            String failure,
            String alert,
            String mutual)
            throws Exception {
        List<String> server = new ArrayList<>(List.of(version));
        if (asks != null) {
            server.addAll(List.of(asks, "1", "-verify_return_error"));
            server.addAll(List.of("-CAfile", file(trustsClient ? "client.pem" : "server.pem")));
        }
        List<String> client = new ArrayList<>(List.of(version, "-verify_return_error"));
        client.addAll(List.of("-CAfile", file(trustsServer ? "server.pem" : "client.pem")));
        if (presents) {
            client.addAll(List.of("-cert", file("client.pem"), "-key", file("client.key")));
        }

        RecordedHandshake recorded = openSsl.handshakes(server, List.of(client)).get(0);

        for (int size : new int[] {Integer.MAX_VALUE, 1}) {
            ObservationDraft draft = recorded.dissect(size);
            String shape = recorded.shape() + " in pieces of " + size;
            assertThat(draft.handshake.state()).as(shape).isEqualTo(state);
            assertThat(draft.handshake.failure()).as(shape).isEqualTo(failure);
            assertThat(draft.handshake.alert()).as(shape).isEqualTo(alert);
            assertThat(draft.tlsDetail.mutual()).as(shape).isEqualTo(mutual);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_2, '', ticket",
        "-tls1_2, -no_ticket, session_id",
        "-tls1_3, '', psk_dhe_ke",
        "-tls1_3, -allow_no_dhe_kex -prefer_no_dhe_kex, psk_ke"
    })
    void shouldTellHowASessionWasResumed(String version, String options, String resumption) throws Exception {
        String session = file("session" + resumption);
        List<String> server = new ArrayList<>(List.of(version));
        List<String> first = new ArrayList<>(List.of(version, "-sess_out", session));
        List<String> second = new ArrayList<>(List.of(version, "-sess_in", session));
        for (String option : options.isEmpty() ? new String[0] : options.split(" ")) {
            if (option.startsWith("-prefer") && !knows("s_server", option)) {
                assumeTrue(false, "this openssl has no " + option);
            }
            server.add(option);
            if (!option.startsWith("-prefer")) {
                first.add(option);
                second.add(option);
            }
        }

        List<RecordedHandshake> recorded = openSsl.handshakes(server, List.of(first, second));

        assertThat(recorded.get(0).dissect().tlsDetail.resumption()).isNull();
        ObservationDraft resumed = recorded.get(1).dissect();
        assertThat(resumed.tls.resumed()).as(recorded.get(1).shape()).isTrue();
        assertThat(resumed.tlsDetail.resumption()).isEqualTo(resumption);
        assertThat(resumed.handshake.state()).isEqualTo("completed");
        assertThat(resumed.tlsDetail.forwardSecret()).isEqualTo(!resumption.equals("psk_ke"));
    }

    @Test
    void shouldKeepBothHellosOfARetry() throws Exception {
        RecordedHandshake recorded = openSsl.handshakes(
                        List.of("-tls1_3", "-groups", "P-384"), List.of(List.of("-tls1_3", "-groups", "X25519:P-384")))
                .get(0);

        ObservationDraft draft = recorded.dissect();
        assertThat(draft.handshake.helloRetry()).isTrue();
        assertThat(draft.tlsDetail.clientHelloCount()).isEqualTo(2);
        assertThat(draft.tlsDetail.keyShareGroups()).containsExactly("x25519");
        assertThat(draft.tlsDetail.helloRetryChanges()).containsExactly("key_share");
        assertThat(draft.tls.curve()).isEqualTo("secp384r1");
        assertThat(draft.handshake.state()).isEqualTo("completed");
    }

    @Test
    void shouldReadTheFactsOfTls12() throws Exception {
        ObservationDraft draft = openSsl.handshakes(
                        List.of("-tls1_2", "-cipher", "ECDHE-RSA-AES256-SHA"),
                        List.of(List.of("-tls1_2", "-alpn", "h2,http/1.1")))
                .get(0)
                .dissect();

        assertThat(draft.tlsDetail.signatureAlgorithm()).isEqualTo("rsa_pss_rsae_sha256");
        assertThat(draft.tlsDetail.extendedMasterSecret()).isTrue();
        assertThat(draft.tlsDetail.encryptThenMac()).isTrue();
        assertThat(draft.tlsDetail.secureRenegotiation()).isTrue();
        assertThat(draft.tlsDetail.ticketIssued()).isTrue();
        assertThat(draft.tlsDetail.compression()).isEqualTo("null");
        assertThat(draft.tlsDetail.offeredProtocols()).containsExactly("h2", "http/1.1");
        assertThat(draft.tlsDetail.offeredSignatureAlgorithms()).contains("ed25519", "rsa_pkcs1_sha256");
    }

    private static boolean knows(String command, String option) throws Exception {
        Process help = new ProcessBuilder("openssl", command, "-help")
                .redirectErrorStream(true)
                .start();
        help.getOutputStream().close();
        String text = new String(help.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        help.waitFor();
        return text.contains(option);
    }

    private static String file(String name) {
        return openSsl.file(name).toString();
    }
}

package io.plainsight.sensor.nats;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import io.plainsight.sensor.text.TlsAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NATS client protocol (docs.nats.io/reference/nats-protocol). */
class NatsTest {
    private static final String INFO = "INFO {\"server_id\":\"a\",\"version\":\"2.10.0\",\"headers\":true}\r\n";
    private static final String TLS = "INFO {\"server_id\":\"a\",\"tls_required\": true,\"tls_verify\":false}\r\n";

    @Test
    void shouldSeeMessagesInClear() {
        nats(new Dialogue().server(INFO).client(connect("\"verbose\":false")).client("PUB a.b 5\r\nhello\r\n"))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null)
                .hasUpgrade(false, false, null, false, null);
        nats(new Dialogue()
                        .server(INFO)
                        .client(connect("\"verbose\":false") + "SUB a.* 1\r\nPING\r\n")
                        .server("PONG\r\nMSG a.b 1 5\r\nhello\r\n"))
                .hasUserData(true);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "~\"user\":\"alice\",\"pass\":\"sesame\"~,secret",
                "~\"auth_token\":\"abc\"~,token",
                "~\"jwt\":\"eyJ0\"~,token",
                "~\"jwt\":\"eyJ0\",\"sig\":\"abc\"~,derived",
                "~\"nkey\":\"UAB\",\"sig\":\"abc\"~,derived",
                "~\"user\":\"alice\",\"pass\":\"\"~,"
            })
    void shouldGradeCredentials(String fields, String grade) {
        nats(new Dialogue().server(INFO).client(connect(fields)).server("+OK\r\n"))
                .isPlaintext()
                .hasCredentials(grade)
                .hasUserData(false);
    }

    @Test
    void shouldStartTlsBehindInfo() {
        nats(new Dialogue().server(TLS).client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeThatTheOfferIsPassedBy() {
        nats(new Dialogue()
                        .server(TLS)
                        .client(connect("\"pass\":\"sesame\""))
                        .server("-ERR 'Secure Connection - TLS Required'\r\n"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false)
                .hasUpgrade(true, false, null, false, null);
    }

    @Test
    void shouldNotBelieveAServerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            nats(new Dialogue()
                            .client(connect("\"verbose\":false") + "PUB a 1\r\nx\r\n")
                            .server(answer))
                    .isUndecided();
            nats(new Dialogue().client(connect("\"pass\":\"sesame\"")).server(answer))
                    .isPlaintext()
                    .hasCredentials("secret")
                    .hasUserData(false);
        }
    }

    @Test
    void shouldTellInfoFromNeighbours() {
        NatsSignature signature = new NatsSignature();

        assertThat(new Dialogue().server(INFO).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(connect("\"a\":1")).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client("CONNECT a.example:443 HTTP/1.1\r\n").match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("CONNECT\naccept-version:1.2\n").match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().server("INFO ready\r\n").match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue().client("INFO\r\n").match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    private static String connect(String fields) {
        return "CONNECT {" + fields + "}\r\n";
    }

    private static DialogueAssert nats(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new NatsSignature());
    }
}

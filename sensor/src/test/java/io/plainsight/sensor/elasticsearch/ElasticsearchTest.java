package io.plainsight.sensor.elasticsearch;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as Elasticsearch's TcpHeader and TransportStatus lay them out. */
class ElasticsearchTest {
    private static final int RESPONSE = 1;
    private static final int HANDSHAKE = 8;
    private static final int VERSION = 6_080_099;

    @Test
    void shouldSeeActions() {
        es(shakenHands()
                        .client(message(0, VERSION, "indices:data/read/search"))
                        .server(message(RESPONSE, VERSION, "hits")))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldSeeAnswersWhereTheClientIsOutOfSight() {
        es(new Dialogue().server(message(RESPONSE, VERSION, "hits")))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldFindNoUserDataInHandshakeAndPings() {
        es(shakenHands().client(Wire.hex("4553 ffffffff")).server(Wire.hex("4553 ffffffff")))
                .isPlaintext()
                .hasUserData(false);
    }

    @ParameterizedTest
    @CsvSource({"Basic Ym9iOnNlc2FtZQ==, secret", "Bearer 46ToAxZV, token", "ApiKey VnVhQ2ZH, token"})
    void shouldGradeCredentials(String header, String grade) {
        es(shakenHands().client(message(0, VERSION, "\1\15Authorization" + header + "cluster:monitor/main")))
                .isPlaintext()
                .hasCredentials(grade);
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        for (byte[] reply : new byte[][] {TlsReply.alert(), TlsReply.serverHello()}) {
            es(new Dialogue()
                            .client(message(HANDSHAKE, VERSION, "x"))
                            .client(message(0, VERSION, "indices:data/write/bulk"))
                            .server(reply))
                    .isUndecided();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0000000d, 00, 005cc663, YES",
        "00000034, 08, 085cc663, YES",
        "00000034, 08, 007a1263, YES",
        "0000000c, 08, 005cc663, NO",
        "00000000, 08, 005cc663, NO",
        "00000001, 08, 005cc663, NO",
        "7fffffff, 08, 005cc663, NO",
        "ffffffff, 08, 005cc663, NO",
        "00000034, 09, 005cc663, NO",
        "00000034, 10, 005cc663, NO",
        "00000034, 08, 00000000, NO",
        "00000034, 08, ffffffff, NO"
    })
    void shouldCheckTheWholeHead(String length, String status, String version, Match expected) {
        byte[] head = Wire.hex("4553" + length + "0000000000000001" + status + version);

        assertThat(new Dialogue().client(head).match(new ElasticsearchSignature()))
                .isEqualTo(expected);
        es(new Dialogue().client(head).server(head));
    }

    @Test
    void shouldWaitBehindThePings() {
        assertThat(new Dialogue().client(Wire.hex("4553")).match(new ElasticsearchSignature()))
                .isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client("ESTABLISH the connection\r\n").match(new ElasticsearchSignature()))
                .isEqualTo(Match.NO);
    }

    private static Dialogue shakenHands() {
        return new Dialogue()
                .client(message(HANDSHAKE, VERSION, "internal:tcp/handshake"))
                .server(message(HANDSHAKE | RESPONSE, VERSION, "ok"));
    }

    private static byte[] message(int status, int version, String content) {
        return new Wire()
                .text("ES")
                .u32(13 + content.length())
                .u32(0)
                .u32(1)
                .u8(status)
                .u32(version)
                .text(content)
                .done();
    }

    private static DialogueAssert es(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new ElasticsearchSignature());
    }
}

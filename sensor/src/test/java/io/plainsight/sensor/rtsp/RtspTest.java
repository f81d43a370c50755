package io.plainsight.sensor.rtsp;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.http.HttpSignature;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues of RFC 2326 and RFC 7826. */
class RtspTest {
    private static final String DESCRIBE = """
            C: DESCRIBE rtsp://server.example.com/fizzle/foo RTSP/1.0
            C: CSeq: 312
            C:
            """;
    private static final String OK = """
            S: RTSP/1.0 200 OK
            S: CSeq: 312
            S:
            """;

    @Test
    void shouldSeeAStream() {
        rtsp(Dialogue.of(DESCRIBE + OK)
                        .client("PLAY rtsp://server.example.com/fizzle/foo RTSP/1.0\r\nCSeq: 313\r\n\r\n")
                        .server("RTSP/1.0 200 OK\r\nCSeq: 313\r\n\r\n")
                        .server(Wire.hex("24 00 0008 80 60 0a0d 0001 0203")))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldFindNoUserDataInProbing() {
        rtsp(Dialogue.of("C: OPTIONS * RTSP/2.0\nC: CSeq: 1\nC:\nS: RTSP/2.0 200 OK\nS: CSeq: 1\nS:"))
                .isPlaintext()
                .hasUserData(false);
    }

    @ParameterizedTest
    @CsvSource({"Basic Ym9iOnNlc2FtZQ==, secret", "Digest username=bob, derived", "Bearer eyJhbGci, token"})
    void shouldGradeCredentials(String credentials, String grade) {
        rtsp(Dialogue.of(DESCRIBE + "S: RTSP/1.0 401 Unauthorized\nS: CSeq: 312\nS:\n")
                        .client("OPTIONS rtsp://a/b RTSP/1.0\r\nAuthorization: " + credentials + "\r\n\r\n"))
                .isPlaintext();
        rtsp(Dialogue.of("C: OPTIONS rtsp://a/b RTSP/1.0\nC: Authorization: " + credentials + "\nC:\n" + OK))
                .isPlaintext()
                .hasCredentials(grade)
                .hasUserData(false);
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        for (byte[] reply : new byte[][] {TlsReply.alert(), TlsReply.serverHello()}) {
            rtsp(Dialogue.of(DESCRIBE).server(reply)).isUndecided();
        }
        rtsp(Dialogue.of(DESCRIBE).server("HTTP/1.1 400 Bad Request\r\n\r\n")).isUndecided();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET rtsp://example.com/a HTTP/1.1",
                "OPTIONS sip:a SIP/2.0",
                "HTTP/1.1 200 OK",
                "SIP/2.0 200 OK",
                "RTSP/1.0",
                "RTSP/1.0 20",
                "describe rtsp://a RTSP/1.0",
                "* OK RTSP/1.0x"
            })
    void shouldNotBeTakenForANeighbour(String line) {
        assertThat(new Dialogue().client(line + "\r\n").match(new RtspSignature()))
                .isEqualTo(Match.NO);
    }

    @Test
    void shouldBeLeftByHttp() {
        assertThat(Dialogue.of(DESCRIBE).match(new RtspSignature())).isEqualTo(Match.YES);
        assertThat(Dialogue.of(DESCRIBE).match(new HttpSignature())).isEqualTo(Match.NO);
        assertThat(Dialogue.of(OK).match(new HttpSignature())).isEqualTo(Match.NO);
    }

    private static DialogueAssert rtsp(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new RtspSignature());
    }
}

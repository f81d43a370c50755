package io.plainsight.sensor.sip;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues of RFC 3261 over TCP. */
class SipStreamTest {
    private static final String INVITE = """
            C: INVITE sip:bob@biloxi.com SIP/2.0
            C: Via: SIP/2.0/TCP pc33.atlanta.com;branch=z9hG4bK776asdhds
            C: Call-ID: a84b4c76e66710
            C: Content-Type: application/sdp
            C:
            """;
    private static final String ANSWER = """
            S: SIP/2.0 180 Ringing
            S: CSeq: 314159 INVITE
            S:
            """;

    @Test
    void shouldSeeACall() {
        sip(Dialogue.of(INVITE + ANSWER)).isPlaintext().hasUserData(true).hasCredentials(null);
    }

    @Test
    void shouldFindNoUserDataInProbing() {
        sip(Dialogue.of("C: OPTIONS sip:carol@chicago.com SIP/2.0\nC:\nS: SIP/2.0 200 OK\nS:"))
                .isPlaintext()
                .hasUserData(false);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization: Digest username=bob, derived",
        "Proxy-Authorization: Basic Ym9iOnNlc2FtZQ==, secret",
        "authorization:Bearer eyJhbGci, token"
    })
    void shouldGradeCredentials(String field, String grade) {
        sip(Dialogue.of("C: REGISTER sip:registrar.biloxi.com SIP/2.0\nC: " + field + "\nC:\nS: SIP/2.0 200 OK\nS:"))
                .isPlaintext()
                .hasCredentials(grade)
                .hasUserData(false);
    }

    @Test
    void shouldSeeTheKeysOfTheMediaStream() {
        sip(Dialogue.of(INVITE + "C: v=0\nC: a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3\n" + ANSWER))
                .isPlaintext()
                .hasCredentials("secret");
    }

    @Test
    void shouldSeeACallThatTheServerPlaces() {
        sip(Dialogue.of("S: INVITE sip:bob@192.0.2.4 SIP/2.0\nS: CSeq: 1 INVITE\nS:\nC: SIP/2.0 200 OK\nC:"))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        for (byte[] reply : new byte[][] {TlsReply.alert(), TlsReply.serverHello()}) {
            sip(Dialogue.of(INVITE).server(reply)).isUndecided();
            sip(Dialogue.of("C: REGISTER sip:a SIP/2.0\nC: Authorization: Basic Ym9iOnNlc2FtZQ==\nC:")
                            .server(reply))
                    .isPlaintext()
                    .hasCredentials("secret")
                    .hasUserData(false);
        }
    }

    @Test
    void shouldBeRecognisedBehindKeepAlives() {
        SipStreamSignature signature = new SipStreamSignature();

        assertThat(new Dialogue()
                        .client("\r\n\r\n\r\n\r\nINVITE sip:bob@biloxi.com SIP/2.0\r\n")
                        .match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client("\r\n\r\n").match(signature)).isEqualTo(Match.MAYBE);
        assertThat(Dialogue.of(ANSWER).match(signature)).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET sip:bob@biloxi.com HTTP/1.1",
                "DESCRIBE rtsp://example.com/a RTSP/1.0",
                "HTTP/1.1 200 OK",
                "RTSP/1.0 200 OK",
                "SIP/2.0",
                "SIP/2.0 abc",
                "SIP/x.0 200 OK",
                "INVITE SIP/2.0x",
                "220 sip.example.com ESMTP SIP/2.0 ready",
                "EHLO SIP"
            })
    void shouldNotBeTakenForANeighbour(String line) {
        assertThat(new Dialogue().client(line + "\r\n").match(new SipStreamSignature()))
                .isEqualTo(Match.NO);
    }

    private static DialogueAssert sip(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new SipStreamSignature());
    }
}

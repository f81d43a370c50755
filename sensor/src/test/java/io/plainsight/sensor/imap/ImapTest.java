package io.plainsight.sensor.imap;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImapTest {
    /** RFC 9051 section 6.2.1. */
    private static final String STARTTLS = """
            S: * OK IMAP4rev2 service ready
            C: a001 CAPABILITY
            S: * CAPABILITY IMAP4rev2 STARTTLS LOGINDISABLED
            S: a001 OK CAPABILITY completed
            C: a002 STARTTLS
            S: a002 OK Begin TLS negotiation now
            """;

    private static final String GREETING = "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\n";

    @Test
    void shouldStartTlsBehindTheServersAcceptLine() {
        dialogue(Dialogue.of(STARTTLS).client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldNotTakeThePipelinedCommandsReplyForTheAnswer() {
        dialogue(new Dialogue()
                        .server("* OK ready\r\n")
                        .client("a1 CAPABILITY\r\na2 STARTTLS\r\n")
                        .client(CLIENT_HELLO)
                        .server("* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK done\r\na2 OK begin\r\n"))
                .startsTlsAt(CLIENT_HELLO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: a001 LOGIN smith sesame",
                "C: a001 login \"smith w\" \"se\\\"same\"",
                "C: A001 LOGIN {11}\nS: + Ready for additional command text\nC: FRED FOOBAR {7}\nS: + Ready\nC: fat man",
                "C: A001 LOGIN smith {6+}\nC: sesame",
                "C: a AUTHENTICATE PLAIN\nS: + \nC: dGVzdAB0ZXN0AHRlc3Q=",
                "C: a1 AUTHENTICATE PLAIN dGVzdAB0ZXN0AHRlc3Q=",
                "C: a1 AUTHENTICATE LOGIN\nS: + VXNl\nC: dGVz\nS: + UGFz\nC: dGVz"
            })
    void shouldSeeASecret(String login) {
        dialogue(Dialogue.of(GREETING + login)).isPlaintext().hasCredentials("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: a1 LOGIN {5}\nS: a1 NO [PRIVACYREQUIRED] use TLS",
                "C: a1 LOGIN smith {6}\nS: a1 NO LOGIN is disabled",
                "C: a1 AUTHENTICATE PLAIN\nS: a1 NO [PRIVACYREQUIRED] use TLS",
                "C: a1 LOGOUT\nS: * BYE\nS: a1 OK"
            })
    void shouldNotDecideWhereTheServerStopsThePassword(String login) {
        dialogue(Dialogue.of("S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\n" + login))
                .isUndecided()
                .hasUpgrade(true, false, null, false, null);
    }

    @Test
    void shouldSeeTheRefusal() {
        dialogue(Dialogue.of(
                        "S: * OK ready\nC: a1 STARTTLS\nS: a1 BAD unknown command\nC: a2 LOGIN smith sesame\nS: a2 OK"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldSeeTheMarksOfStripping() {
        dialogue(Dialogue.of("S: * OK [CAPABILITY IMAP4rev1 XXXXXXXX] ready\nC: a1 LOGIN smith sesame"))
                .hasUpgrade(false, false, null, false, true);
    }

    @Test
    void shouldCallAMailboxOfAPreauthenticatedSessionUserData() {
        dialogue(Dialogue.of("S: * PREAUTH welcome\nC: a1 SELECT INBOX\nS: * 172 EXISTS\nS: a1 OK done"))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: * OK ready", "S: * PREAUTH x", "C: a001 CAPABILITY", "C: . STARTTLS", "C: 1 LOGIN a b"})
    void shouldRecognise(String text) {
        assertThat(Dialogue.of(text).match(new ImapSignature())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: * ACAP (IMPLEMENTATION \"x\")",
                "S: +OK ready",
                "C: USER LOGIN a",
                "C: please STARTTLS",
                "C: GET / HTTP/1.1",
                "C: a1 CAPABILITYX"
            })
    void shouldNotRecogniseNeighbours(String text) {
        assertThat(Dialogue.of(text).match(new ImapSignature())).isEqualTo(Match.NO);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new ImapSignature());
    }
}

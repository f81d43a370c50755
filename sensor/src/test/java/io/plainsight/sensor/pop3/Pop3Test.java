package io.plainsight.sensor.pop3;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pop3Test {
    /** RFC 2595 section 4. */
    private static final String STLS = """
            S: +OK POP3 server ready
            C: CAPA
            S: +OK Capability list follows
            S: USER
            S: STLS
            S: .
            C: STLS
            S: +OK Begin TLS negotiation
            """;

    @Test
    void shouldStartTlsBehindTheServersAcceptLine() {
        dialogue(Dialogue.of(STLS).client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeTheRefusal() {
        dialogue(Dialogue.of("""
                        S: +OK ready
                        C: STLS
                        S: -ERR Command not permitted
                        C: USER mrose
                        S: +OK name is a valid mailbox
                        """)).isPlaintext().hasCredentials(null).hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldSeeAPassword() {
        // RFC 1939 section 7
        dialogue(Dialogue.of("""
                        S: +OK POP3 server ready
                        C: USER mrose
                        S: +OK mrose is a real hoopy frood
                        C: PASS secret
                        S: +OK mrose's maildrop has 2 messages (320 octets)
                        C: STAT
                        S: +OK 2 320
                        """))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true)
                .hasNoUpgrade();
    }

    @Test
    void shouldSeeADerivedCredential() {
        // RFC 1939 section 10
        dialogue(Dialogue.of("""
                        S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
                        C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
                        S: +OK mrose's maildrop has 2 messages (320 octets)
                        """)).isPlaintext().hasCredentials("derived");
    }

    @Test
    void shouldSeeAToken() {
        dialogue(Dialogue.of("S: +OK ready\nC: AUTH XOAUTH2\nS: + \nC: dXNlcj1zb21l\nS: +OK welcome"))
                .isPlaintext()
                .hasCredentials("token");
    }

    @Test
    void shouldSeeTheMarksOfStripping() {
        dialogue(Dialogue.of("S: +OK ready\nC: CAPA\nS: +OK\nS: TOP\nS: XXXX\nS: .\nC: USER a\nS: +OK"))
                .isPlaintext()
                .hasUpgrade(false, false, null, false, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: USER a\nS: -ERR use STLS first",
                "C: QUIT\nS: +OK bye",
                "C: CAPA\nS: +OK\nS: STLS\nS: .\nC: QUIT\nS: +OK"
            })
    void shouldNotDecideWhereTheServerInsistsOrTheClientLeaves(String rest) {
        dialogue(Dialogue.of("S: +OK ready\n" + rest)).isUndecided();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: +OK POP3 server ready",
                "S: +OK <1896.697170952@dbc.mtview.ca.us>",
                "S: +OK Dovecot ready.\nS: +OK",
                "C: CAPA",
                "C: STLS",
                "C: USER a\nC: PASS b\nC: STAT"
            })
    void shouldRecognise(String text) {
        assertThat(Dialogue.of(text).match(new Pop3Signature())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: +OK", "S: +PONG", "S: 220 ready", "C: EHLO b", "C: USER a\nC: SYST", "S: -ERR unknown"})
    void shouldNotRecogniseNeighbours(String text) {
        assertThat(Dialogue.of(text).match(new Pop3Signature())).isEqualTo(Match.NO);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new Pop3Signature());
    }
}

package io.plainsight.sensor.ftp;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtpTest {
    /** RFC 4217 section 12.2, with RFC 2389's FEAT before it. */
    private static final String AUTH_TLS = """
            S: 220 (vsFTPd 3.0.5)
            C: FEAT
            S: 211-Features:
            S:  AUTH TLS
            S:  PBSZ
            S: 211 End
            C: AUTH TLS
            S: 234 Proceed with negotiation.
            """;

    @Test
    void shouldStartTlsBehindTheServersAcceptLine() {
        dialogue(Dialogue.of(AUTH_TLS).client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 unknown", "534 policy", "431 resource"})
    void shouldSeeTheRefusal(String refusal) {
        dialogue(Dialogue.of("S: 220 ready\nC: AUTH TLS\nS: " + refusal + "\nC: USER a\nS: 331 password\nC: PASS b"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUpgrade(null, true, false, false, null);
    }

    @ParameterizedTest
    @CsvSource({"P, 200, private", "C, 200, clear", "S, 200, safe", "E, 200, confidential", "P, 536,", "X, 200,"})
    void shouldRecordWhatIsAgreedAboutTheDataConnections(String level, int code, String expected) {
        DialogueAssert asserted = dialogue(
                        Dialogue.of("S: 220 ready\nC: USER a\nS: 331 password\nC: PASS b\nS: 230 in\nC: PROT " + level
                                + "\nS: " + code + " done"))
                .isPlaintext();

        if (expected == null) {
            asserted.hasNoUpgrade();
        } else {
            asserted.hasDataProtection(expected);
        }
    }

    @Test
    void shouldSeeAPasswordAndATransfer() {
        dialogue(Dialogue.of("""
                        S: 220-Welcome
                        S:     to the archive
                        S: 220 ready
                        C: USER bob
                        S: 331 Password required for bob.
                        C: PASS secret
                        S: 230 User bob logged in.
                        C: PASV
                        S: 227 Entering Passive Mode (192,0,2,1,10,20)
                        C: LIST
                        S: 150 Opening connection
                        S: 226 Transfer complete.
                        """))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true)
                .hasNoUpgrade();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous", "ftp", "Anonymous"})
    void shouldNotCallAnAnonymousPasswordASecret(String user) {
        dialogue(Dialogue.of("S: 220 ready\nC: USER " + user + "\nS: 331 ok\nC: PASS me@example.org\nS: 230 ok"))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(false);
    }

    @Test
    void shouldSeeTheMarksOfStripping() {
        dialogue(
                        Dialogue.of(
                                "S: 220 ready\nC: FEAT\nS: 211-Features\nS:  AUTH XXX\nS:  XXXXXXXX\nS: 211 End\nC: USER a\nS: 331 ok"))
                .isPlaintext()
                .hasUpgrade(false, false, null, false, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: USER a\nS: 530 Non-anonymous sessions must use encryption.",
                "C: FEAT\nS: 211-F\nS:  AUTH TLS\nS: 211 End\nC: QUIT\nS: 221 bye",
                "C: AUTH GSSAPI\nS: 334 ok\nC: ADAT YII=\nS: 235 ADAT=x\nC: ENC zzz\nS: 632 yyy",
                "C: QUIT\nS: 221 bye"
            })
    void shouldNotDecideWhereNothingWasExposed(String rest) {
        dialogue(Dialogue.of("S: 220 ready\n" + rest)).isUndecided();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 220 (vsFTPd 3.0.5)",
                "S: 220-Hello\nS: 220-FTP server",
                "S: 220 ready\nS: 331 password",
                "S: 220-Welcome\nS: to the archive\nS: 220 ready\nS: 230 in",
                "C: AUTH TLS",
                "C: USER a\nC: PASS b\nC: SYST"
            })
    void shouldRecognise(String text) {
        assertThat(Dialogue.of(text).match(new FtpSignature())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 220 mail ESMTP",
                "S: 220 ready\nS: 250-mail greets",
                "S: 200 news",
                "C: EHLO b",
                "C: CAPA",
                "C: GET / HTTP/1.1"
            })
    void shouldNotRecogniseNeighbours(String text) {
        assertThat(Dialogue.of(text).match(new FtpSignature())).isEqualTo(Match.NO);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new FtpSignature());
    }
}

package io.plainsight.sensor.managesieve;

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

class ManageSieveTest {
    /** RFC 5804 section 2.2. */
    private static final String GREETING = """
            S: "IMPLEMENTATION" "Example1 ManageSieved v001"
            S: "VERSION" "1.0"
            S: "SASL" ""
            S: "SIEVE" "fileinto vacation"
            S: "STARTTLS"
            S: OK "ready"
            """;

    private static final String WITHOUT_OFFER = GREETING.replace("S: \"STARTTLS\"\n", "");

    @Test
    void shouldStartTlsBehindTheServersAcceptLine() {
        dialogue(Dialogue.of(GREETING + "C: STARTTLS\nS: OK \"Begin TLS\"").client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeTheRefusalAndThePasswordBehindIt() {
        dialogue(Dialogue.of(GREETING
                        + "C: STARTTLS\nS: NO \"not now\"\nC: AUTHENTICATE \"PLAIN\" \"QJIrweAPyo6Q1T9xu\"\nS: OK"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUpgrade(true, true, false, false, null);
    }

    /** RFC 5804 section 2.1: the answer as a quoted string, as a literal, on a line of its own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            C: AUTHENTICATE "PLAIN" {20+}~C: QJIrweAPyo6Q1T9xu~S: OK                                      | secret
            C: AUTHENTICATE "PLAIN"~S: ""~C: "QJIrweAPyo6Q1T9xu"~S: OK                                    | secret
            C: AUTHENTICATE "OAUTHBEARER" "bixhPXVzZXI"~S: OK                                             | token
            C: AUTHENTICATE "CRAM-MD5"~S: "c2Q="~C: "dGlt"~S: OK                                           | derived
            C: AUTHENTICATE "SCRAM-SHA-1" "biwsbj10"~S: {4}~S: cj1y~C: {4+}~C: Yz1i~S: OK (SASL "dg==") "" | derived
            """)
    void shouldGradeTheMechanism(String lines, String kind) {
        dialogue(Dialogue.of(WITHOUT_OFFER + lines.replace('~', '\n')))
                .isPlaintext()
                .hasCredentials(kind);
    }

    @Test
    void shouldCallAScriptUserData() {
        dialogue(Dialogue.of(WITHOUT_OFFER + "C: LISTSCRIPTS\nS: \"summer_script\"\nS: OK"))
                .isPlaintext()
                .hasUserData(true)
                .hasUpgrade(false, false, null, false, null);
    }

    @Test
    void shouldSeeTheMarksOfStripping() {
        dialogue(Dialogue.of(GREETING.replace("STARTTLS", "XXXXXXXX") + "C: LISTSCRIPTS\nS: OK"))
                .isPlaintext()
                .hasUpgrade(false, false, null, false, true);
    }

    @Test
    void shouldNoteClearBytesBetweenCommandAndTls() {
        dialogue(Dialogue.of(GREETING)
                        .client("STARTTLS\r\nNOOP\r\n")
                        .server("OK\r\n")
                        .client(CLIENT_HELLO))
                .startsTls()
                .hasReason("starttls.pipelined");
    }

    @Test
    void shouldNotDecideWhereTheClientLooksAndLeaves() {
        dialogue(Dialogue.of(GREETING + "C: LOGOUT\nS: OK")).isUndecided();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: \"IMPLEMENTATION\" \"a\"\nS: \"SIEVE\" \"b\"",
                "S: \"STARTTLS\"\nS: \"VERSION\" \"1.0\"",
                "C: AUTHENTICATE \"PLAIN\" {5+}",
                "C: CAPABILITY\nC: LISTSCRIPTS"
            })
    void shouldRecognise(String text) {
        assertThat(Dialogue.of(text).match(new ManageSieveSignature())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: * OK IMAP4rev1",
                "S: +OK",
                "S: \"a\": 1",
                "C: a1 STARTTLS",
                "C: AUTHENTICATE PLAIN",
                "C: GET /"
            })
    void shouldNotRecogniseNeighbours(String text) {
        assertThat(Dialogue.of(text).match(new ManageSieveSignature())).isEqualTo(Match.NO);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new ManageSieveSignature());
    }
}

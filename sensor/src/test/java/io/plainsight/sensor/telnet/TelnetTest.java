package io.plainsight.sensor.telnet;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelnetTest {
    @Test
    void shouldSeeAPasswordTypedByteByByte() {
        Dialogue dialogue = opened().server("\r\nlogin: ");
        type(dialogue, "fake\r\n", true);
        dialogue.server("Password:");
        type(dialogue, "user\r\n", false);

        dialogue(dialogue.server("\r\nLast login: Sat\r\n$ ")).isPlaintext().hasCredentials("secret");
    }

    @Test
    void shouldCallASessionWithoutAPromptPlaintext() {
        dialogue(opened().server("$ ").client("ls\r\n").server("a b\r\n"))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true);
    }

    @Test
    void shouldNotTakeAnEmptyAnswerForAPassword() {
        dialogue(opened().server("Password: ")
                        .client("\r\n")
                        .server("\r\nlogin: ")
                        .client("x\r\n"))
                .isPlaintext()
                .hasCredentials(null);
    }

    @Test
    void shouldNotTakeTextAboutPasswordsForAPrompt() {
        dialogue(opened().server("Passwords expire: soon\r\n$ ").client("ls\r\n"))
                .isPlaintext()
                .hasCredentials(null);
    }

    @Test
    void shouldNotDecideOnNegotiationAlone() {
        dialogue(opened()).isUndecided();
    }

    @Test
    void shouldNotDecideBehindTheEncryptOption() {
        dialogue(opened().server(hex("fffa2603fff0")).server(hex("a1b2c3")).client(hex("d4e5f6")))
                .isUndecided();
    }

    @Test
    void shouldStartTlsWhenBothSidesSayThatItFollows() {
        dialogue(new Dialogue()
                        .server(hex("fffd2e"))
                        .client(hex("fffb2e"))
                        .server(hex("fffa2e01fff0"))
                        .client(hex("fffa2e01fff0"))
                        .client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(true, true, true, true, null);
    }

    @ParameterizedTest
    @CsvSource({
        "fffd18fffd20, YES",
        "fffb01, MAYBE",
        "fffb016c6f67696e3a20, MAYBE",
        "fffb010d0a6c6f67696e3a20, YES",
        "ff, MAYBE",
        "fffb, MAYBE"
    })
    void shouldRecogniseNegotiation(String bytes, Match expected) {
        assertThat(new Dialogue().server(hex(bytes)).match(new TelnetSignature()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6c6f67696e3a", "fffe", "ffffff", "fffb60", "fffb01000102", "ffd8ffe0"})
    void shouldNotRecogniseNeighbours(String bytes) {
        // among them UTF-16's byte order mark with no option behind it, and a JPEG file
        Match match = new Dialogue().server(hex(bytes)).match(new TelnetSignature());

        assertThat(match).isEqualTo(bytes.equals("fffe") ? Match.MAYBE : Match.NO);
    }

    private static Dialogue opened() {
        return new Dialogue()
                .client(hex("fffd03fffb18fffb1ffffb20"))
                .server(hex("fffd18fffd20fffd23fffd27"))
                .client(hex("fffa2000333834303020fff0"))
                .server(hex("fffb03fffd01"));
    }

    private static void type(Dialogue dialogue, String text, boolean echo) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            dialogue.client(String.valueOf(c));
            if (echo) {
                dialogue.server(String.valueOf(c));
            }
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new TelnetSignature());
    }
}

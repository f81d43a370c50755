package io.plainsight.sensor.rlogin;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** RFC 1282 section 2. */
class RloginTest {
    private static final String START = "\0alice\0bob\0vt100/9600\0";

    @Test
    void shouldSeeAPasswordTypedAtThePrompt() {
        rlogin(new Dialogue().client(START).server("\0Password: ").client("sesame\r"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true);
    }

    @Test
    void shouldSeeATrustedLogin() {
        rlogin(new Dialogue().client(START).server("\0$ ").client("ls\r"))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true);
    }

    @Test
    void shouldTellTheStartFromNeighbours() {
        RloginSignature signature = new RloginSignature();

        assertThat(new Dialogue().client("\0").client(START.substring(1)).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client("\0alice\0bob\0ls -l\0").match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("1022\0alice\0bob\0ls\0").match(signature))
                .isEqualTo(Match.NO);
    }

    private static DialogueAssert rlogin(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new RloginSignature());
    }
}

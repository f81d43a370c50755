package io.plainsight.sensor.rsh;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import org.junit.jupiter.api.Test;

/** BSD rcmd(3) and rexec(3). */
class RemoteShellTest {
    @Test
    void shouldSeeACommandOfRsh() {
        assertThatDialogue(new Dialogue().client("1022\0alice\0bob\0ls -l\0").server("\0total 0\n"), new RshSignature())
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true);
    }

    @Test
    void shouldSeeThePasswordOfRexec() {
        assertThatDialogue(
                        new Dialogue().client("34512\0alice\0sesame\0ls -l\0").server("\0total 0\n"),
                        new RexecSignature())
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true);
    }

    @Test
    void shouldTellThemApartByThePort() {
        assertThat(new Dialogue().client("1022\0a\0b\0c").match(new RexecSignature()))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("34512\0a\0b\0c").match(new RshSignature()))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("70000\0a\0b\0c").match(new RexecSignature()))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("1022\0a\0b\0").match(new RshSignature()))
                .isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client("\0a\0b\0c").match(new RshSignature())).isEqualTo(Match.NO);
    }
}

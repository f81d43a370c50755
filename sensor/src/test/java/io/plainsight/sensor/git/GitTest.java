package io.plainsight.sensor.git;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import org.junit.jupiter.api.Test;

/** gitprotocol-pack(5). */
class GitTest {
    @Test
    void shouldSeeARepositoryInClear() {
        assertThatDialogue(
                        new Dialogue()
                                .client("0032git-upload-pack /project.git\0host=myserver.com\0")
                                .server("00887217a7c7e582c46cec22a130adf4b9d7d950fba0 HEAD\0multi_ack thin-pack\n"),
                        new GitSignature())
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldTellItFromOtherText() {
        assertThat(new Dialogue().client("0032git-receive-pack /a").match(new GitSignature()))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client("0032git-up").match(new GitSignature()))
                .isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client("GET / HTTP/1.1").match(new GitSignature()))
                .isEqualTo(Match.NO);
    }
}

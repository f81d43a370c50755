package io.plainsight.sensor.rsync;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;

import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** rsync, csprotocol.txt. */
class RsyncTest {
    @Test
    void shouldGradeALoginByChallenge() {
        rsync(new Dialogue()
                        .server("@RSYNCD: 31.0 sha512 md5\n")
                        .client("@RSYNCD: 31.0 md5\n")
                        .client("backup\n")
                        .server("@RSYNCD: AUTHREQD Yk9Tb0hDc2ZHZWdj\n")
                        .client("alice 3fXSJ1yPeSn9bnlgKx5Zew\n")
                        .server("@RSYNCD: OK\n"))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(true);
    }

    @Test
    void shouldSeeAListOfModules() {
        rsync(new Dialogue()
                        .server("@RSYNCD: 30.0\n")
                        .client("@RSYNCD: 30.0\n")
                        .client("\n")
                        .server("backup\tall\n"))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true);
    }

    @Test
    void shouldNotDecideOnTheGreeting() {
        rsync(new Dialogue().server("@RSYNCD: 31.0\n").client("@RSYNCD: 31.0\n"))
                .isUndecided();
    }

    private static DialogueAssert rsync(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new RsyncSignature());
    }
}

package io.plainsight.sensor.irc;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IrcTest {
    @Test
    void shouldStartTlsBehindTheServersAcceptLine() {
        dialogue(Dialogue.of("""
                        C: CAP LS
                        S: :irc.example.org CAP * LS :multi-prefix tls
                        C: STARTTLS
                        S: :irc.example.org 670 * :STARTTLS successful, go ahead with TLS handshake
                        """).client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeAPasswordBehindARefusal() {
        dialogue(Dialogue.of("""
                        C: STARTTLS
                        S: :irc.example.org 691 * :STARTTLS failed
                        C: PASS secretpasswordhere
                        C: NICK guest
                        C: USER guest 0 * :Ronnie Reagan
                        S: :irc.example.org 001 guest :Welcome
                        """))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true)
                .hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldNotDecideBeforeTheWelcome() {
        dialogue(Dialogue.of("C: NICK guest\nC: USER guest 0 * :Ronnie Reagan")).isUndecided();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: CAP LS 302",
                "C: NICK guest\nC: USER guest 0 * :Ronnie",
                "S: :irc.example.org 001 guest :Welcome",
                "S: :irc.example.org NOTICE * :*** Looking up your hostname"
            })
    void shouldRecognise(String text) {
        assertThat(Dialogue.of(text).match(new IrcSignature())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C: USER bob", "C: EHLO b", "S: 220 ready", "S: : 001", "S: :redis"})
    void shouldNotRecogniseNeighbours(String text) {
        assertThat(Dialogue.of(text).match(new IrcSignature())).isEqualTo(Match.NO);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new IrcSignature());
    }
}

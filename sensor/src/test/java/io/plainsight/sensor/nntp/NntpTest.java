package io.plainsight.sensor.nntp;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NntpTest {
    @Test
    void shouldStartTlsBehindTheServersAcceptLine() {
        // RFC 4642 section 2.2.3
        dialogue(Dialogue.of("""
                        S: 200 news.example.com ready
                        C: CAPABILITIES
                        S: 101 Capability list:
                        S: VERSION 2
                        S: READER
                        S: STARTTLS
                        S: .
                        C: STARTTLS
                        S: 382 Continue with TLS negotiation
                        """).client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeAPassword() {
        // RFC 4643 section 2.3.3
        dialogue(Dialogue.of("""
                        S: 200 news.example.com ready
                        C: AUTHINFO USER wilma
                        S: 381 Enter passphrase
                        C: AUTHINFO PASS flintstone
                        S: 281 Authentication accepted
                        C: GROUP misc.test
                        S: 211 1234 3000234 3002322 misc.test
                        """)).isPlaintext().hasCredentials("secret").hasUserData(true);
    }

    @Test
    void shouldSeeTheRefusal() {
        dialogue(Dialogue.of("S: 200 news\nC: STARTTLS\nS: 580 Can not initiate TLS\nC: GROUP a\nS: 211 1 2 3 a"))
                .isPlaintext()
                .hasUpgrade(null, true, false, false, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: 200 news.example.com ready", "S: 201 NNTP", "C: MODE READER", "S: 200 hi\nS: 381 pass"})
    void shouldRecognise(String text) {
        assertThat(Dialogue.of(text).match(new NntpSignature())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: 220 ready", "S: +OK", "C: EHLO b", "C: CAPA"})
    void shouldNotRecogniseNeighbours(String text) {
        assertThat(Dialogue.of(text).match(new NntpSignature())).isEqualTo(Match.NO);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new NntpSignature());
    }
}

package io.plainsight.sensor.redis;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues of the Redis serialization protocol specification. */
class RedisTest {
    private static final String SET = "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n";
    private static final String AUTH = "*2\r\n$4\r\nAUTH\r\n$6\r\nsesame\r\n";

    @Test
    void shouldSeeUserDataOnceTheServerAnswers() {
        redis(new Dialogue().client(SET).server("+OK\r\n"))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                AUTH,
                "*3\r\n$4\r\nauth\r\n$3\r\nbob\r\n$6\r\nsesame\r\n",
                "*5\r\n$5\r\nHELLO\r\n$1\r\n3\r\n$4\r\nAUTH\r\n$3\r\nbob\r\n$6\r\nsesame\r\n",
                "AUTH sesame\r\n",
                "HELLO 3 AUTH bob sesame\r\n"
            })
    void shouldSeeAPasswordInClear(String login) {
        redis(new Dialogue().client(login).server("+OK\r\n"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
    }

    @Test
    void shouldTakeNoValueForACommand() {
        redis(new Dialogue()
                        .client("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$27\r\n*2\r\n$4\r\nAUTH\r\n$6\r\nsesame\r\n\r\n")
                        .server("+OK\r\n"))
                .isPlaintext()
                .hasCredentials(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+PONG\r\n", "-LOADING Redis is loading\r\n", "$-1\r\n", ":1000\r\n", "%7\r\n", "_\r\n", "#t\r\n"
            })
    void shouldKnowEveryKindOfAnswer(String answer) {
        redis(new Dialogue().client("*1\r\n$4\r\nPING\r\n").server(answer))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldKnowThatARefusedLoginShowedThePassword() {
        redis(new Dialogue().client(AUTH).server("-WRONGPASS invalid username-password pair\r\n"))
                .isPlaintext()
                .hasCredentials("secret");
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        redis(new Dialogue().client(SET).server(TlsReply.alert())).isUndecided();
        redis(new Dialogue().client(SET).server(TlsReply.serverHello())).isUndecided();
        redis(new Dialogue().client(SET).server("HTTP/1.1 400 Bad Request\r\n\r\n"))
                .isUndecided();
    }

    @Test
    void shouldExposeThePasswordThatATlsServerWasSent() {
        redis(new Dialogue().client(AUTH + SET).server(TlsReply.alert()))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
    }

    @Test
    void shouldDecideByTheClientAloneAtTheEnd() {
        redis(new Dialogue().client(SET)).isPlaintext().hasUserData(true);
    }

    @Test
    void shouldBeRecognisedMidway() {
        assertThat(new Dialogue().client(SET).server("+OK\r\n").match(new RedisSignature()))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue()
                        .client("PING\r\n")
                        .server("-NOAUTH Authentication required.\r\n")
                        .match(new RedisSignature()))
                .isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*0\r\n$4\r\nPING\r\n",
                "*99999999\r\n$4\r\nPING\r\n",
                "*1\r\n$0\r\n\r\n",
                "*1\r\n$99999999\r\nPING",
                "*-1\r\n",
                "* 1\r\n",
                "*1\n$4\n",
                "*1\r\n:4\r\n",
                "set key 0 0 5\r\nvalue\r\n",
                "EHLO relay.example.com\r\n",
                "POST / HTTP/1.1\r\n"
            })
    void shouldNotBeTakenForANeighbour(String client) {
        assertThat(new Dialogue().client(client).match(new RedisSignature())).isNotEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 mail.example.com ESMTP\r\n",
                "+OK POP3 ready\r\n",
                "-ERR unknown command\r\n",
                "-ERR 'Unknown Protocol Operation'\r\n",
                "* OK IMAP4rev1 ready\r\n",
                "VERSION 1.6\r\n"
            })
    void shouldNotTakeAnotherServerForIt(String server) {
        assertThat(new Dialogue().server(server).match(new RedisSignature())).isNotEqualTo(Match.YES);
    }

    private static DialogueAssert redis(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new RedisSignature());
    }
}

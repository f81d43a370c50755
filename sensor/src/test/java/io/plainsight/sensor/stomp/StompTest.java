package io.plainsight.sensor.stomp;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import io.plainsight.sensor.text.TlsAnswers;
import org.junit.jupiter.api.Test;

/** STOMP 1.0 to 1.2 (stomp.github.io). */
class StompTest {
    private static final String CONNECT = "CONNECT\naccept-version:1.2\nhost:a\n\n\0";
    private static final String CONNECTED = "CONNECTED\nversion:1.2\n\n\0";

    @Test
    void shouldSeeMessagesInClear() {
        stomp(new Dialogue().client(CONNECT).server(CONNECTED).client("SEND\ndestination:/queue/a\n\nhello\0\n"))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
        stomp(new Dialogue()
                        .client(CONNECT)
                        .server("\n\n" + CONNECTED)
                        .client("SUBSCRIBE\nid:0\ndestination:/queue/a\n\n\0")
                        .server("MESSAGE\nsubscription:0\nmessage-id:1\ndestination:/queue/a\n\nhello\0"))
                .hasUserData(true);
    }

    @Test
    void shouldSeeAPasscodeInClear() {
        stomp(new Dialogue()
                        .client("STOMP\r\naccept-version:1.2\r\nlogin:alice\r\npasscode:sesame\r\n\r\n\0")
                        .server("ERROR\nmessage:denied\n\n\0"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
        stomp(new Dialogue().client("CONNECT\nlogin:alice\npasscode:\n\n\0").server(CONNECTED))
                .isPlaintext()
                .hasCredentials(null);
    }

    @Test
    void shouldNotBelieveABrokerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            stomp(new Dialogue().client(CONNECT).server(answer).client("SEND\ndestination:a\n\nx\0\n"))
                    .isUndecided();
            stomp(new Dialogue().client("CONNECT\npasscode:sesame\n\n\0").server(answer))
                    .isPlaintext()
                    .hasCredentials("secret")
                    .hasUserData(false);
        }
    }

    @Test
    void shouldTellConnectFromNeighbours() {
        StompSignature signature = new StompSignature();

        assertThat(new Dialogue().client(CONNECT).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(CONNECTED).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue()
                        .client("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n")
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("CONNECT {\"a\":1}\r\n").match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("CONNECT\nhello\n").match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    private static DialogueAssert stomp(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new StompSignature());
    }
}

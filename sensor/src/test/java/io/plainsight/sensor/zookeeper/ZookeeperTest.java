package io.plainsight.sensor.zookeeper;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.LengthFields;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import io.plainsight.sensor.text.TlsAnswers;
import org.junit.jupiter.api.Test;

/** zookeeper.jute, ZooDefs.OpCode, and the four-letter words of the administrator's guide. */
class ZookeeperTest {
    private static final byte[] CONNECT = hex("0000002d 00000000 0000000000000000 00007530 0000000000000000 00000010"
            + "00000000000000000000000000000000 00");
    private static final byte[] CONNECTED =
            hex("00000025 00000000 00007530 0100000000000001 00000010 000102030405060708090a0b0c0d0e0f 00");
    private static final byte[] REPLY = hex("00000010 00000001 0000000000000002 00000000");

    @Test
    void shouldSeeNodesInClear() {
        zookeeper(session().client(request(1, 4, "00000004 2f666f6f 00")).server(REPLY))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldFindASessionAlonePlaintextWithoutUserData() {
        zookeeper(session().client(request(0xfffffffeL, 11, "")).server(REPLY))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldSeeADigestInClear() {
        zookeeper(session().client(auth("digest"))).isPlaintext().hasCredentials("secret");
        zookeeper(session().client(auth("ip"))).isPlaintext().hasCredentials(null);
    }

    @Test
    void shouldGradeSasl() {
        zookeeper(session().client(request(1, 102, "00000000"))).hasCredentials(null);
        zookeeper(session().client(request(1, 102, "00000003 616263"))).hasCredentials("derived");
    }

    @Test
    void shouldSeeAFourLetterWord() {
        zookeeper(new Dialogue().client("ruok").server("imok")).isPlaintext().hasUserData(false);
        zookeeper(new Dialogue().client("stat\n").server("Zookeeper version: 3.8.4-9316c2a\nClients:\n"))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldNotBelieveAServerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            zookeeper(new Dialogue().client(CONNECT).server(answer)).isUndecided();
            zookeeper(new Dialogue().client("ruok").server(answer)).isUndecided();
        }
    }

    @Test
    void shouldTellASessionFromNeighbours() {
        ZookeeperSignature signature = new ZookeeperSignature();

        assertThat(new Dialogue().client(CONNECT).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(CONNECTED).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client("ruok").match(signature)).isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client("ruok").server("imok").match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client("stats\r\n").match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("00000015 0012 0000 0000000a 0007 72646b61666b6100000000000000"))
                        .match(signature))
                .isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveLyingLengths() {
        for (byte[] lie : LengthFields.disturbed(CONNECT, 0, 4)) {
            assertThat(new Dialogue().client(lie).match(new ZookeeperSignature()))
                    .isNotEqualTo(Match.YES);
        }
        for (int at : new int[] {0, 16}) {
            for (byte[] lie : LengthFields.disturbed(auth("digest"), at, 4)) {
                assertThat(session().client(lie).feed(ZookeeperDissector::new).draft().protection)
                        .isNotEqualTo(Protection.PROTECTED);
            }
        }
    }

    private static Dialogue session() {
        return new Dialogue().client(CONNECT).server(CONNECTED);
    }

    private static byte[] auth(String scheme) {
        byte[] body = new Wire()
                .u32(0)
                .u32(scheme.length())
                .text(scheme)
                .u32(12)
                .text("alice:sesame")
                .done();
        return request(0xfffffffcL, 100, java.util.HexFormat.of().formatHex(body));
    }

    private static byte[] request(long transaction, int operation, String body) {
        byte[] rest = hex(body);
        return new Wire()
                .u32(8 + rest.length)
                .u32(transaction)
                .u32(operation)
                .add(rest)
                .done();
    }

    private static DialogueAssert zookeeper(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new ZookeeperSignature());
    }
}

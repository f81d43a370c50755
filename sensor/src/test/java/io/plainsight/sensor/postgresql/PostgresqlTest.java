package io.plainsight.sensor.postgresql;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PostgresqlTest {
    private static final byte[] SSL_REQUEST = hex("00000008 04d2162f");
    /** user=bob, database=db. */
    private static final byte[] STARTUP = hex("0000001e 00030000 7573657200 626f6200 646174616261736500 646200 00");

    @Test
    void shouldStartTlsBehindTheServersAcceptance() {
        dialogue(new Dialogue().client(SSL_REQUEST).server("S").client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(null, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeAPasswordInClearBehindARefusal() {
        dialogue(new Dialogue()
                        .client(SSL_REQUEST)
                        .server("N")
                        .client(STARTUP)
                        .server(hex("52 00000008 00000003"))
                        .client(hex("70 0000000b 73656372657400"))
                        .server(hex("52 00000008 00000000 5a 00000005 49"))
                        .client(hex("51 0000000d 73656c656374203100")))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true)
                .hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldSeeADerivedPassword() {
        dialogue(new Dialogue()
                        .client(STARTUP)
                        .server(hex("52 0000000c 00000005 a1b2c3d4"))
                        .client(hex("70 00000008 6d643500")))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(false);
    }

    /** SCRAM-SHA-256 (RFC 7677): the proof stands in the second answer. */
    @Test
    void shouldCallScramDerivedOnceTheProofPassed() {
        Dialogue begun = new Dialogue()
                .client(STARTUP)
                .server(hex("52 00000017 0000000a 534352414d2d5348412d32353600 00"))
                .client(hex("70 00000008 6e2c2c3d"))
                .server(hex("52 0000000c 0000000b 723d6161"));
        dialogue(begun).isPlaintext().hasCredentials(null);
        dialogue(begun.client(hex("70 00000008 703d6262"))).hasCredentials("derived");
    }

    @Test
    void shouldNotDecideWhereTheServerRefusesTheStartup() {
        dialogue(new Dialogue().client(STARTUP).server(hex("45 00000009 5346415400")))
                .isUndecided();
    }

    @Test
    void shouldTellFirstMessagesFromNeighbours() {
        PostgresqlSignature signature = new PostgresqlSignature();

        assertThat(new Dialogue().client(SSL_REQUEST).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(STARTUP).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hex("00000008 04d21630")).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hex("00000009 04d2162f")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("00000020 00030000 00112233")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("00000020 00120004 00000001")).match(signature))
                .isEqualTo(Match.NO);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new PostgresqlSignature());
    }
}

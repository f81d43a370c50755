package io.plainsight.sensor.socks;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SocksTest {
    private static final byte[] CONNECT = hex("05010003 0b 6578616d706c652e6f7267 01bb");
    private static final byte[] GRANTED = hex("05000001 c0000201 01bb");

    @Test
    void shouldStartTlsInsideATunnel() {
        dialogue(new Dialogue()
                        .client(hex("050100"))
                        .server(hex("0500"))
                        .client(CONNECT)
                        .server(GRANTED)
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasNoUpgrade()
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeTheProxysPassword() {
        // RFC 1929 section 2
        dialogue(new Dialogue()
                        .client(hex("050102"))
                        .server(hex("0502"))
                        .client(hex("0103626f6206736563726574"))
                        .server(hex("0100"))
                        .client(CONNECT)
                        .server(GRANTED)
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasCredentials("secret");
    }

    @Test
    void shouldStartTlsBehindSocks4a() {
        dialogue(new Dialogue()
                        .client(hex("040101bb 00000001 626f6200 6100"))
                        .server(hex("005a0000 00000000"))
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO);
    }

    @Test
    void shouldNotDecideOnAnotherProtocolInside() {
        dialogue(new Dialogue()
                        .client(hex("050100"))
                        .server(hex("0500"))
                        .client(CONNECT)
                        .server(GRANTED)
                        .client("SSH-2.0-OpenSSH\r\n"))
                .isUndecided();
    }

    @Test
    void shouldTellMethodListsFromNeighbours() {
        SocksSignature signature = new SocksSignature();

        assertThat(new Dialogue().client(hex("05020002")).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hex("0502")).match(signature)).isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client(hex("0500")).match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("05010099")).match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("0500000010000000")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().server(hex("0500")).match(signature)).isEqualTo(Match.NO);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new SocksSignature());
    }
}

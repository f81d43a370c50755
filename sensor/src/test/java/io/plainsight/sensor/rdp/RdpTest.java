package io.plainsight.sensor.rdp;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RdpTest {
    /** [MS-RDPBCGR] section 4.1.1: the cookie and the negotiation that asks for TLS or CredSSP. */
    private static final byte[] REQUEST =
            hex("0300002c 27e00000000000 436f6f6b69653a206d737473686173683d656c746f6e730d0a" + "01000800 03000000");

    @Test
    void shouldStartTlsWhenTheServerSelectsIt() {
        dialogue(new Dialogue()
                        .client(REQUEST)
                        .server(hex("03000013 0ed00000123400 02000800 01000000"))
                        .client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(null, true, true, true, null);
    }

    @Test
    void shouldNotDecideOnStandardSecurity() {
        dialogue(new Dialogue()
                        .client(REQUEST)
                        .server(hex("03000013 0ed00000123400 02000800 00000000"))
                        .client(hex("0300000c 02f0807f65")))
                .isUndecided()
                .hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldTellItFromOtherUsesOfTpkt() {
        RdpSignature signature = new RdpSignature();

        assertThat(new Dialogue().client(REQUEST).match(signature)).isEqualTo(Match.YES);
        // S7: transport selectors and a TPDU size
        assertThat(new Dialogue()
                        .client(hex("03000016 11e00000000100 c1020100c2020102c0010a"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("0300002c 26e0")).match(signature)).isEqualTo(Match.NO);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new RdpSignature());
    }
}

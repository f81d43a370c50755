package io.plainsight.sensor.s7comm;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** RFC 1006, ISO 8073, and public captures of S7. */
class S7commTest {
    private static final String REQUEST = "0300 0016 11 e0 0000 0001 00 c0010a c1020100 c2020102";
    private static final String CONFIRM = "0300 0016 11 d0 0001 0002 00 c0010a c1020100 c2020102";
    private static final String SETUP = "0300 0019 02 f080 32 01 0000 0000 0008 0000 f0 00 0001 0001 01e0";
    private static final String READ =
            "0300 001f 02 f080 32 01 0000 0001 000e 0000 04 01 12 0a 10 02 0001 0000 83 000000";
    private static final String PASSWORD =
            "0300 0025 02 f080 32 07 0000 0100 0008 000c 000112 04 11 45 01 00 ff 09 0008 6467024e17640b1c";

    @Test
    void shouldSeeValuesInClear() {
        s7(new Dialogue()
                        .client(hex(REQUEST))
                        .server(hex(CONFIRM))
                        .client(hex(SETUP))
                        .client(hex(READ)))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldSeeThePasswordOfAController() {
        s7(new Dialogue().client(hex(REQUEST)).server(hex(CONFIRM)).client(hex(PASSWORD)))
                .isPlaintext()
                .hasCredentials("secret");
    }

    @Test
    void shouldTellItFromItsNeighbours() {
        S7commSignature signature = new S7commSignature();

        assertThat(new Dialogue().client(hex(REQUEST)).match(signature)).isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client(hex(REQUEST)).client(hex(SETUP)).match(signature))
                .isEqualTo(Match.YES);
        // MMS: a session data transfer; RDP: an MCS Connect-Initial; RDP with a negotiation in its request
        assertThat(new Dialogue()
                        .client(hex(REQUEST))
                        .client(hex("0300 000d 02 f080 0100 0100 6100"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex(REQUEST))
                        .client(hex("0300 000c 02 f080 7f65 8201 94"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("0300 0013 0e e0 0000 0000 00 01 00 0800 03000000"))
                        .match(signature))
                .isEqualTo(Match.MAYBE);
    }

    private static DialogueAssert s7(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new S7commSignature());
    }
}

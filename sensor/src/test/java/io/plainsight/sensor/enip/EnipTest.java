package io.plainsight.sensor.enip;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import org.junit.jupiter.api.Test;

/** CIP volume 2, section 2-4. */
class EnipTest {
    private static final String REGISTER = "6500 0400 00000000 00000000 0000000000000000 00000000 0100 0000";
    private static final String REGISTERED = "6500 0400 01000000 00000000 0000000000000000 00000000 0100 0000";
    private static final String DATA =
            "6f00 1600 01000000 00000000 0000000000000000 00000000 00000000 0a00 0200 0000 0000 b200 0600 0e02 2006 2401";

    @Test
    void shouldSeeMessagesInClear() {
        assertThatDialogue(
                        new Dialogue()
                                .client(hex(REGISTER))
                                .server(hex(REGISTERED))
                                .client(hex(DATA)),
                        new EnipSignature())
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldSeeASessionWithoutMessages() {
        assertThatDialogue(new Dialogue().client(hex(REGISTER)), new EnipSignature())
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldWantItsZeroes() {
        EnipSignature signature = new EnipSignature();

        assertThat(new Dialogue().client(hex(DATA)).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hex("6300 0000" + "00".repeat(20))).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue()
                        .client(hex("6300 0000 00000001" + "00".repeat(16)))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex(REGISTER.replace("0100 0000", "0200 0000")))
                        .match(signature))
                .isEqualTo(Match.NO);
    }
}

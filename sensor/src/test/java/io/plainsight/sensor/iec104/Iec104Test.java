package io.plainsight.sensor.iec104;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import org.junit.jupiter.api.Test;

/** IEC 60870-5-104 section 5. */
class Iec104Test {
    private static final String START = "68 04 07 000000";
    private static final String STARTED = "68 04 0b 000000";
    private static final String INTERROGATION = "68 0e 0000 0000 64 01 0600 0100 000000 14";

    @Test
    void shouldSeeMeasurementsInClear() {
        assertThatDialogue(
                        new Dialogue().client(hex(START)).server(hex(STARTED)).client(hex(INTERROGATION)),
                        new Iec104Signature())
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldWantMoreThanOneInformationFrame() {
        Iec104Signature signature = new Iec104Signature();

        assertThat(new Dialogue().client(hex(START)).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hex(INTERROGATION)).match(signature)).isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client(hex(INTERROGATION.repeat(3))).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hex("68 04 0f 000000")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("host example.org").match(signature)).isEqualTo(Match.NO);
    }
}

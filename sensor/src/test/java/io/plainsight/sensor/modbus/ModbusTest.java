package io.plainsight.sensor.modbus;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import org.junit.jupiter.api.Test;

/** MODBUS Application Protocol 1.1b3 section 6.3. */
class ModbusTest {
    @Test
    void shouldSeeRegistersInClear() {
        assertThatDialogue(
                        new Dialogue()
                                .client(hex("0001 0000 0006 11 03 006b 0003"))
                                .server(hex("0001 0000 0009 11 03 06 022b 0000 0064")),
                        new ModbusSignature())
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldWantLengthFunctionAndCountsToAgree() {
        ModbusSignature signature = new ModbusSignature();

        assertThat(new Dialogue()
                        .client(hex("0001 0000 000b 11 10 0001 0002 04 000a 0102"))
                        .match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue()
                        .client(hex("0001 0000 000b 11 10 0001 0002 05 000a 0102"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("0001 0000 0007 11 03 006b 0003 00"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("0001 0001 0006 11 03 006b 0003")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("0001 0000 0006 11 03 006b 0003 00020001"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("0001 0000 0006 11 03 006b")).match(signature))
                .isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().server(hex("0001 0000 0003 11 83 02")).match(signature))
                .isEqualTo(Match.YES);
    }
}

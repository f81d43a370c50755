package io.plainsight.sensor.dnp3;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import org.junit.jupiter.api.Test;

/** IEEE 1815-2012 section 9.2. */
class Dnp3Test {
    @Test
    void shouldCheckTheHeadersChecksum() {
        byte[] right = withChecksum("05 64 05 c0 0100 0c00");
        byte[] wrong = right.clone();
        wrong[9] ^= 1;

        assertThat(new Dialogue().client(right).match(new Dnp3Signature())).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(wrong).match(new Dnp3Signature())).isEqualTo(Match.NO);
    }

    @Test
    void shouldSeeApplicationDataInClear() {
        byte[] header = withChecksum("05 64 08 c4 0100 0c00");

        assertThatDialogue(new Dialogue().client(header).client(hex("c0 c0 01 0000")), new Dnp3Signature())
                .isPlaintext()
                .hasUserData(true);
    }

    /** Bit by bit from the polynomial 0x3d65, most significant bit first over reversed bits: not as the program does it. */
    private static byte[] withChecksum(String hex) {
        byte[] bytes = hex(hex);
        int crc = 0;
        for (byte b : bytes) {
            for (int bit = 0; bit < 8; bit++) {
                int in = b >> bit & 1;
                int top = crc >> 15 & 1;
                crc = crc << 1 & 0xffff;
                if ((in ^ top) == 1) {
                    crc ^= 0x3d65;
                }
            }
        }
        int reversed = Integer.reverse(crc) >>> 16 ^ 0xffff;
        return new Wire().add(bytes).u16le(reversed).done();
    }
}

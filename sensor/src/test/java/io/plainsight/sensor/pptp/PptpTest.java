package io.plainsight.sensor.pptp;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** RFC 2637 section 2. */
class PptpTest {
    @Test
    void shouldFindATunnelWeak() {
        Dialogue dialogue = new Dialogue()
                .client(message(1, 156, ""))
                .server(message(2, 156, ""))
                .client(message(7, 168, ""))
                .server(message(8, 32, "0001 0002 01"));

        pptp(dialogue).hasReason("crypto.algorithm.weak");
        assertThat(dialogue.feed(PptpDissector::new).draft().protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldNotJudgeACallThatWasRefused() {
        pptp(new Dialogue().client(message(1, 156, "")).server(message(8, 32, "0001 0002 04")))
                .isUndecided();
    }

    private static byte[] message(int type, int length, String body) {
        byte[] bytes = hex(body);
        return new Wire()
                .u16(length)
                .u16(1)
                .u32(0x1a2b3c4dL)
                .u16(type)
                .u16(0)
                .add(bytes)
                .zeros(length - 12 - bytes.length)
                .done();
    }

    private static DialogueAssert pptp(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new PptpSignature());
    }
}

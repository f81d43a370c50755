package io.plainsight.sensor.tacacs;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** RFC 8907 sections 4 and 5. */
class TacacsTest {
    @Test
    void shouldFindObfuscationWeak() {
        Dialogue dialogue = new Dialogue().client(packet(1, 1, 0)).server(packet(1, 2, 0));

        tacacs(dialogue).hasReason("crypto.algorithm.weak").hasNoPlaintext();
        assertThat(dialogue.feed(TacacsDissector::new).draft().protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldSeeAPasswordInAnUnencryptedPacket() {
        tacacs(new Dialogue().client(packet(1, 1, 1)))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true);
    }

    @Test
    void shouldSeeUnencryptedAccountingWithoutAPassword() {
        tacacs(new Dialogue().client(packet(3, 1, 1))).isPlaintext().hasCredentials(null);
    }

    @Test
    void shouldWantTheLengthToFit() {
        byte[] longer = new Wire().add(packet(1, 1, 0)).u8(0).done();

        assertThat(new Dialogue().client(longer).match(new TacacsSignature())).isEqualTo(Match.NO);
        assertThat(new Dialogue().client(packet(1, 2, 0)).match(new TacacsSignature()))
                .isEqualTo(Match.NO);
    }

    private static byte[] packet(int type, int sequence, int flags) {
        return new Wire()
                .u8(0xc0)
                .u8(type)
                .u8(sequence)
                .u8(flags)
                .u32(0x7a8b9cadL)
                .u32(20)
                .zeros(20)
                .done();
    }

    private static DialogueAssert tacacs(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new TacacsSignature());
    }
}

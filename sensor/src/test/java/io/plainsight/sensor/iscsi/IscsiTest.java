package io.plainsight.sensor.iscsi;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;

import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** RFC 7143 section 11. */
class IscsiTest {
    @Test
    void shouldGradeChap() {
        iscsi(new Dialogue()
                        .client(login("InitiatorName=iqn.1994-05.com.example:a\0AuthMethod=CHAP,None\0"))
                        .client(login("CHAP_N=alice\0CHAP_R=0x0102\0"))
                        .client(command()))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(true);
    }

    @Test
    void shouldSeeALoginWithoutASecret() {
        iscsi(new Dialogue().client(login("InitiatorName=iqn.1994-05.com.example:a\0AuthMethod=None\0")))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(false);
    }

    private static byte[] login(String keys) {
        return new Wire()
                .bytes("43 87 00 00 00")
                .u8(0)
                .u16(keys.length())
                .bytes("4000013700000000 00000001 0001 0000 00000001 00000000")
                .zeros(16)
                .text(keys)
                .zeros(-keys.length() & 3)
                .done();
    }

    private static byte[] command() {
        return new Wire().bytes("01 c1 0000 00 000000").zeros(40).done();
    }

    private static DialogueAssert iscsi(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new IscsiSignature());
    }
}

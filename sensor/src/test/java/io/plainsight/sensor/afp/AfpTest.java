package io.plainsight.sensor.afp;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;

import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** Apple Filing Protocol Reference, DSI. */
class AfpTest {
    @Test
    void shouldSeeAPasswordInClear() {
        afp(start("Cleartxt Passwrd")).isPlaintext().hasCredentials("secret").hasUserData(false);
    }

    @Test
    void shouldGradeDiffieHellman() {
        afp(start("DHX2").client(dsi(2, hex("18 00 0001"))))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(true);
    }

    @Test
    void shouldSeeAGuest() {
        afp(start("No User Authent")).isPlaintext().hasCredentials(null);
    }

    private static Dialogue start(String method) {
        return new Dialogue()
                .client(dsi(4, hex("00 04 00100000")))
                .client(dsi(
                        2,
                        new Wire()
                                .u8(18)
                                .u8(6)
                                .text("AFP3.4")
                                .u8(method.length())
                                .text(method)
                                .text("\5alice")
                                .done()));
    }

    private static byte[] dsi(int command, byte[] data) {
        return new Wire()
                .u8(0)
                .u8(command)
                .u16(1)
                .u32(0)
                .u32(data.length)
                .u32(0)
                .add(data)
                .done();
    }

    private static DialogueAssert afp(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new AfpSignature());
    }
}

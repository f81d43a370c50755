package io.plainsight.sensor.adb;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** AOSP, packages/modules/adb/protocol.txt. */
class AdbTest {
    @Test
    void shouldStartTls() {
        adb(new Dialogue()
                        .client(message("CNXN", "host::"))
                        .server(message("STLS", ""))
                        .client(message("STLS", ""))
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeAShellInClear() {
        adb(new Dialogue()
                        .client(message("CNXN", "host::"))
                        .server(message("AUTH", "12345678901234567890"))
                        .client(message("AUTH", "signature"))
                        .server(message("CNXN", "device::"))
                        .client(message("OPEN", "shell:\0")))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldWantTheComplementOfTheCommand() {
        byte[] wrong = message("CNXN", "");
        wrong[21] ^= 1;

        assertThat(new Dialogue().client(wrong).match(new AdbSignature())).isEqualTo(Match.NO);
    }

    static byte[] message(String command, String data) {
        Wire wire = new Wire()
                .text(command)
                .u32le(0x01000001)
                .u32le(4096)
                .u32le(data.length())
                .u32le(0);
        for (int i = 0; i < command.length(); i++) {
            wire.u8(~command.charAt(i));
        }
        return wire.text(data).done();
    }

    private static DialogueAssert adb(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new AdbSignature());
    }
}

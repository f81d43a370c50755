package io.plainsight.sensor.vnc;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6143 section 7. */
class VncTest {
    private static final byte[] CHALLENGE = new byte[16];

    @Test
    void shouldSeeScreensWithoutAPassword() {
        vnc(versions("003.008")
                        .server(hex("01 01"))
                        .client(hex("01"))
                        .server(hex("00000000"))
                        .client(hex("01 03 00 0000 0000 0400 0300")))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true)
                .hasUpgrade(false, false, null, false, null);
    }

    @Test
    void shouldGradeVncAuthentication() {
        vnc(versions("003.008")
                        .server(hex("02 02 12"))
                        .client(hex("02"))
                        .server(CHALLENGE)
                        .client(CHALLENGE)
                        .server(hex("00000000"))
                        .client(hex("01"))
                        .client(hex("05 00 0001 0001")))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(true)
                .hasUpgrade(true, false, null, false, null);
    }

    @Test
    void shouldFollowTheServersChoiceOf33() {
        vnc(versions("003.003")
                        .server(hex("00000002"))
                        .server(CHALLENGE)
                        .client(CHALLENGE)
                        .server(hex("00000001")))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(false);
    }

    @Test
    void shouldNotSeeAProofThatWasNotSent() {
        vnc(versions("003.003").server(hex("00000002")).server(CHALLENGE)).isUndecided();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000101", "00000104", "00000106"})
    void shouldStartTlsBehindVencrypt(String subType) {
        vnc(vencrypt(subType).server(hex("01")).client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeVencryptsPasswordInClear() {
        vnc(vencrypt("00000100").client(hex("00000001 00000001 61 62")))
                .isPlaintext()
                .hasCredentials("secret");
    }

    @Test
    void shouldStartTlsBehindType18() {
        vnc(versions("003.008").server(hex("01 12")).client(hex("12")).client(CLIENT_HELLO))
                .startsTls()
                .hasNoPlaintext();
    }

    @Test
    void shouldSayNothingOfCiphersOfItsOwn() {
        Dialogue dialogue = versions("004.001")
                .server(hex("01 0d"))
                .client(hex("0d"))
                .client(new byte[400])
                .server(new byte[4000]);

        assertThatDialogue(dialogue, new VncSignature()).hasReason("crypto.algorithm.hidden");
        assertThat(dialogue.feed(VncDissector::new).draft().reasons.get(0).detail())
                .startsWith("security type 13,");
        assertThat(dialogue.feed(VncDissector::new).draft().protection).isEqualTo(Protection.UNKNOWN);
    }

    private static Dialogue vencrypt(String subType) {
        return versions("003.008")
                .server(hex("01 13"))
                .client(hex("13"))
                .server(hex("0002"))
                .client(hex("0002"))
                .server(hex("00"))
                .server(hex("02 00000104 00000100"))
                .client(hex(subType));
    }

    private static Dialogue versions(String version) {
        return new Dialogue()
                .server("RFB " + (version.startsWith("003") ? "003.008" : version) + "\n")
                .client("RFB " + version + "\n");
    }

    private static DialogueAssert vnc(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new VncSignature());
    }
}

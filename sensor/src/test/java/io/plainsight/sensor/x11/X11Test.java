package io.plainsight.sensor.x11;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** X Window System Protocol, section 8. */
class X11Test {
    @Test
    void shouldSeeACookieAsAToken() {
        x11(new Dialogue()
                        .client(setup("MIT-MAGIC-COOKIE-1", 16))
                        .server(hex("01 00 0b00 0000 0200"))
                        .client(hex("62 00 0500")))
                .isPlaintext()
                .hasCredentials("token")
                .hasUserData(true);
    }

    @Test
    void shouldSeeASessionWithoutAuthorization() {
        x11(new Dialogue().client(setup("", 0)).client(hex("62 00 0500")))
                .isPlaintext()
                .hasCredentials(null);
    }

    @Test
    void shouldGradeADerivedAuthorization() {
        x11(new Dialogue().client(setup("XDM-AUTHORIZATION-1", 16)))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(false);
    }

    @Test
    void shouldReadBothByteOrders() {
        byte[] big = new Wire().bytes("42 00 000b 0000 0000 0000 0000").done();

        assertThat(new Dialogue().client(big).match(new X11Signature())).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hex("42 00 0b00 0000 0000 0000 0000")).match(new X11Signature()))
                .isEqualTo(Match.NO);
    }

    private static byte[] setup(String name, int dataLength) {
        return new Wire()
                .bytes("6c 00 0b00 0000")
                .u16le(name.length())
                .u16le(dataLength)
                .u16le(0)
                .text(name)
                .zeros(-name.length() & 3)
                .zeros(dataLength)
                .done();
    }

    private static DialogueAssert x11(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new X11Signature());
    }
}

package io.plainsight.sensor.bgp;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.LengthFields;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import io.plainsight.sensor.text.TlsAnswers;
import org.junit.jupiter.api.Test;

/** RFC 4271 section 4; RFC 2918; RFC 8654. */
class BgpTest {
    private static final byte[] OPEN = message(1, "04 fde8 005a 0a000001 00");
    private static final byte[] KEEPALIVE = message(4, "");

    @Test
    void shouldFindASessionPlaintextWithoutUserData() {
        bgp(new Dialogue().client(OPEN).server(OPEN).client(KEEPALIVE))
                .isPlaintext()
                .hasUserData(false)
                .hasCredentials(null);
        bgp(new Dialogue().server(OPEN).client(OPEN)).isPlaintext().hasUserData(false);
    }

    @Test
    void shouldBelieveOneSpeakerWhereTheOtherIsOutOfSight() {
        bgp(new Dialogue().client(OPEN)).isPlaintext().hasUserData(false);
        bgp(new Dialogue().server(KEEPALIVE)).isPlaintext().hasUserData(false);
    }

    @Test
    void shouldNotBelieveASpeakerThatIsAnsweredInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            bgp(new Dialogue().client(OPEN).server(answer)).isUndecided();
        }
    }

    @Test
    void shouldPickUpMidway() {
        BgpSignature signature = new BgpSignature();

        assertThat(new Dialogue().server(message(2, "0000 0000")).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client(message(5, "0001 00 01")).match(signature))
                .isEqualTo(Match.YES);
    }

    @Test
    void shouldTellMessagesFromNeighbours() {
        BgpSignature signature = new BgpSignature();

        assertThat(new Dialogue().client(hex("ff".repeat(16) + "0014 04 00")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("ff".repeat(16) + "0013 06")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("ff".repeat(15) + "fe 0013 04")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("ff fb 18 ff fb 1f")).match(signature))
                .as("Telnet")
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("ff 534d42 72")).match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveLyingLengths() {
        for (byte[] lie : LengthFields.disturbed(OPEN, 16, 2)) {
            assertThat(new Dialogue()
                            .client(lie)
                            .server(lie)
                            .feed(BgpDissector::new)
                            .draft()
                            .protection)
                    .isNotEqualTo(Protection.PROTECTED);
        }
    }

    private static byte[] message(int type, String body) {
        byte[] rest = hex(body);
        return new Wire()
                .bytes("ff".repeat(16))
                .u16(19 + rest.length)
                .u8(type)
                .add(rest)
                .done();
    }

    private static DialogueAssert bgp(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new BgpSignature());
    }
}

package io.plainsight.sensor.diameter;

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

/** RFC 6733 sections 3, 4.1, 5.3 and 8.8; RFC 3588 section 6.10 (Inband-Security-Id). */
class DiameterTest {
    private static final int REQUEST = 0x80;
    private static final String ORIGIN_HOST = "00000108 40 00000b 612e6200";
    private static final String NO_INBAND_SECURITY = "0000012b 40 00000c 00000000";
    private static final String INBAND_TLS = "0000012b 40 00000c 00000001";
    private static final String SESSION = "00000107 40 00000d 613b313b32 000000";

    @Test
    void shouldSeeMessagesInClear() {
        diameter(peers().client(message(REQUEST, 272, 4, SESSION)).server(message(0, 272, 4, SESSION)))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldFindCapabilitiesAndWatchdogsPlaintextWithoutUserData() {
        diameter(peers().client(message(REQUEST, 280, 0, ORIGIN_HOST)).server(message(0, 280, 0, ORIGIN_HOST)))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldStartTlsBehindTheCapabilities() {
        diameter(new Dialogue()
                        .client(message(REQUEST, 257, 0, ORIGIN_HOST + NO_INBAND_SECURITY + INBAND_TLS))
                        .server(message(0, 257, 0, ORIGIN_HOST + INBAND_TLS))
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeThatTlsIsRefused() {
        diameter(new Dialogue()
                        .client(message(REQUEST, 257, 0, ORIGIN_HOST + INBAND_TLS))
                        .server(message(0, 257, 0, ORIGIN_HOST + NO_INBAND_SECURITY)))
                .isPlaintext()
                .hasUserData(false)
                .hasUpgrade(false, true, false, false, null);
    }

    @Test
    void shouldNotTakeAVendorsAvpForTheUpgrade() {
        String vendors = "0000012b c0 000010 0000000a 00000001";
        diameter(new Dialogue()
                        .client(message(REQUEST, 257, 0, ORIGIN_HOST + vendors))
                        .server(message(0, 257, 0, ORIGIN_HOST)))
                .isPlaintext()
                .hasNoUpgrade();
    }

    @Test
    void shouldNotBelieveAPeerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            diameter(new Dialogue()
                            .client(message(REQUEST, 257, 0, ORIGIN_HOST))
                            .server(answer))
                    .isUndecided();
            diameter(new Dialogue().client(message(REQUEST, 272, 4, SESSION)).server(answer))
                    .isUndecided();
        }
    }

    @Test
    void shouldTellMessagesFromNeighbours() {
        DiameterSignature signature = new DiameterSignature();

        assertThat(new Dialogue().client(message(REQUEST, 257, 0, ORIGIN_HOST)).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().server(message(0, 257, 0, ORIGIN_HOST)).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client(message(REQUEST, 272, 4, SESSION)).match(signature))
                .as("midway")
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client(message(REQUEST, 272, 4, ORIGIN_HOST)).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(message(REQUEST | 1, 257, 0, ORIGIN_HOST))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(message(REQUEST | 0x20, 257, 0, ORIGIN_HOST))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("01 0001 00000004 003c 0028 ce")).match(signature))
                .as("AMQP")
                .isNotEqualTo(Match.YES);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveLyingLengths() {
        byte[] capabilities = message(REQUEST, 257, 0, ORIGIN_HOST + INBAND_TLS);
        for (int at : new int[] {1, 25, 37}) {
            for (byte[] lie : LengthFields.disturbed(capabilities, at, 3)) {
                Dialogue dialogue = new Dialogue().client(lie).server(message(0, 257, 0, INBAND_TLS));
                assertThat(dialogue.feed(DiameterDissector::new).draft().protection)
                        .isNotEqualTo(Protection.PROTECTED);
            }
        }
    }

    private static Dialogue peers() {
        return new Dialogue().client(message(REQUEST, 257, 0, ORIGIN_HOST)).server(message(0, 257, 0, ORIGIN_HOST));
    }

    private static byte[] message(int flags, int command, int application, String avps) {
        byte[] rest = hex(avps);
        return new Wire()
                .u32(0x01000000L + 20 + rest.length)
                .u32((long) flags << 24 | command)
                .u32(application)
                .u32(1)
                .u32(2)
                .add(rest)
                .done();
    }

    private static DialogueAssert diameter(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new DiameterSignature());
    }
}

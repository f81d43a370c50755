package io.plainsight.sensor.amqp;

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
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AMQP 0-9-1 section 4.2 and its class reference; OASIS AMQP 1.0 parts 2.2, 2.3 and 5. */
class AmqpTest {
    private static final byte[] HEADER_091 = hex("414d5150 00 00 09 01");
    private static final byte[] HEADER_1 = hex("414d5150 00 01 00 00");
    private static final byte[] HEADER_TLS = hex("414d5150 02 01 00 00");
    private static final byte[] HEADER_SASL = hex("414d5150 03 01 00 00");
    private static final byte[] TUNE = method(10, 30, "07ff 00020000 003c");
    private static final byte[] MECHANISMS = frame1(1, "00 53 40 c0 09 01 a3 05 504c41494e");

    @Test
    void shouldSeeMessagesInClear() {
        amqp(begin("PLAIN", "00 616c696365 00 736573616d65")
                        .server(TUNE)
                        .client(method(60, 40, "0000 00 05 71756575 65 00")))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials("secret")
                .hasNoUpgrade();
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,secret", "AMQPLAIN,secret", "EXTERNAL,", "ANONYMOUS,", "CRAM-MD5,derived", "OAUTHBEARER,token"})
    void shouldGradeTheMechanism(String mechanism, String grade) {
        amqp(begin(mechanism, "00 61 00 62").server(TUNE))
                .isPlaintext()
                .hasCredentials(grade)
                .hasUserData(false);
        amqp(sasl(mechanism)).isPlaintext().hasCredentials(grade).hasUserData(false);
    }

    @Test
    void shouldSeeAnAnswerThatTheServerAskedFor() {
        amqp(begin("PLAIN", "").server(method(10, 20, "00000000")).client(method(10, 21, "00000004 00 61 00 62")))
                .hasCredentials("secret");
    }

    @Test
    void shouldStartTlsWhereBothSayTheHeader() {
        amqp(new Dialogue().client(HEADER_TLS).server(HEADER_TLS).client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(null, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeThatTlsIsRefused() {
        amqp(new Dialogue().client(HEADER_TLS).server(HEADER_SASL))
                .isUndecided()
                .hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldSeeMessagesOfVersion1() {
        amqp(sasl("ANONYMOUS")
                        .server(frame1(1, "00 53 44 c0 03 01 50 00"))
                        .client(HEADER_1)
                        .server(HEADER_1)
                        .client(frame1(0, "00 53 10 c0 04 01 a1 01 63"))
                        .server(frame1(0, "00 53 10 c0 04 01 a1 01 73"))
                        .client(frame1(0, "00 53 14 c0 03 01 52 00")))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldNotBelieveAServerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            amqp(new Dialogue().client(HEADER_091).server(answer)).isUndecided();
            amqp(new Dialogue().client(HEADER_1).server(answer)).isUndecided();
            amqp(new Dialogue()
                            .client(HEADER_1)
                            .client(frame1(0, "00 53 10 c0 04 01 a1 01 63"))
                            .client(frame1(0, "00 53 14 c0 03 01 52 00"))
                            .server(answer))
                    .isUndecided();
        }
    }

    @Test
    void shouldNotBelieveAFrameWithoutItsEnd() {
        byte[] tune = TUNE.clone();
        tune[tune.length - 1] = 0;

        amqp(begin("EXTERNAL", "61").server(tune)).isUndecided();
    }

    @Test
    void shouldTellBeginningsFromNeighbours() {
        AmqpSignature signature = new AmqpSignature();

        assertThat(new Dialogue().client(HEADER_091).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(method(60, 40, "0000 00 00 00")).match(signature))
                .as("midway")
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hex("414d5150 04 01 00 00")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("01 0001 00000004 003c 0005 ce")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("01 0001 00000004 003c 0028 cd")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("01 000014 80 000101 00000000 00000001"))
                        .match(signature))
                .as("Diameter")
                .isNotEqualTo(Match.YES);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveLyingLengths() {
        byte[] startOk = startOk("PLAIN", "00 61 00 62");
        for (int[] field : new int[][] {{3, 4}, {11, 4}, {15, 1}, {21, 4}}) {
            for (byte[] lie : LengthFields.disturbed(startOk, field[0], field[1])) {
                survive(new Dialogue()
                        .client(HEADER_091)
                        .server(start())
                        .client(lie)
                        .server(TUNE));
            }
        }
        byte[] init = init("PLAIN");
        for (int[] field : new int[][] {{0, 4}, {4, 1}, {12, 1}, {15, 1}, {22, 1}}) {
            for (byte[] lie : LengthFields.disturbed(init, field[0], field[1])) {
                survive(new Dialogue()
                        .client(HEADER_SASL)
                        .server(HEADER_SASL)
                        .client(lie)
                        .server(MECHANISMS));
            }
        }
    }

    private static void survive(Dialogue dialogue) {
        assertThat(dialogue.feed(AmqpDissector::new).draft().protection).isNotEqualTo(Protection.PROTECTED);
    }

    private static Dialogue begin(String mechanism, String response) {
        return new Dialogue().client(HEADER_091).server(start()).client(startOk(mechanism, response));
    }

    private static Dialogue sasl(String mechanism) {
        return new Dialogue()
                .client(HEADER_SASL)
                .server(HEADER_SASL)
                .server(MECHANISMS)
                .client(init(mechanism))
                .server(frame1(1, "00 53 44 c0 03 01 50 00"));
    }

    private static byte[] init(String mechanism) {
        Wire list =
                new Wire().u8(2).u8(0xa3).u8(mechanism.length()).text(mechanism).bytes("a0 04 00610062");
        byte[] items = list.done();
        return frame1(
                1,
                "00 53 41 c0" + HexFormat.of().toHexDigits((byte) items.length)
                        + HexFormat.of().formatHex(items));
    }

    private static byte[] start() {
        return method(10, 10, "00 09 00000000 00000005 504c41494e 00000005 656e5f5553");
    }

    private static byte[] startOk(String mechanism, String response) {
        byte[] answer = hex(response);
        return method(
                10,
                11,
                HexFormat.of()
                        .formatHex(new Wire()
                                .u32(0)
                                .u8(mechanism.length())
                                .text(mechanism)
                                .u32(answer.length)
                                .add(answer)
                                .bytes("05 656e5f5553")
                                .done()));
    }

    private static byte[] method(int classId, int method, String arguments) {
        byte[] rest = hex(arguments);
        return new Wire()
                .u8(1)
                .u16(0)
                .u32(4 + rest.length)
                .u16(classId)
                .u16(method)
                .add(rest)
                .u8(0xce)
                .done();
    }

    private static byte[] frame1(int type, String performative) {
        byte[] body = hex(performative);
        return new Wire().u32(8 + body.length).u8(2).u8(type).u16(0).add(body).done();
    }

    private static DialogueAssert amqp(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new AmqpSignature());
    }
}

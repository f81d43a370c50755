package io.plainsight.sensor.mqtt;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MQTT 3.1.1 and 5.0 (OASIS), sections 2 and 3. */
class MqttTest {
    private static final byte[] CONNACK = hex("20 02 00 00");
    private static final byte[] PUBLISH = hex("30 07 0003 612f62 3432");

    @Test
    void shouldSeeMessagesInClear() {
        mqtt(new Dialogue().client(connect(4, 0x02, "")).server(CONNACK).client(PUBLISH))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
        mqtt(new Dialogue()
                        .client(connect(4, 0x02, ""))
                        .server(CONNACK)
                        .client(hex("82 08 0001 0003 612f62 00"))
                        .server(hex("90 03 0001 00"))
                        .server(PUBLISH))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldFindAnAcceptedConnectPlaintextWithoutUserData() {
        mqtt(new Dialogue().client(connect(4, 0x02, "")).server(CONNACK))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldSeeAPasswordInClear() {
        mqtt(new Dialogue()
                        .client(connect(4, 0xc2, "0005 616c696365 0006 736573616d65"))
                        .server(hex("20 02 00 05")))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,secret", "OAUTHBEARER,token", "GS2-KRB5,derived", "SCRAM-SHA-1,"})
    void shouldGradeEnhancedAuthentication(String method, String grade) {
        byte[] properties = new Wire()
                .bytes("11 0000000a 21 0014 26 0001 61 0001 62 15")
                .u16(method.length())
                .text(method)
                .bytes("16 0003 616263")
                .done();
        byte[] connect = connect5(properties);

        mqtt(new Dialogue().client(connect).server(hex("20 03 00 00 00")))
                .isPlaintext()
                .hasCredentials(grade);
    }

    @Test
    void shouldSeeTheProofOfAnExchange() {
        mqtt(new Dialogue()
                        .client(connect5(hex("15 000b 534352414d2d5348412d31 16 0003 6e2c2c")))
                        .server(hex("f0 06 18 04 16 0001 72"))
                        .client(hex("f0 06 18 04 16 0001 70")))
                .isPlaintext()
                .hasCredentials("derived");
    }

    @Test
    void shouldNotBelieveABrokerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            mqtt(new Dialogue().client(connect(4, 0x02, "")).server(answer)).isUndecided();
            mqtt(new Dialogue()
                            .client(connect(4, 0xc2, "0005 616c696365 0006 736573616d65"))
                            .server(answer))
                    .isPlaintext()
                    .hasCredentials("secret")
                    .hasUserData(false);
        }
    }

    @Test
    void shouldTellConnectFromNeighbours() {
        MqttSignature signature = new MqttSignature();

        assertThat(new Dialogue().client(connect(4, 0x02, "")).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue()
                        .client(hex("10 10 0006 4d5149736470 03 02 003c 0002 6964"))
                        .match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().server(CONNACK).match(signature)).isEqualTo(Match.MAYBE);
        assertThat(new Dialogue()
                        .client(hex("10 0c 0004 4d515454"))
                        .server(hex("20 02 02 00"))
                        .match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().server(hex("20 02 02 00")).match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("10 0c 0004 4d515455 04")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("10 ffffffff 01 0004")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveLyingLengths() {
        byte[] connect = connect5(hex("15 0005 504c41494e 16 0003 616263"));
        for (int[] field : new int[][] {{1, 1}, {2, 2}, {12, 1}, {14, 2}, {22, 2}}) {
            for (byte[] lie : LengthFields.disturbed(connect, field[0], field[1])) {
                assertThat(new Dialogue()
                                .client(lie)
                                .server(CONNACK)
                                .feed(MqttDissector::new)
                                .draft()
                                .protection)
                        .isNotEqualTo(Protection.PROTECTED);
            }
        }
    }

    private static byte[] connect(int level, int flags, String rest) {
        byte[] payload = hex(rest);
        return new Wire()
                .u8(0x10)
                .u8(14 + payload.length)
                .u16(4)
                .text("MQTT")
                .u8(level)
                .u8(flags)
                .u16(60)
                .u16(2)
                .text("id")
                .add(payload)
                .done();
    }

    private static byte[] connect5(byte[] properties) {
        return new Wire()
                .u8(0x10)
                .u8(15 + properties.length)
                .u16(4)
                .text("MQTT")
                .u8(5)
                .u8(2)
                .u16(60)
                .u8(properties.length)
                .add(properties)
                .u16(2)
                .text("id")
                .done();
    }

    private static DialogueAssert mqtt(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new MqttSignature());
    }
}

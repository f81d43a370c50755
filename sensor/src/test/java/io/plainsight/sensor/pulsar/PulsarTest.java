package io.plainsight.sensor.pulsar;

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

/** Pulsar binary protocol and PulsarApi.proto: BaseCommand, CommandConnect, CommandAuthResponse. */
class PulsarTest {
    /** client_version = "c" */
    private static final String VERSION = "0a 01 63";

    @Test
    void shouldSeeMessagesInClear() {
        pulsar(session("none", "").client(command(6, 6, "08 01 10 00", "0e01 00000000 00000000 68690000")))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
        pulsar(session("none", "").server(command(9, 9, "08 01", "0e01 00000000 00000000 6869")))
                .isPlaintext()
                .hasUserData(true);
    }

    @ParameterizedTest
    @CsvSource({"token,token", "basic,secret", "athenz,token", "sasl,derived", "tls,", "none,"})
    void shouldGradeTheMethod(String method, String grade) {
        pulsar(session(method, "616263")).isPlaintext().hasCredentials(grade).hasUserData(false);
        pulsar(session(method, "")).isPlaintext().hasCredentials(null);
    }

    @Test
    void shouldSeeWhatAProxyHandsOn() {
        String original = "42 03 616263 4a 05" + ascii("token");
        pulsar(new Dialogue().client(command(2, 2, VERSION + original, "")).server(connected()))
                .isPlaintext()
                .hasCredentials("token");
    }

    @Test
    void shouldSeeATokenThatIsRefreshed() {
        String data = "0a 05" + ascii("token") + "12 03 616263";
        byte[] response = command(37, 37, VERSION + "12 0c" + data, "");

        pulsar(session("none", "").client(response)).isPlaintext().hasCredentials("token");
    }

    @Test
    void shouldNotBelieveABrokerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            pulsar(new Dialogue().client(connect("none", "")).server(answer)).isUndecided();
            pulsar(new Dialogue().client(connect("token", "616263")).server(answer))
                    .isPlaintext()
                    .hasCredentials("token")
                    .hasUserData(false);
        }
    }

    @Test
    void shouldGoOnBehindMissingBytes() {
        byte[] lost = command(3, 3, "0a 01 73", "");
        Dialogue dialogue = new Dialogue()
                .client(connect("none", ""))
                .server(lost)
                .server(command(9, 9, "08 01", "0e01 00000000 00000000 6869"));

        assertThat(dialogue.feedWithGap(PulsarDissector::new, connect("none", "").length, lost.length)
                        .draft()
                        .plaintext
                        .userData())
                .isTrue();
    }

    @Test
    void shouldTellConnectFromNeighbours() {
        PulsarSignature signature = new PulsarSignature();

        assertThat(new Dialogue().client(connect("none", "")).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(connected()).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(connect("none", "")).match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("00000010 0000000b 08 02 12 06 0a0163 280000"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("0000002c 00000000 0000000000000000 00007530"))
                        .match(signature))
                .as("ZooKeeper")
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveLyingLengths() {
        byte[] connect = connect("token", "616263");
        for (int[] field : new int[][] {{0, 4}, {4, 4}, {11, 1}, {13, 1}, {16, 1}, {21, 1}}) {
            for (byte[] lie : LengthFields.disturbed(connect, field[0], field[1])) {
                Dialogue dialogue = new Dialogue().client(lie).server(connected());
                assertThat(dialogue.feed(PulsarDissector::new).draft().protection)
                        .isNotEqualTo(Protection.PROTECTED);
            }
        }
    }

    private static Dialogue session(String method, String data) {
        return new Dialogue().client(connect(method, data)).server(connected());
    }

    private static byte[] connected() {
        return command(3, 3, "0a 01 73 10 15", "");
    }

    private static byte[] connect(String method, String data) {
        Wire fields = new Wire().bytes(VERSION);
        byte[] auth = hex(data);
        if (auth.length > 0) {
            fields.u8(0x1a).u8(auth.length).add(auth);
        }
        fields.bytes("20 15").u8(0x2a).u8(method.length()).text(method);
        return command(2, 2, HexFormat.of().formatHex(fields.done()), "");
    }

    /** {@code type = 1} and the field with that type's message; then what follows the command. */
    private static byte[] command(int type, int field, String message, String payload) {
        byte[] body = hex(message);
        byte[] rest = hex(payload);
        int tag = field << 3 | 2;
        Wire command = new Wire().u8(8).u8(type);
        if (tag > 0x7f) {
            command.u8(tag & 0x7f | 0x80).u8(tag >> 7);
        } else {
            command.u8(tag);
        }
        byte[] bytes = command.u8(body.length).add(body).done();
        return new Wire()
                .u32(4 + bytes.length + rest.length)
                .u32(bytes.length)
                .add(bytes)
                .add(rest)
                .done();
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(new Wire().text(text).done());
    }

    private static DialogueAssert pulsar(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new PulsarSignature());
    }
}

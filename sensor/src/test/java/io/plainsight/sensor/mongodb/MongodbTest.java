package io.plainsight.sensor.mongodb;

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

/** MongoDB wire protocol: OP_MSG, OP_QUERY, OP_COMPRESSED; the drivers' authentication specification. */
class MongodbTest {
    private static final byte[] HELLO = message(0, "hello", "");

    @Test
    void shouldSeeCommandsInClear() {
        mongodb(session().client(message(0, "find", string("filter", "a"))).server(reply()))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
        mongodb(session().client(message(2, "insert", string("w", "0"))))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldFindAGreetingAlonePlaintextWithoutUserData() {
        mongodb(session()).isPlaintext().hasUserData(false);
        mongodb(new Dialogue().client(query("isMaster")).server(oldReply()))
                .isPlaintext()
                .hasUserData(false);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,secret", "GSSAPI,derived", "MONGODB-X509,", "MONGODB-AWS,derived", "SCRAM-SHA-256,"})
    void shouldGradeTheMechanism(String mechanism, String grade) {
        mongodb(session().client(saslStart(mechanism, "")).server(reply()))
                .isPlaintext()
                .hasCredentials(grade)
                .hasUserData(false);
    }

    @Test
    void shouldWaitForTheProofOfScram() {
        mongodb(session().client(saslStart("SCRAM-SHA-256", "")).server(reply()).client(message(0, "saslContinue", "")))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(false);
        mongodb(session().client(message(0, "saslContinue", ""))).hasCredentials("derived");
    }

    @Test
    void shouldSeeATokenInClear() {
        String jwt = string("jwt", "eyJ0");

        mongodb(session().client(saslStart("MONGODB-OIDC", jwt))).isPlaintext().hasCredentials("token");
        mongodb(session().client(saslStart("MONGODB-OIDC", ""))).hasCredentials(null);
        mongodb(session().client(saslStart("MONGODB-OIDC", "")).client(message(0, "saslContinue", jwt)))
                .hasCredentials("token");
        mongodb(new Dialogue()
                        .client(message(
                                0,
                                "hello",
                                string("speculativeAuthenticate", "") + string("mechanism", "MONGODB-OIDC") + jwt)))
                .hasCredentials("token");
    }

    @Test
    void shouldSeeAPasswordThatIsSet() {
        mongodb(session()
                        .client(message(0, "createUser", string("pwd", "sesame")))
                        .server(reply()))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true);
    }

    @Test
    void shouldTakeCompressedCommandsForUserData() {
        mongodb(session().client(raw(0, 2012, "dd070000 20000000 01 00")).server(reply()))
                .hasUserData(true);
    }

    @Test
    void shouldNotBelieveAServerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            mongodb(new Dialogue().client(message(0, "find", "")).server(answer))
                    .isUndecided();
            mongodb(new Dialogue().client(saslStart("PLAIN", "")).server(answer))
                    .isPlaintext()
                    .hasCredentials("secret")
                    .hasUserData(false);
        }
    }

    @Test
    void shouldGoOnBehindMissingBytes() {
        Dialogue dialogue = session().client(message(0, "find", "")).server(reply());

        assertThat(dialogue.feedWithGap(MongodbDissector::new, HELLO.length, reply().length)
                        .draft()
                        .plaintext
                        .userData())
                .isTrue();
    }

    @Test
    void shouldTellMessagesFromNeighbours() {
        MongodbSignature signature = new MongodbSignature();

        assertThat(new Dialogue().client(HELLO).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(query("isMaster")).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(HELLO).match(signature))
                .as("responds to nothing")
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(raw(7, 2013, "00000000 00")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(raw(0, 2014, "00000000 00")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("10000000 01000000 00000000 dd070000"))
                        .match(signature))
                .as("nothing behind the head")
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isNotEqualTo(Match.YES);
        assertThat(new Dialogue().server(TlsAnswers.SERVER_HELLO).match(signature))
                .isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveLyingLengths() {
        byte[] start = saslStart("PLAIN", "");
        int mechanism = new String(start, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("mechanism") + 10;
        for (int at : new int[] {0, 21, mechanism}) {
            for (byte[] lie : LengthFields.disturbed(start, at, 4)) {
                assertThat(session()
                                .client(lie)
                                .server(reply())
                                .feed(MongodbDissector::new)
                                .draft()
                                .protection)
                        .isNotEqualTo(Protection.PROTECTED);
            }
        }
    }

    private static Dialogue session() {
        return new Dialogue().client(HELLO).server(reply());
    }

    private static byte[] saslStart(String mechanism, String payload) {
        return message(0, "saslStart", string("mechanism", mechanism) + payload);
    }

    /** An element of type string; as hexadecimal digits. */
    private static String string(String key, String value) {
        Wire element = new Wire()
                .u8(2)
                .text(key)
                .u8(0)
                .u32le(value.length() + 1)
                .text(value)
                .u8(0);
        return HexFormat.of().formatHex(element.done());
    }

    /** OP_MSG with flags and one document {@code {command: 1, …}}. */
    private static byte[] message(int flags, String command, String elements) {
        Wire body = new Wire().u32le(flags).u8(0).add(document(command, elements));
        return raw(0, 2013, HexFormat.of().formatHex(body.done()));
    }

    private static byte[] query(String command) {
        Wire body = new Wire().u32le(0).text("admin.$cmd\0").u32le(0).u32le(1).add(document(command, ""));
        return raw(0, 2004, HexFormat.of().formatHex(body.done()));
    }

    private static byte[] document(String command, String elements) {
        byte[] rest = hex(elements);
        byte[] first = new Wire().u8(0x10).text(command).u8(0).u32le(1).done();
        return new Wire()
                .u32le(4 + first.length + rest.length + 1)
                .add(first)
                .add(rest)
                .u8(0)
                .done();
    }

    private static byte[] reply() {
        return raw(1, 2013, "00000000 00" + HexFormat.of().formatHex(document("ok", "")));
    }

    private static byte[] oldReply() {
        return raw(
                1,
                1,
                "08000000 0000000000000000 00000000 01000000" + HexFormat.of().formatHex(document("ok", "")));
    }

    private static byte[] raw(int responseTo, int operation, String body) {
        byte[] rest = hex(body);
        return new Wire()
                .u32le(16 + rest.length)
                .u32le(1)
                .u32le(responseTo)
                .u32le(operation)
                .add(rest)
                .done();
    }

    private static DialogueAssert mongodb(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new MongodbSignature());
    }
}

package io.plainsight.sensor.kafka;

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

/** Kafka protocol guide; request headers 1 and 2, SaslHandshake and SaslAuthenticate (KIP-43, KIP-152). */
class KafkaTest {
    private static final int PRODUCE = 0;
    private static final int FETCH = 1;
    private static final int METADATA = 3;
    private static final int HANDSHAKE = 17;
    private static final int API_VERSIONS = 18;
    private static final int AUTHENTICATE = 36;

    @Test
    void shouldSeeRecordsInClear() {
        kafka(begin().client(request(FETCH, 4, 2, "ffffffff 000001f4")).server(response(2)))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldSeeRecordsThatNeedNoAnswer() {
        kafka(begin().client(request(PRODUCE, 3, 2, "ffff 0000 000001f4")))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldFindAnAnswerToApiVersionsPlaintextWithoutUserData() {
        kafka(begin()).isPlaintext().hasUserData(false);
        kafka(new Dialogue().client(request(API_VERSIONS, 0, 1, ""))).isUndecided();
    }

    @Test
    void shouldBelieveTheClientWhereTheBrokerIsOutOfSight() {
        kafka(new Dialogue().client(request(METADATA, 1, 7, "00000000")))
                .isPlaintext()
                .hasUserData(false);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,secret", "OAUTHBEARER,token", "GSSAPI,derived", "EXTERNAL,"})
    void shouldGradeTheMechanism(String mechanism, String grade) {
        kafka(begin().client(handshake(mechanism, 1))
                        .server(response(2))
                        .client(request(AUTHENTICATE, 0, 3, "00000009 0061006200736563 72"))
                        .server(response(3)))
                .isPlaintext()
                .hasCredentials(grade)
                .hasUserData(false);
    }

    @Test
    void shouldWaitForTheProofOfScram() {
        Dialogue first = begin().client(handshake("SCRAM-SHA-512", 1))
                .server(response(2))
                .client(request(AUTHENTICATE, 0, 3, "00000003 6e2c2c"))
                .server(response(3));

        kafka(first).hasCredentials(null);
        kafka(first.client(request(AUTHENTICATE, 0, 4, "00000003 633d62"))).hasCredentials("derived");
    }

    @Test
    void shouldSeeATokenWithoutAHead() {
        kafka(begin().client(handshake("PLAIN", 0))
                        .server(response(2))
                        .client(hex("0000000b 00 616c696365 00 73656372"))
                        .server(hex("00000000"))
                        .client(request(FETCH, 4, 3, "ffffffff 000001f4"))
                        .server(response(3)))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true);
    }

    @Test
    void shouldNotBelieveABrokerThatAnswersInTls() {
        for (byte[] answer : TlsAnswers.ALL) {
            kafka(new Dialogue().client(request(FETCH, 4, 1, "ffffffff")).server(answer))
                    .isUndecided();
        }
        kafka(new Dialogue().client(request(FETCH, 4, 1, "ffffffff")).server(response(77)))
                .isUndecided();
    }

    @Test
    void shouldGoOnBehindMissingBytes() {
        byte[] lost = request(METADATA, 1, 2, "00000000");
        Dialogue dialogue = begin().client(lost)
                .client(request(FETCH, 4, 3, "ffffffff 000001f4"))
                .server(response(3));
        int at = request(API_VERSIONS, 0, 1, "").length + response(1).length;

        assertThat(dialogue.feedWithGap(KafkaDissector::new, at, lost.length)
                        .draft()
                        .plaintext
                        .userData())
                .isTrue();
    }

    @Test
    void shouldPickUpMidway() {
        assertThat(new Dialogue().client(request(FETCH, 11, 99_999, "ffffffff")).match(new KafkaSignature()))
                .isEqualTo(Match.YES);
    }

    @Test
    void shouldKnowABrokerByItsListAlone() {
        byte[] list = hex("0000001c 0000008c 0000 00000003 0000 0000 0009 0001 0000 000c 0002 0000 0006");

        kafka(new Dialogue().server(list)).isPlaintext().hasUserData(false);
        assertThat(new Dialogue().server(list).match(new KafkaSignature())).isEqualTo(Match.YES);
        for (byte[] lie : LengthFields.disturbed(list, 0, 4)) {
            assertThat(new Dialogue().server(lie).match(new KafkaSignature())).isNotEqualTo(Match.YES);
        }
        for (byte[] lie : LengthFields.disturbed(list, 10, 4)) {
            assertThat(new Dialogue().server(lie).match(new KafkaSignature())).isNotEqualTo(Match.YES);
        }
    }

    @Test
    void shouldSurviveLyingLengths() {
        byte[] handshake = handshake("PLAIN", 1);
        for (int[] field : new int[][] {{0, 4}, {12, 2}, {22, 2}}) {
            for (byte[] lie : LengthFields.disturbed(handshake, field[0], field[1])) {
                assertThat(begin().client(lie)
                                .server(response(2))
                                .feed(KafkaDissector::new)
                                .draft()
                                .protection)
                        .isNotEqualTo(Protection.PROTECTED);
            }
        }
    }

    @Test
    void shouldTellRequestsFromNeighbours() {
        KafkaSignature signature = new KafkaSignature();

        assertThat(new Dialogue()
                        .client(hex("00000020 0065 0001 00000001 0001 63 00 00"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("00000020 0011 0015 00000001 0001 63 00 00"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("00000020 0011 0001 00000001 0002 63 07 00"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue()
                        .client(hex("0000002c 00000000 0000000000000000 00007530"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(CLIENT_HELLO).match(signature)).isEqualTo(Match.NO);
    }

    private static Dialogue begin() {
        return new Dialogue().client(request(API_VERSIONS, 0, 1, "")).server(response(1));
    }

    private static byte[] handshake(String mechanism, int version) {
        byte[] body = new Wire().u16(mechanism.length()).text(mechanism).done();
        return request(HANDSHAKE, version, 2, java.util.HexFormat.of().formatHex(body));
    }

    private static byte[] request(int key, int version, int id, String body) {
        byte[] rest = hex(body);
        return new Wire()
                .u32(18 + rest.length)
                .u16(key)
                .u16(version)
                .u32(id)
                .u16(8)
                .text("client-1")
                .add(rest)
                .done();
    }

    private static byte[] response(int id) {
        return new Wire().u32(12).u32(id).zeros(8).done();
    }

    private static DialogueAssert kafka(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new KafkaSignature());
    }
}

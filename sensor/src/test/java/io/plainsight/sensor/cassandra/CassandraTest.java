package io.plainsight.sensor.cassandra;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues of native_protocol_v4.spec and native_protocol_v5.spec. */
class CassandraTest {
    private static final int ERROR = 0;
    private static final int STARTUP = 1;
    private static final int READY = 2;
    private static final int AUTHENTICATE = 3;
    private static final int OPTIONS = 5;
    private static final int SUPPORTED = 6;
    private static final int QUERY = 7;
    private static final int RESULT = 8;
    private static final int AUTH_RESPONSE = 15;
    private static final int AUTH_SUCCESS = 16;

    private static final byte[] PASSWORD = bytes("\0cassandra\0sesame");
    private static final byte[] SELECT =
            new Wire().u32(8).text("SELECT 1").u16(1).u8(0).done();

    @Test
    void shouldSeeAQuery() {
        cql(new Dialogue()
                        .client(request(4, OPTIONS))
                        .server(answer(4, SUPPORTED, new Wire().u16(0).done()))
                        .client(startup(4))
                        .server(answer(4, READY))
                        .client(request(4, QUERY, SELECT))
                        .server(answer(4, RESULT, new Wire().u32(1).done())))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldKnowThatOptionsInClearAreAnsweredInClear() {
        cql(new Dialogue()
                        .client(request(4, OPTIONS))
                        .server(answer(4, SUPPORTED, new Wire().u16(0).done())))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldSeeAPassword() {
        cql(login(4).client(request(4, AUTH_RESPONSE, PASSWORD)).server(answer(4, AUTH_SUCCESS, Wire.hex("ffffffff"))))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
    }

    @Test
    void shouldGradeOtherAuthenticators() {
        byte[] signed = bytes("signature=1f3c,access_key=AKIA");
        cql(new Dialogue()
                        .client(startup(4))
                        .server(answer(4, AUTHENTICATE, string("software.aws.mcs.auth.SigV4Authenticator")))
                        .client(request(4, AUTH_RESPONSE, signed)))
                .isPlaintext()
                .hasCredentials("derived");
    }

    @Test
    void shouldReadSegmentsOfVersion5() {
        cql(login(5).client(segment(request(5, AUTH_RESPONSE, PASSWORD)))
                        .server(segment(answer(5, AUTH_SUCCESS, Wire.hex("ffffffff"))))
                        .client(segment(request(5, QUERY, SELECT)))
                        .server(segment(answer(5, RESULT, new Wire().u32(1).done()))))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true);
    }

    @Test
    void shouldReadAllEnvelopesOfASegment() {
        byte[] both = new Wire()
                .add(request(5, OPTIONS))
                .add(request(5, QUERY, SELECT))
                .done();
        cql(new Dialogue()
                        .client(startup(5))
                        .server(answer(5, READY))
                        .client(segment(both))
                        .server(segment(answer(5, SUPPORTED, new Wire().u16(0).done()))))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldReadTheBetaOfVersion5WithoutSegments() {
        cql(login(5).client(request(5, AUTH_RESPONSE, PASSWORD)).server(answer(5, AUTH_SUCCESS)))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
    }

    @Test
    void shouldKnowThePasswordInACompressedSegment() {
        byte[] startup = new Wire()
                .u16(2)
                .add(string("CQL_VERSION"))
                .add(string("3.0.0"))
                .add(string("COMPRESSION"))
                .add(string("lz4"))
                .done();
        Dialogue login = new Dialogue()
                .client(request(5, STARTUP, startup))
                .server(answer(5, AUTHENTICATE, string("org.apache.cassandra.auth.PasswordAuthenticator")));

        cql(login.client(compressedSegment(bytes("lz4 of a login"), 30)))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
        cql(login.client(compressedSegment(bytes("lz4 of a query"), 30)).server(compressedSegment(bytes("ok"), 9)))
                .hasUserData(true);
    }

    @Test
    void shouldStopAtASegmentWhoseCheckSumIsWrong() {
        byte[] broken = segment(request(5, QUERY, SELECT));
        broken[4] ^= 1;

        cql(new Dialogue()
                        .client(startup(5))
                        .server(answer(5, READY))
                        .client(segment(request(5, OPTIONS)))
                        .client(broken))
                .isPlaintext()
                .hasUserData(false);
    }

    /** The polynomial finds up to seven flipped bits in heads of this length; here each alone. */
    @Test
    void shouldKnowTheCheckSumOfAHead() {
        byte[] head = segment(request(5, OPTIONS));

        assertThat(CqlSegment.isHead(new ByteCursor().wrap(head), false)).isTrue();
        for (int bit = 0; bit < 48; bit++) {
            byte[] flipped = head.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(CqlSegment.isHead(new ByteCursor().wrap(flipped), false))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void shouldSeeARefusedVersion() {
        cql(new Dialogue()
                        .client(startup(5))
                        .server(answer(
                                4,
                                ERROR,
                                new Wire().u32(10).add(string("unsupported")).done())))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        for (byte[] reply : new byte[][] {TlsReply.alert(), TlsReply.serverHello()}) {
            cql(new Dialogue()
                            .client(startup(4))
                            .client(request(4, QUERY, SELECT))
                            .server(reply))
                    .isUndecided();
        }
    }

    @Test
    void shouldDecideByTheClientAloneAtTheEnd() {
        cql(new Dialogue().client(startup(4)).client(request(4, QUERY, SELECT)))
                .isPlaintext()
                .hasUserData(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02 00 0000 05 00000000",
                "07 00 0000 05 00000000",
                "04 00 0000 05 00000001",
                "04 00 0000 01 00000016 0000 000b 43514c",
                "04 00 0000 01 00000016 ffff 000b 43514c",
                "04 00 0000 01 00000016 0001 ffff 43514c",
                "04 00 0000 01 00000016 0001 0000 43514c",
                "04 01 0050 cb007107 00",
                "05 01 00"
            })
    void shouldNotBeTakenForANeighbour(String client) {
        assertThat(new Dialogue().client(Wire.hex(client)).match(new CassandraSignature()))
                .isNotEqualTo(Match.YES);
    }

    @Test
    void shouldSurviveEveryLength() {
        for (String length : new String[] {"00000000", "00000001", "0fffffff", "10000001", "7fffffff", "ffffffff"}) {
            byte[] frame = Wire.hex("04 00 0001 07" + length + "00000000");
            cql(new Dialogue().client(startup(4)).client(frame).server(frame));
        }
        for (int length : new int[] {0, 1, 0x1ffff}) {
            byte[] head = segment(length, new byte[12]);
            cql(new Dialogue()
                    .client(startup(5))
                    .server(answer(5, READY))
                    .client(head)
                    .server(head));
        }
    }

    private static Dialogue login(int version) {
        return new Dialogue()
                .client(startup(version))
                .server(answer(version, AUTHENTICATE, string("org.apache.cassandra.auth.PasswordAuthenticator")));
    }

    private static byte[] startup(int version) {
        return request(
                version,
                STARTUP,
                new Wire()
                        .u16(1)
                        .add(string("CQL_VERSION"))
                        .add(string("3.0.0"))
                        .done());
    }

    private static byte[] request(int version, int opcode, byte... body) {
        return new Wire()
                .u8(version)
                .u8(0)
                .u16(1)
                .u8(opcode)
                .u32(body.length)
                .add(body)
                .done();
    }

    private static byte[] answer(int version, int opcode, byte... body) {
        return request(version | 0x80, opcode, body);
    }

    private static byte[] segment(byte[] envelopes) {
        return segment(envelopes.length, envelopes);
    }

    private static byte[] segment(int length, byte[] envelopes) {
        return head(length | 1L << 17, 3).add(envelopes).zeros(4).done();
    }

    private static byte[] compressedSegment(byte[] payload, int uncompressed) {
        return head(payload.length | (long) uncompressed << 17 | 1L << 34, 5)
                .add(payload)
                .zeros(4)
                .done();
    }

    /** The check sum bit by bit over a register of 24, unlike the dissector's. */
    private static Wire head(long bits, int length) {
        Wire head = new Wire();
        long register = 0x875060;
        for (int i = 0; i < length * 8; i++) {
            int bit = (int) (bits >> i / 8 * 8 + 7 - i % 8) & 1;
            boolean out = ((register >> 23 & 1) ^ bit) == 1;
            register = register << 1 & 0xffffff ^ (out ? 0x974f0b : 0);
        }
        for (int i = 0; i < length; i++) {
            head.u8((int) (bits >> i * 8));
        }
        return head.u8((int) register).u8((int) (register >> 8)).u8((int) (register >> 16));
    }

    private static byte[] string(String text) {
        return new Wire().u16(text.length()).text(text).done();
    }

    private static byte[] bytes(String text) {
        return new Wire().u32(text.length()).text(text).done();
    }

    private static DialogueAssert cql(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new CassandraSignature());
    }
}

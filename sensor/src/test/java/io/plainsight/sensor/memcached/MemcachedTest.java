package io.plainsight.sensor.memcached;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues of memcached's protocol.txt and of the binary protocol's specification. */
class MemcachedTest {
    private static final int GET = 0x00;
    private static final int VERSION = 0x0b;
    private static final int SASL_LIST = 0x20;
    private static final int SASL_AUTH = 0x21;
    private static final int SASL_STEP = 0x22;

    @Test
    void shouldSeeAValueThatIsStored() {
        memcached(new Dialogue().client("set greeting 0 3600 5\r\nhello\r\n").server("STORED\r\n"))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldPassOverAValueLongerThanItReads() {
        memcached(new Dialogue()
                        .client("version\r\n")
                        .client("set blob 0 0 6000\r\n" + "x".repeat(6000) + "\r\n")
                        .server("VERSION 1.6.21\r\nSTORED\r\n"))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldNotReadCommandsInValues() {
        memcached(new Dialogue()
                        .client("ms key 5\r\nstats\r\nversion\r\n")
                        .server("HD\r\n")
                        .server("VERSION 1.6.21\r\n"))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldReadARequestForManyKeys() {
        memcached(new Dialogue()
                        .client("get" + " key-of-some-length".repeat(400) + "\r\n")
                        .server("END\r\n"))
                .isPlaintext()
                .hasUserData(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VALUE k 0 2\r\nhi\r\nEND\r\n",
                "END\r\n",
                "NOT_FOUND\r\n",
                "42\r\n",
                "SERVER_ERROR out of memory\r\n",
                "HD\r\n"
            })
    void shouldKnowEveryKindOfAnswer(String answer) {
        memcached(new Dialogue().client("get k\r\n").server(answer))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldFindNoUserDataInStatistics() {
        memcached(new Dialogue().client("stats\r\n").server("STAT pid 8837\r\nSTAT uptime 193\r\nEND\r\n"))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldSeeBinaryRequests() {
        memcached(new Dialogue().client(request(GET, "Hello", "")).server(answer(GET, 1, "Not found")))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldGradeSaslByItsMechanism() {
        memcached(new Dialogue()
                        .client(request(SASL_LIST, "", ""))
                        .server(answer(SASL_LIST, 0, "PLAIN SCRAM-SHA512"))
                        .client(request(SASL_AUTH, "PLAIN", "\0bob\0sesame"))
                        .server(answer(SASL_AUTH, 0, "Authenticated")))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
        memcached(new Dialogue()
                        .client(request(SASL_AUTH, "SCRAM-SHA512", "n,,n=bob,r=fyko+d2l"))
                        .server(answer(SASL_AUTH, 0x21, "r=fyko+d2l3rfcNHYJ,s=QSXC,i=4096"))
                        .client(request(SASL_STEP, "SCRAM-SHA512", "c=biws,r=fyko+d2l3rfcNHYJ,p=v0X8"))
                        .server(answer(SASL_STEP, 0, "v=rmF9")))
                .isPlaintext()
                .hasCredentials("derived");
    }

    @Test
    void shouldGradeSaslBehindFramingExtras() {
        byte[] framed = new Wire()
                .bytes("08 21 01 05 00 00 0000 00000011 00000000 0000000000000000 00")
                .text("PLAIN\0bob\0sesame")
                .done();
        framed[11] = (byte) (framed.length - 24);

        memcached(new Dialogue()
                        .client(request(VERSION, "", ""))
                        .server(answer(VERSION, 0, "7.2"))
                        .client(framed))
                .isPlaintext()
                .hasCredentials("secret");
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        for (byte[] reply : new byte[][] {TlsReply.alert(), TlsReply.serverHello()}) {
            memcached(new Dialogue().client("get k\r\n").server(reply)).isUndecided();
            memcached(new Dialogue().client(request(GET, "Hello", "")).server(reply))
                    .isUndecided();
            memcached(new Dialogue()
                            .client(request(SASL_AUTH, "PLAIN", "\0bob\0sesame"))
                            .server(reply))
                    .isPlaintext()
                    .hasCredentials("secret")
                    .hasUserData(false);
        }
    }

    @Test
    void shouldNotTakeAnotherTextProtocolsAnswer() {
        memcached(new Dialogue().client("get k\r\n").server("220 ftp ready\r\n"))
                .isUndecided();
        memcached(new Dialogue().client("get k\r\n").server("HTTP/1.1 400 Bad Request\r\n"))
                .isUndecided();
    }

    @Test
    void shouldBeRecognisedByTheAnswerMidway() {
        MemcachedSignature signature = new MemcachedSignature();

        assertThat(new Dialogue()
                        .client("get k\r\n")
                        .server("VALUE k 0 2\r\nhi\r\nEND\r\n")
                        .match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().server(answer(GET, 1, "Not found")).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client("get k\r\n").match(signature)).isEqualTo(Match.MAYBE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set foo 5\r\n",
                "SET foo 0 0 5\r\n",
                "set foo a b c\r\n",
                "set foo 0 0\r\n",
                "GET / HTTP/1.1\r\n",
                "*1\r\n$4\r\nPING\r\n",
                "EHLO relay.example.com\r\n",
                "USER bob\r\n"
            })
    void shouldNotBeTakenForANeighbour(String client) {
        assertThat(new Dialogue().client(client).match(new MemcachedSignature()))
                .isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveEveryLength() {
        for (String length : new String[] {"00000000", "00000001", "7fffffff", "80000000", "ffffffff"}) {
            byte[] packet = Wire.hex("80 00 0005 00 00 0000" + length + "00000000 0000000000000000 48656c6c6f");
            memcached(new Dialogue().client(packet).server(packet));
        }
        for (String length : new String[] {"0", "1", "999999999", "9999999999", "-1"}) {
            memcached(new Dialogue().client("set k 0 0 " + length + "\r\nv\r\n").server("ERROR\r\n"));
        }
    }

    private static byte[] request(int opcode, String key, String value) {
        return packet(0x80, opcode, key, 0, value);
    }

    private static byte[] answer(int opcode, int status, String value) {
        return packet(0x81, opcode, "", status, value);
    }

    private static byte[] packet(int magic, int opcode, String key, int status, String value) {
        return new Wire()
                .u8(magic)
                .u8(opcode)
                .u16(key.length())
                .u8(0)
                .u8(0)
                .u16(status)
                .u32(key.length() + value.length())
                .u32(0xbeef)
                .zeros(8)
                .text(key + value)
                .done();
    }

    private static DialogueAssert memcached(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new MemcachedSignature());
    }
}

package io.plainsight.sensor.clickhouse;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues as ClickHouse's TCPHandler and Connection write them. */
class ClickhouseTest {
    private static final String PING = "\4";
    private static final String PONG = "\4";
    private static final int OLD = 54_060;
    private static final int QUOTA_KEY = 54_458;
    private static final int CHUNKED = 54_470;
    private static final int NEW = 54_485;

    @ParameterizedTest
    @CsvSource({"54060, 54485", "54458, 54465", "54470, 54485", "54485, 54485", "54485, 54060"})
    void shouldSeeAQueryBehindTheAddendum(int client, int server) {
        Dialogue dialogue = greeting(client, server, "sesame").client(addendum(Math.min(client, server), "notchunked"));

        clickhouse(dialogue.client(PING).server(PONG))
                .isPlaintext()
                .hasUserData(false)
                .hasCredentials("secret");
        clickhouse(dialogue.client(query())).isPlaintext().hasUserData(true);
    }

    @Test
    void shouldReadChunks() {
        Dialogue dialogue = greeting(NEW, NEW, "")
                .client(addendum(NEW, "chunked"))
                .client("\1\0\0\0\4\0\0\0\0")
                .server("\1\0\0\0\4\0\0\0\0");

        clickhouse(dialogue).isPlaintext().hasUserData(false).hasCredentials(null);
        clickhouse(dialogue.client(
                        new Wire().u32le(query().length).add(query()).zeros(4).done()))
                .hasUserData(true);
    }

    @Test
    void shouldNotTakePingsForUserDataHoweverMany() {
        Dialogue dialogue = greeting(QUOTA_KEY, QUOTA_KEY, "").client("\0");
        for (int i = 0; i < 200; i++) {
            dialogue.client(PING).server(PONG);
        }

        clickhouse(dialogue).isPlaintext().hasUserData(false);
    }

    @ParameterizedTest
    @CsvSource({
        "bob, sesame, secret",
        "' INTERSERVER SECRET ', '', derived",
        "' SSH KEY AUTHENTICATION bob', '', derived",
        "' JWT AUTHENTICATION ', eyJhbGciOi, token"
    })
    void shouldGradeLogins(String user, String password, String grade) {
        clickhouse(new Dialogue().client(hello(NEW, user, password)).server(serverHello(NEW)))
                .isPlaintext()
                .hasCredentials(grade);
    }

    @Test
    void shouldSeeARefusedLogin() {
        clickhouse(new Dialogue()
                        .client(hello(NEW, "bob", "sesame"))
                        .server(new Wire()
                                .u8(2)
                                .u32le(516)
                                .u8(13)
                                .text("DB::Exception")
                                .done()))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        for (byte[] reply : new byte[][] {TlsReply.alert(), TlsReply.serverHello()}) {
            clickhouse(new Dialogue()
                            .client(hello(NEW, "bob", ""))
                            .server(reply)
                            .client(query()))
                    .isUndecided();
            clickhouse(new Dialogue().client(hello(NEW, "bob", "sesame")).server(reply))
                    .isPlaintext()
                    .hasCredentials("secret")
                    .hasUserData(false);
        }
    }

    @Test
    void shouldCountWhereTheServerIsOutOfSight() {
        Dialogue dialogue = new Dialogue().client(hello(NEW, "bob", "")).client(addendum(NEW, "notchunked"));

        clickhouse(dialogue.client(PING)).isPlaintext().hasUserData(false);
        clickhouse(dialogue.client(query())).isPlaintext().hasUserData(true);
    }

    @Test
    void shouldTellHelloFromNeighbours() {
        ClickhouseSignature signature = new ClickhouseSignature();

        assertThat(new Dialogue().client(hello(NEW, "bob", "")).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hello(OLD, "bob", "")).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().server(serverHello(CHUNKED)).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(hello(49_999, "bob", "")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("\0alice\0bob\0vt100/9600\0").match(signature))
                .isEqualTo(Match.NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 00", "00 01 41", "00 ff", "00 7f", "01 0a", "00 04 41420043 17 03 d4a903"})
    void shouldNotTakeOtherBytesForHello(String bytes) {
        assertThat(new Dialogue().client(Wire.hex(bytes)).match(new ClickhouseSignature()))
                .isEqualTo(Match.NO);
    }

    @Test
    void shouldSurviveEveryLength() {
        byte[] hello = hello(NEW, "bob", "sesame");
        for (int at = 1; at < hello.length; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0xff}) {
                byte[] disturbed = hello.clone();
                disturbed[at] = (byte) value;
                clickhouse(new Dialogue().client(disturbed).server(serverHello(NEW)));
            }
        }
        for (String addendum : new String[] {"ff", "ffffffffffffffffff7f", "00ff", "0000ff"}) {
            clickhouse(greeting(NEW, NEW, "").client(Wire.hex(addendum)).client(query()));
        }
    }

    private static Dialogue greeting(int client, int server, String password) {
        return new Dialogue().client(hello(client, "bob", password)).server(serverHello(server));
    }

    private static byte[] hello(int revision, String user, String password) {
        Wire wire = new Wire().u8(0);
        string(wire, "ClickHouse client").u8(26).u8(3);
        string(string(string(varint(wire, revision), "default"), user), password);
        return wire.done();
    }

    private static byte[] serverHello(int revision) {
        Wire wire = new Wire().u8(0);
        string(wire, "ClickHouse").u8(26).u8(3);
        return string(string(varint(wire, revision), "Europe/Berlin"), "node-1")
                .u8(2)
                .done();
    }

    private static byte[] addendum(int revision, String chunked) {
        Wire wire = new Wire();
        if (revision >= QUOTA_KEY) {
            string(wire, "");
        }
        if (revision >= CHUNKED) {
            string(string(wire, chunked), chunked);
        }
        return revision > CHUNKED ? wire.u8(4).done() : wire.done();
    }

    private static byte[] query() {
        Wire wire = new Wire().u8(1);
        string(string(wire, "b7f7e1d0-7f3c-4c6a-9f53-4a1f1c1f2e0b").u8(1), "bob");
        return string(string(wire, "").text("\t0.0.0.0:0").zeros(30), "SELECT secret FROM t WHERE id = 1")
                .done();
    }

    private static Wire string(Wire wire, String text) {
        return varint(wire, text.length()).text(text);
    }

    private static Wire varint(Wire wire, int value) {
        int rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            wire.u8(rest | 0x80);
        }
        return wire.u8(rest);
    }

    private static DialogueAssert clickhouse(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new ClickhouseSignature());
    }
}

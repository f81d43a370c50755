package io.plainsight.sensor.http;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTP turns into, and who speaks it. */
class HttpUpgradeTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    /** RFC 2817 section 3.2. */
    private static final String ASK_FOR_TLS =
            "OPTIONS * HTTP/1.1\r\nHost: example.bank.com\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n";

    @Test
    void shouldStartTlsBehindTheServersSwitch() {
        dialogue(new Dialogue()
                        .client(ASK_FOR_TLS)
                        .server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0, HTTP/1.1\r\n\r\n")
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(null, true, true, true, null);
    }

    @Test
    void shouldSeeTheRefusal() {
        dialogue(new Dialogue()
                        .client(ASK_FOR_TLS)
                        .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                        .client("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
                .isPlaintext()
                .hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldSeeTheOfferThatNobodyTook() {
        dialogue(new Dialogue()
                        .client("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        .server("HTTP/1.1 200 OK\r\nUpgrade: TLS/1.2\r\nContent-Length: 0\r\n\r\n"))
                .isPlaintext()
                .hasUpgrade(true, false, null, false, null);
    }

    @Test
    void shouldNameWebSocket() {
        // RFC 6455 section 1.3
        Dialogue dialogue = new Dialogue()
                .client("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                .server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");

        dialogue(dialogue).isPlaintext().hasUserData(true).hasNoUpgrade();
        assertThat(application(dialogue)).isEqualTo("websocket");
    }

    /** The header blocks are those of the JDK's own encoder. */
    @ParameterizedTest
    @CsvSource({
        "8286 0f0888ba34188a6cdf5def, secret",
        "8286 0f0887ba51d85b141c64, token",
        "8286 5710 426173696320516e62334a73626e6f3d, secret",
        "8286 6001 61, token",
        "8286 0f10 87497ca589d34d1f,"
    })
    void shouldGradeCredentialsOfAnH2cUpgrade(String block, String credentials) {
        byte[] bytes = hex(block);
        Dialogue dialogue = new Dialogue()
                .client("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n")
                .server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")
                .server(hex("000006040000000000000300000064"))
                .client(PREFACE)
                .client(hex("000000040000000000"))
                .client(frame(0x01, 0x05, bytes))
                .server(hex("000001010400000001 88"));

        dialogue(dialogue).isPlaintext().hasCredentials(credentials).hasUserData(true);
        assertThat(application(dialogue)).isEqualTo("h2c");
    }

    @ParameterizedTest
    @CsvSource({"0f10 8b 1d75d0620d263d4c4d6564", "5f 10 6170706c69636174696f6e2f67727063"})
    void shouldNameGrpc(String contentType) {
        Dialogue dialogue = new Dialogue()
                .client(PREFACE)
                .client(hex("000000040000000000"))
                // padded, with a priority before the block
                .client(frame(0x01, 0x2d, hex("02 0000000010 8386" + contentType + "0000")))
                .server(hex("000006040000000000000300000064"))
                .server(hex("000001010400000001 88"));

        dialogue(dialogue).isPlaintext();
        assertThat(application(dialogue)).isEqualTo("grpc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | X-elastic-product: Elasticsearch | elasticsearch",
                "/_cluster/health | Server: x | elasticsearch",
                "/v1.41/containers/json | Server: x | docker",
                "/_ping | Server: Docker/20.10.7 (linux) | docker",
                "/api/v1/namespaces/default/pods | Server: x | kubernetes",
                "/version | X-Kubernetes-Pf-Flowschema-Uid: 1 | kubernetes",
                "/v3/kv/range | Server: x | etcd",
                "/query?q=x | X-Influxdb-Version: 1.8.10 | influxdb",
                "/?query=x | X-ClickHouse-Server-Display-Name: a | clickhouse",
                "/_cluster/health | Server: CouchDB/3.3 | couchdb",
                "/v1.x/containers/json | Server: x | ",
                "/a/_cluster/health | Server: Dockerish | "
            })
    void shouldNameServicesThatSayWhoTheyAre(String target, String field, String application) {
        Dialogue dialogue = new Dialogue()
                .client("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 0\r\n\r\n");

        dialogue(dialogue).isPlaintext();
        assertThat(application(dialogue)).isEqualTo(application);
    }

    @Test
    void shouldBearAnyHeaderBlock() {
        Random random = new Random(3);
        HpackBlock block = new HpackBlock();
        byte[] valid = hex("8286 0f0888ba34188a6cdf5def 0f10 8b 1d75d0620d263d4c4d6564");
        for (int length = 0; length <= valid.length; length++) {
            ByteCursor in = new ByteCursor().wrap(java.util.Arrays.copyOf(valid, length));
            assertThat(block.read(in).credentials()).isIn(Credentials.NONE, Credentials.SECRET);
        }
        byte[] bytes = new byte[64];
        for (int round = 0; round < 20_000; round++) {
            random.nextBytes(bytes);
            assertThat(block.read(new ByteCursor().wrap(bytes)).credentials()).isNotNull();
        }
        // integers without an end, and lengths beyond it
        assertThat(block.read(new ByteCursor().wrap(hex("57ffffffffffff"))).credentials())
                .isEqualTo(Credentials.NONE);
    }

    private static String application(Dialogue dialogue) {
        ObservationDraft draft = dialogue.feed(new HttpSignature()::open).draft();
        assertThat(draft.protocol).isEqualTo("http");
        return draft.application;
    }

    private static byte[] frame(int type, int flags, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[8] = 1;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        return frame;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new HttpSignature());
    }
}

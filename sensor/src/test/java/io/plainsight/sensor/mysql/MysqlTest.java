package io.plainsight.sensor.mysql;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MysqlTest {
    private static final String SALT_AND_REST = "2100020fc11500000000000000000000 616263646566676869 6a6b6c00";

    @Test
    void shouldStartTlsBehindTheSslRequest() {
        dialogue(new Dialogue()
                        .server(greeting("ff ff"))
                        .client(hex("20000001 85aeff01 00000001 21 " + "00".repeat(23)))
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeALoginInClear() {
        dialogue(new Dialogue()
                        .server(greeting("ff f7"))
                        .client(login("mysql_native_password"))
                        .server(hex("0700000200000002000000"))
                        .client(hex("09000000 03 73656c656374 2031")))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(true)
                .hasUpgrade(false, false, null, false, null);
    }

    @Test
    void shouldSeeAPasswordInClear() {
        dialogue(new Dialogue().server(greeting("ff ff")).client(login("mysql_clear_password")))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUpgrade(true, false, null, false, null);
    }

    @Test
    void shouldNotDecideOnTheGreeting() {
        dialogue(new Dialogue().server(greeting("ff ff"))).isUndecided();
    }

    @Test
    void shouldTellGreetingsFromNeighbours() {
        MysqlSignature signature = new MysqlSignature();

        assertThat(new Dialogue().server(greeting("ff ff")).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(login("x")).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(hex("0a0000000a352e3700")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().server(hex("4a0000010a352e3700")).match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().server("220 ready").match(signature)).isEqualTo(Match.NO);
    }

    private static byte[] greeting(String flags) {
        String payload = ("0a 382e302e333600 01000000 6162636465666768 00" + flags + SALT_AND_REST).replace(" ", "");
        return hex(String.format("%02x000000", payload.length() / 2) + payload);
    }

    private static byte[] login(String plugin) {
        String hex = HexFormat.of().formatHex(plugin.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String payload =
                "85a6ff01 00000001 21".replace(" ", "") + "00".repeat(23) + "626f6200" + "0461626364" + hex + "00";
        return hex(String.format("%02x000001", payload.length() / 2) + payload);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new MysqlSignature());
    }
}

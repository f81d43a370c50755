package io.plainsight.sensor.http;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    @Test
    void shouldCallARequestWithItsResponsePlaintext() {
        // RFC 9110 section 3.9
        dialogue(new Dialogue()
                        .client("GET /hello.txt HTTP/1.1\r\nUser-Agent: curl/7.64.1\r\nHost: www.example.com\r\n\r\n")
                        .server("HTTP/1.1 200 OK\r\nDate: Mon, 27 Jul 2009 12:28:53 GMT\r\nContent-Length: 51\r\n\r\n"
                                + "Hello World! My content includes a trailing CRLF.\r\n"))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true)
                .hasNoUpgrade();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==|secret",
                "authorization:basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==|secret",
                "Proxy-Authorization: Basic QWxhZGRpbjo=|secret",
                "Authorization: Bearer mF_9.B5f-4.1JqM|token",
                "Cookie: SID=31d4d96e407aad42|token",
                "X-Api-Key: 1234|token",
                "Authorization: Digest username=\"Mufasa\"|derived",
                "Authorization: NTLM TlRMTVNTUAAB|derived"
            })
    void shouldGradeCredentials(String field, String kind) {
        dialogue(new Dialogue()
                        .client("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n")
                        .server(OK))
                .isPlaintext()
                .hasCredentials(kind);
    }

    @Test
    void shouldSeeACookieThatTheServerSets() {
        dialogue(new Dialogue()
                        .client("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        .server("HTTP/1.1 200 OK\r\nSet-Cookie: SID=31d4\r\n\r\n"))
                .hasCredentials("token");
    }

    @Test
    void shouldSeeASecretInALaterRequestBehindABody() {
        dialogue(new Dialogue()
                        .client("PUT /x HTTP/1.1\r\nContent-Length: 24\r\n\r\nGET / HTTP/1.1\r\nCookie: ")
                        .server(OK)
                        .client("GET / HTTP/1.1\r\nAuthorization: Basic QTpC\r\n\r\n")
                        .server(OK))
                .isPlaintext()
                .hasCredentials("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-www-form-urlencoded|user=a&password=b|secret",
                "application/x-www-form-urlencoded|login[pass]=b|secret",
                "application/json|{\"user\":\"a\",\"password\":\"b\"}|secret",
                "application/x-www-form-urlencoded|user=a&password=|",
                "application/x-www-form-urlencoded|bypass=1&compass=2|",
                "text/plain|password=b|"
            })
    void shouldFindAPasswordInAForm(String type, String body, String kind) {
        dialogue(new Dialogue()
                        .client("POST /login HTTP/1.1\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .server(OK))
                .isPlaintext()
                .hasCredentials(kind);
    }

    @Test
    void shouldNotCountARedirectToHttpsAsUserData() {
        dialogue(new Dialogue()
                        .client("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        .server("HTTP/1.1 301 Moved\r\nLocation: https://a/\r\nContent-Length: 0\r\n\r\n"))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldCountARequestThatNobodyAnswers() {
        dialogue(new Dialogue().client("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).isPlaintext();
    }

    @ParameterizedTest
    @ValueSource(strings = {"15030100020246", "5353482d322e300d0a"})
    void shouldNotDecideWhereTheServerSpeaksSomethingElse(String reply) {
        dialogue(new Dialogue().client("GET / HTTP/1.1\r\nHost: a\r\n\r\n").server(hex(reply)))
                .isUndecided();
    }

    @Test
    void shouldStartTlsInsideATunnel() {
        dialogue(connected().client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasNoUpgrade()
                .hasNoPlaintext();
    }

    @Test
    void shouldKeepTheProxysPasswordInMindWhenATunnelBecomesTls() {
        dialogue(new Dialogue()
                        .client("CONNECT a:443 HTTP/1.1\r\n\r\n")
                        .server("HTTP/1.1 407 Authenticate\r\nContent-Length: 0\r\n\r\n")
                        .client("CONNECT a:443 HTTP/1.1\r\nProxy-Authorization: Basic QTpC\r\n\r\n")
                        .server("HTTP/1.1 200 Connection established\r\n\r\n")
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasCredentials("secret")
                .hasReason("plaintext.credentials");
    }

    @Test
    void shouldReadHttpInsideATunnel() {
        dialogue(connected().client("GET / HTTP/1.1\r\nHost: a\r\n\r\n").server(OK))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldNotDecideOnAnotherProtocolInsideATunnel() {
        dialogue(connected().client("SSH-2.0-OpenSSH_9.2\r\n")).isUndecided();
        dialogue(connected().server("SSH-2.0-OpenSSH_9.2\r\n")).isUndecided();
    }

    @Test
    void shouldReadHttp2InClear() {
        dialogue(new Dialogue()
                        .client(PREFACE)
                        .client(hex("000000040000000000"))
                        .server(hex("000006040000000000000300000064"))
                        .client(hex("000003010500000001828684"))
                        .server(hex("000001010400000001" + "88")))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldNotDecideOnHttp2SettingsAlone() {
        dialogue(new Dialogue()
                        .client(PREFACE)
                        .client(hex("000000040000000000"))
                        .server(hex("000006040000000000000300000064")))
                .isUndecided();
    }

    @Test
    void shouldCopeWithALineOverTheCap() {
        String cookie = "X-Long: " + "x".repeat(20_000);
        dialogue(new Dialogue()
                        .client("GET / HTTP/1.1\r\n" + cookie + "\r\nAuthorization: Basic QTpC\r\n\r\n")
                        .server(OK))
                .isPlaintext()
                .hasCredentials("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "OPTIONS * HTTP/1.0\r\n",
                "CONNECT a:443 HTTP/1.1\r\n",
                "M-SEARCH * HTTP/1.1\r\n",
                "\r\nGET /x?y HTTP/1.1\r\n",
                PREFACE
            })
    void shouldRecogniseTheClient(String text) {
        assertThat(new Dialogue().client(text).match(new HttpSignature())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / RTSP/1.0\r\n",
                "INVITE sip:a@b SIP/2.0\r\n",
                "GET /\r\n",
                "get / HTTP/1.1\r\n",
                "GET  / HTTP/1.1\r\n",
                "GET a b HTTP/1.1\r\n",
                "EHLO example.org\r\n",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                "SSH-2.0-OpenSSH_9.2\r\n"
            })
    void shouldNotRecogniseNeighboursAtTheClient(String text) {
        assertThat(new Dialogue().client(text).match(new HttpSignature())).isEqualTo(Match.NO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"HTTP/1.1 200 OK|YES", "HTTP/1.0 404|YES", "HTTP/1.1 20 OK|NO", "HTTP/3 200|NO", "ICY 200 OK|NO"})
    void shouldTellStatusLines(String text, Match expected) {
        assertThat(new Dialogue().server(text + "\r\n").match(new HttpSignature()))
                .isEqualTo(expected);
    }

    private static Dialogue connected() {
        return new Dialogue()
                .client("CONNECT server.example.com:443 HTTP/1.1\r\nHost: server.example.com:443\r\n\r\n")
                .server("HTTP/1.1 200 Connection established\r\n\r\n");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new HttpSignature());
    }
}

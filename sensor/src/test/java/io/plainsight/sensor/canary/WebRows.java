package io.plainsight.sensor.canary;

import static io.plainsight.sensor.canary.Row.lines;
import static io.plainsight.sensor.canary.Row.tcp;
import static io.plainsight.sensor.canary.Secrets.base64;

import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import java.util.List;

/** HTTP and what passes over it or through its proxies. */
final class WebRows {
    private WebRows() {}

    static List<Row> all() {
        return List.of(
                tcp(
                        "http",
                        "basic",
                        "secret",
                        s -> lines(
                                "CGET /" + s.of("path") + "/a?api_key=" + s.of("query") + " HTTP/1.1",
                                "CHost: a.example.org",
                                "CAuthorization: Basic " + base64(s.of("user") + ':' + s.of("password")),
                                "CCookie: session=" + s.of("cookie"),
                                "CReferer: http://b.example.org/?token=" + s.of("referer"),
                                "CUser-Agent: " + s.of("agent"),
                                "CX-Api-Key: " + s.of("header"),
                                "C",
                                "SHTTP/1.1 302 Found",
                                "SServer: " + s.of("server"),
                                "SSet-Cookie: id=" + s.of("set-cookie"),
                                "SLocation: http://a.example.org/?code=" + s.of("location"),
                                "SContent-Length: 0",
                                "S")),
                tcp(
                        "http",
                        "bearer",
                        "token",
                        s -> lines(
                                "CPOST /graphql HTTP/1.1",
                                "CHost: a.example.org",
                                "CAuthorization: Bearer " + s.of("token"),
                                "CContent-Type: application/json",
                                "CContent-Length: 80",
                                "C",
                                "C{\"password\":\"" + s.of("json") + "\"}",
                                "SHTTP/1.1 200 OK",
                                "SContent-Type: application/json",
                                "SContent-Length: 80",
                                "S",
                                "S{\"access_token\":\"" + s.of("answer") + "\"}")),
                tcp(
                        "http",
                        "cookie",
                        "token",
                        s -> lines(
                                "CGET / HTTP/1.1",
                                "CHost: a.example.org",
                                "CCookie: session=" + s.of("cookie"),
                                "C",
                                "SHTTP/1.1 200 OK",
                                "S",
                                "S" + s.of("body"))),
                tcp(
                        "http",
                        "digest",
                        "derived",
                        s -> lines(
                                "CGET / HTTP/1.1",
                                "CHost: a.example.org",
                                "CAuthorization: Digest username=\"" + s.of("user") + "\", response=\""
                                        + s.key("response") + '"',
                                "C",
                                "SHTTP/1.1 200 OK",
                                "S")),
                tcp(
                        "http",
                        "form",
                        null,
                        s -> lines(
                                "CPOST /login HTTP/1.1",
                                "CHost: a.example.org",
                                "CContent-Type: application/x-www-form-urlencoded",
                                "CContent-Length: 150",
                                "C",
                                "Cusername=" + s.of("user") + "&password=" + s.of("password"),
                                "SHTTP/1.1 200 OK",
                                "S")),
                tcp("http", "websocket", null, s -> lines(
                                "CGET /chat HTTP/1.1",
                                "CHost: a.example.org",
                                "CUpgrade: websocket",
                                "CConnection: Upgrade",
                                "CSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                "CSec-WebSocket-Version: 13",
                                "C",
                                "SHTTP/1.1 101 Switching Protocols",
                                "SUpgrade: websocket",
                                "SConnection: Upgrade",
                                "SSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                                "S")
                        .server(new Wire()
                                .u8(0x81)
                                .u8(s.of("message").length())
                                .text(s.of("message"))
                                .done())),
                tcp(
                        "http",
                        "proxy",
                        null,
                        s -> lines(
                                "CCONNECT a.example.org:80 HTTP/1.1",
                                "CHost: a.example.org:80",
                                "CProxy-Authorization: Basic " + base64(s.of("user") + ':' + s.of("password")),
                                "C",
                                "SHTTP/1.1 200 Connection established",
                                "S",
                                "CGET /?token=" + s.of("query") + " HTTP/1.1",
                                "CHost: a.example.org",
                                "C",
                                "SHTTP/1.1 200 OK",
                                "S")),
                tcp("http", "h2c", null, WebRows::h2c),
                tcp("socks", "password", null, s -> socks(s).client("telegraph " + s.of("inside"))),
                tcp("socks", "version4", null, s -> new Dialogue()
                        .client(new Wire()
                                .bytes("04 01 0050 00000001")
                                .text(s.of("user") + "\0a.example.org\0")
                                .done())
                        .server(Wire.hex("005a000000000000"))));
    }

    /** RFC 1929 section 2. */
    private static Dialogue socks(Secrets s) {
        return new Dialogue()
                .client(Wire.hex("050102"))
                .server(Wire.hex("0502"))
                .client(new Wire()
                        .u8(1)
                        .u8(s.of("user").length())
                        .text(s.of("user"))
                        .u8(s.of("password").length())
                        .text(s.of("password"))
                        .done())
                .server(Wire.hex("0100"))
                .client(Wire.hex("050100030b6578616d706c652e6f726701bb"))
                .server(Wire.hex("05000001c000020101bb"));
    }

    /** RFC 9113: SETTINGS, then HEADERS with a literal that is never indexed (RFC 7541 section 6.2.3), then DATA. */
    private static Dialogue h2c(Secrets s) {
        String token = "Bearer " + s.of("token");
        byte[] headers = new Wire()
                .bytes("82 86 84")
                .bytes("10")
                .u8("authorization".length())
                .text("authorization")
                .u8(token.length())
                .text(token)
                .done();
        return new Dialogue()
                .client("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                .client(frame(4, 0, 0, new byte[0]))
                .server(frame(4, 0, 0, new byte[0]))
                .client(frame(1, 4, 1, headers))
                .client(frame(0, 1, 1, new Wire().text(s.of("body")).done()));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return new Wire()
                .u8(0)
                .u16(payload.length)
                .u8(type)
                .u8(flags)
                .u32(stream)
                .add(payload)
                .done();
    }
}

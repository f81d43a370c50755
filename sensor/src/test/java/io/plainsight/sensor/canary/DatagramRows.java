package io.plainsight.sensor.canary;

import static io.plainsight.sensor.canary.Row.udp;
import static io.plainsight.sensor.datagram.UdpSamples.ascii;
import static io.plainsight.sensor.datagram.UdpSamples.element;
import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;

import io.plainsight.sensor.datagram.UdpSamples;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import java.util.List;

/** Services over UDP: community strings, passwords, and what else a datagram has room for. */
final class DatagramRows {
    private DatagramRows() {}

    static List<Row> all() {
        return List.of(
                udp(161, "snmp", "community", "secret", s -> one(UdpSamples.snmp(1, s.of("community")))),
                udp(162, "snmp", "user", null, s -> one(UdpSamples.snmp3(5, s.key("user")))),
                udp(1812, "radius", "password", "derived", s -> one(UdpSamples.radius(1, 2, ascii(s.key("password"))))
                        .server(UdpSamples.radius(3, 18, ascii(s.of("answer"))))),
                udp(1813, "radius", "user", null, s -> one(UdpSamples.radius(4, 1, ascii(s.of("user"))))),
                udp(
                        5060,
                        "sip",
                        "basic",
                        "secret",
                        s -> one("REGISTER sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b\r\nAuthorization: Basic "
                                        + Secrets.base64(s.of("user") + ':' + s.of("password")) + "\r\n\r\n")
                                .server("SIP/2.0 200 " + s.of("answer") + "\r\n\r\n")),
                udp(
                        5061,
                        "sip",
                        "key",
                        "secret",
                        s -> one("INVITE sip:a SIP/2.0\r\n\r\nm=audio 49170 RTP/SAVP 0\r\n"
                                + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + Secrets.base64(s.of("key")) + "\r\n")),
                udp(
                        1701,
                        "l2tp",
                        "pap",
                        "secret",
                        s -> one(new Wire()
                                .bytes("0002 0001 0001 ff03 c023 01 01")
                                .u16(6
                                        + s.of("user").length()
                                        + s.of("password").length())
                                .u8(s.of("user").length())
                                .text(s.of("user"))
                                .u8(s.of("password").length())
                                .text(s.of("password"))
                                .done())),
                udp(
                        520,
                        "rip",
                        "password",
                        "secret",
                        s -> one(new Wire()
                                .bytes("0202 0000 ffff 0002")
                                .text(s.key("password"))
                                .done())),
                udp(
                        1985,
                        "hsrp",
                        "password",
                        "secret",
                        s -> one(new Wire()
                                .bytes("0000 1003 0a64 0100")
                                .text(s.brief("password"))
                                .bytes("0a000001")
                                .done())),
                udp(
                        514,
                        "syslog",
                        "message",
                        null,
                        s -> one("<34>Oct 11 22:14:15 host su: password " + s.of("password"))),
                udp(69, "tftp", "file", null, s -> one("\0\1" + s.of("path") + "\0octet\0")
                        .server("\0\3\0\1" + s.of("content"))),
                udp(45000, "tftp", "transfer", null, s -> one(block(1, s.of("first")))
                        .server(hex("00040001"))
                        .client(block(2, s.of("second")))),
                udp(389, "ldap", "filter", null, s -> one(hex(
                                "3025 0201 01 6320 0400 0a01 00 0a01 00 0201 00 0201 00 0101 00"
                                        + "870b 6f626a656374436c617373 3000"))
                        .server(element(
                                0x30,
                                concat(
                                        hex("020101"),
                                        element(0x64, concat(hex("0400"), element(4, ascii(s.of("entry"))))))))),
                udp(
                        5683,
                        "coap",
                        "payload",
                        null,
                        s -> one(new Wire()
                                .bytes("41 02 7d35 20 bb 74656d7065726174757265 ff")
                                .text(s.of("payload"))
                                .done())),
                udp(
                        11211,
                        "memcached",
                        "value",
                        null,
                        s -> one("\0\1\0\0\0\1\0\0set " + s.of("key") + " 0 0 60\r\n" + s.of("value") + "\r\n")),
                udp(111, "rpc", "machine", null, s -> one(call(100_000, 3, s))),
                udp(2049, "nfs", "machine", null, s -> one(call(100_003, 6, s))),
                udp(
                        2123,
                        "gtp",
                        "pap",
                        null,
                        s -> one(new Wire()
                                .bytes("48 20")
                                .u16(8 + 4 + s.of("options").length())
                                .bytes("00000000 000001 00 4e")
                                .u16(s.of("options").length())
                                .u8(0)
                                .text(s.of("options"))
                                .done())),
                udp(
                        47808,
                        "bacnet",
                        "value",
                        null,
                        s -> one(new Wire()
                                .bytes("810a")
                                .u16(12 + s.of("value").length())
                                .bytes("0104 0005010f 0c")
                                .u8(0)
                                .text(s.of("value"))
                                .done())),
                udp(
                        6343,
                        "sflow",
                        "header",
                        null,
                        s -> one(new Wire()
                                .u32(5)
                                .u32(1)
                                .u32(0x0a000001)
                                .zeros(12)
                                .u32(1)
                                .u32(1)
                                .u32(s.of("packet").length())
                                .text(s.of("packet"))
                                .done())),
                udp(
                        4739,
                        "ipfix",
                        "record",
                        null,
                        s -> one(new Wire()
                                .u16(10)
                                .u16(16 + 12 + 4 + s.of("record").length())
                                .zeros(12)
                                .bytes("0002 000c 0100 0001 0008 0004")
                                .u16(256)
                                .u16(4 + s.of("record").length())
                                .text(s.of("record"))
                                .done())),
                udp(40002, "rtp", "description", null, s -> one(rtcp(s.of("email")))),
                udp(3478, "stun", "user", null, s -> one(stun(s.of("user")))),
                udp(
                        67,
                        "dhcp",
                        "authentication",
                        null,
                        s -> one(new Wire()
                                .bytes("01 01 06 00 3903f326")
                                .zeros(228)
                                .bytes("63825363 350101 5a")
                                .u8(11 + s.of("token").length())
                                .zeros(11)
                                .text(s.of("token"))
                                .u8(255)
                                .done())),
                udp(
                        1900,
                        "ssdp",
                        "header",
                        null,
                        s -> one("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nX: "
                                + s.of("header") + "\r\n\r\n")),
                udp(
                        3702,
                        "ws-discovery",
                        "element",
                        null,
                        s -> one(
                                "<?xml version=\"1.0\"?><e xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\">"
                                        + s.of("element") + "</e>")));
    }

    private static Dialogue one(byte[] datagram) {
        return new Dialogue().client(datagram);
    }

    private static Dialogue one(String datagram) {
        return new Dialogue().client(datagram);
    }

    /** RFC 3550 section 6.5: an empty receiver report, then a source description with an e-mail address. */
    private static byte[] rtcp(String email) {
        int chunk = (4 + 2 + email.length()) / 4 + 1;
        return new Wire()
                .bytes("80c9 0001 01020304 81ca")
                .u16(chunk)
                .u32(0x01020304)
                .u8(3)
                .u8(email.length())
                .text(email)
                .zeros(4 * chunk - 6 - email.length())
                .done();
    }

    /** RFC 8489 section 5: a Binding request with USERNAME. */
    private static byte[] stun(String user) {
        int padded = (user.length() + 3) / 4 * 4;
        return new Wire()
                .u16(1)
                .u16(4 + padded)
                .bytes("2112a442 b7e7a701bc34d686fa87dfae 0006")
                .u16(user.length())
                .text(user)
                .zeros(padded - user.length())
                .done();
    }

    /** A whole block of a file. */
    private static byte[] block(int number, String text) {
        return new Wire()
                .u16(3)
                .u16(number)
                .text(text)
                .zeros(512 - text.length())
                .done();
    }

    /** With AUTH_SYS (RFC 5531 appendix A). */
    private static byte[] call(int program, int procedure, Secrets s) {
        byte[] credential =
                new Wire().u32(1).opaque(ascii(s.of("machine"))).zeros(12).done();
        return new Wire()
                .u32(0x1234)
                .u32(0)
                .u32(2)
                .u32(program)
                .u32(3)
                .u32(procedure)
                .u32(1)
                .opaque(credential)
                .zeros(8)
                .opaque(ascii(s.of("arguments")))
                .done();
    }
}

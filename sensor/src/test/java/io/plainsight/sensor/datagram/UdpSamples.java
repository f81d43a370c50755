package io.plainsight.sensor.datagram;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** One valid datagram of each protocol, made by the letter of its standard, and what must be told of it. */
public final class UdpSamples {
    /** A datagram that a client sends, and the port that it goes to. */
    public record Sample(String told, int port, byte[] bytes) {}

    private static final String NETBIOS_NAME = "20" + "4341".repeat(16) + "00";

    private UdpSamples() {}

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A query for {@code example.org}, type A. */
    public static byte[] dnsQuery() {
        return hex("1234 0100 0001 0000 0000 0000 076578616d706c65 036f7267 00 0001 0001");
    }

    /** SNMP version 1 get-request for sysDescr with this community (RFC 1157 section 4). */
    public static byte[] snmp(int version, String community) {
        byte[] pdu = hex("a019 0204 00000001 0201 00 0201 00 300b 3009 0605 2b06010201 0500");
        return element(0x30, concat(element(2, new byte[] {(byte) version}), element(4, ascii(community)), pdu));
    }

    /** SNMP version 3 with USM (RFC 3414 section 2.4); {@code flags} 1 signed, 2 encrypted, 4 reportable. */
    public static byte[] snmp3(int flags, String user) {
        byte[] header = element(0x30, hex("0202 1234 0202 05dc 0401 0%x 0201 03".formatted(flags)));
        byte[] usm = element(
                0x30,
                concat(
                        hex("0405 8000000001 0201 01 0201 02"),
                        element(4, ascii(user)),
                        element(4, new byte[(flags & 1) != 0 ? 12 : 0]),
                        element(4, new byte[(flags & 2) != 0 ? 8 : 0])));
        byte[] scoped = hex("0400 0400 a00e 0204 00000001 0201 00 0201 00 3000");
        byte[] data = (flags & 2) != 0 ? element(4, new byte[24]) : element(0x30, scoped);
        return element(0x30, concat(hex("0201 03"), header, element(4, usm), data));
    }

    /** Access-Request or another code with one attribute. */
    public static byte[] radius(int code, int attribute, byte[] value) {
        return bigEndian()
                .u8(code, 7)
                .u16(20 + 2 + value.length)
                .zeros(16)
                .u8(attribute, 2 + value.length)
                .put(value)
                .toArray();
    }

    /** A TLV of ASN.1 with a length below 65536. */
    public static byte[] element(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 128
                ? new byte[] {(byte) tag, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concat(head, content);
    }

    /** KDC-REP of RFC 4120 section 5.4.2 with a ticket and a secret part of these encryption types. */
    public static byte[] kdcReply(int message, int ticketType, int partType) {
        byte[] ticket = element(
                0x61,
                element(
                        0x30,
                        concat(
                                hex("a003 0201 05"),
                                element(0xa1, element(0x1b, ascii("EXAMPLE.ORG"))),
                                element(0xa2, hex("3003 a001 00")),
                                element(0xa3, encrypted(ticketType)))));
        byte[] body = concat(
                hex("a003 0201 05"),
                element(0xa1, new byte[] {2, 1, (byte) message}),
                element(0xa3, element(0x1b, ascii("EXAMPLE.ORG"))),
                element(0xa5, ticket),
                element(0xa6, encrypted(partType)));
        return element(0x60 + message, element(0x30, body));
    }

    private static byte[] encrypted(int type) {
        return element(0x30, concat(hex("a003 0201 %02x".formatted(type)), element(0xa2, element(4, new byte[40]))));
    }

    /** AS-REQ with an empty body. */
    public static byte[] kdcRequest() {
        return element(0x6a, element(0x30, hex("a103 0201 05 a203 0201 0a a402 3000")));
    }

    /** RPC call with AUTH_NONE (RFC 5531 section 9). */
    public static byte[] rpcCall(int program, int procedure) {
        return bigEndian()
                .u32(0x1234)
                .u32(0)
                .u32(2)
                .u32(program)
                .u32(3)
                .u32(procedure)
                .zeros(16)
                .toArray();
    }

    private static byte[] dhcp() {
        return bigEndian()
                .u8(1, 1, 6, 0)
                .u32(0x3903f326)
                .zeros(228)
                .u32(0x63825363L)
                .u8(53, 1, 1, 255)
                .toArray();
    }

    private static byte[] ntp() {
        return bigEndian().u8(0x23, 0, 6, 0xec).zeros(44).toArray();
    }

    private static byte[] netflow5() {
        return bigEndian().u16(5).u16(2).zeros(20 + 96).toArray();
    }

    private static byte[] netflow9() {
        return bigEndian()
                .u16(9)
                .u16(1)
                .zeros(16)
                .u16(0)
                .u16(12)
                .u16(256)
                .u16(1)
                .u16(8)
                .u16(4)
                .toArray();
    }

    private static byte[] ipfix() {
        return bigEndian()
                .u16(10)
                .u16(28)
                .zeros(12)
                .u16(2)
                .u16(12)
                .u16(256)
                .u16(1)
                .u16(8)
                .u16(4)
                .toArray();
    }

    private static byte[] sflow() {
        return bigEndian()
                .u32(5)
                .u32(1)
                .u32(0x0a000001)
                .zeros(12)
                .u32(1)
                .u32(1)
                .u32(8)
                .zeros(8)
                .toArray();
    }

    private static byte[] netbiosDatagram() {
        return concat(hex("1102 8001 0a000005 008a 0044 0000"), hex(NETBIOS_NAME), hex(NETBIOS_NAME), new byte[10]);
    }

    public static List<Sample> all() {
        return List.of(
                new Sample("dns plaintext - false", 53, dnsQuery()),
                new Sample("dns plaintext - false", 5300, dnsQuery()),
                new Sample("mdns plaintext - false", 5353, dnsQuery()),
                new Sample("llmnr plaintext - false", 5355, dnsQuery()),
                new Sample(
                        "nbns plaintext - false",
                        137,
                        hex("80a1 0110 0001 0000 0000 0000" + NETBIOS_NAME + "0020 0001")),
                new Sample("netbios-dgm plaintext - false", 138, netbiosDatagram()),
                new Sample("ntp plaintext - false", 123, ntp()),
                new Sample("dhcp plaintext - false", 67, dhcp()),
                new Sample(
                        "dhcpv6 plaintext - false",
                        547,
                        hex("01 001234 0001 000a 0003000108002b010203 0006 0002 0017")),
                new Sample("snmp plaintext secret true", 161, snmp(0, "public")),
                new Sample("snmp plaintext secret true", 1610, snmp(1, "public")),
                new Sample("snmp plaintext - true", 161, snmp3(4, "noAuthUser")),
                new Sample("snmp plaintext - true", 161, snmp3(5, "authUser")),
                new Sample("snmp unknown - -", 161, snmp3(7, "privUser")),
                new Sample(
                        "syslog plaintext - true",
                        514,
                        ascii("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8")),
                new Sample(
                        "syslog plaintext - true",
                        5140,
                        ascii("<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time")),
                new Sample("syslog plaintext - true", 514, ascii("<13>no time, but text")),
                new Sample("netflow plaintext - true", 2055, netflow5()),
                new Sample("netflow plaintext - true", 9995, netflow9()),
                new Sample("ipfix plaintext - true", 4739, ipfix()),
                new Sample("sflow plaintext - true", 6343, sflow()),
                new Sample("radius plaintext derived true", 1812, radius(1, 2, new byte[16])),
                new Sample("radius plaintext derived true", 1645, radius(1, 3, new byte[17])),
                new Sample("radius plaintext - true", 1813, radius(4, 40, hex("00000001"))),
                new Sample("tftp plaintext - true", 69, ascii("\0\1rfc1350.txt\0octet\0tsize\0000\0")),
                new Sample("tftp plaintext - true", 6969, ascii("\0\2firmware.bin\0netascii\0")),
                new Sample(
                        "sip plaintext - true",
                        5060,
                        ascii("OPTIONS sip:carol@chicago.com SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com\r\n\r\n")),
                // RFC 7252 appendix A, figure 16
                new Sample("coap plaintext - true", 5683, hex("41 01 7d35 20 bb 74656d7065726174757265")),
                new Sample(
                        "ssdp plaintext - false",
                        1900,
                        ascii("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n\r\n")),
                new Sample(
                        "ws-discovery plaintext - false",
                        3702,
                        ascii(
                                "<?xml version=\"1.0\"?><e xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"/>")),
                new Sample("bacnet plaintext - true", 47808, hex("810b 000c 0120 ffff 00ff 1008")),
                new Sample(
                        "memcached plaintext - true", 11211, concat(hex("0001 0000 0001 0000"), ascii("get key\r\n"))),
                new Sample("kerberos unknown - -", 88, kdcRequest()),
                new Sample(
                        "ldap plaintext - false",
                        389,
                        hex("3025 0201 01 6320 0400 0a01 00 0a01 00 0201 00 0201 00 0101 00"
                                + "870b 6f626a656374436c617373 3000")),
                new Sample("rpc plaintext - false", 111, rpcCall(100_000, 3)),
                new Sample("nfs plaintext - true", 2049, rpcCall(100_003, 6)),
                new Sample(
                        "rip plaintext - false", 520, hex("0202 0000 0002 0000 0a000000 ff000000 00000000 00000001")),
                new Sample("hsrp plaintext - false", 1985, hex("0000 1003 0a64 0100 6369 7363 6f00 0000 0a00 0001")),
                new Sample("gtp plaintext - true", 2123, hex("4801 0009 00000000 000001 00 03")),
                new Sample("l2tp plaintext - false", 1701, hex("c802 0014 0000 0000 0000 0000 8008 0000 0000 0001")));
    }
}

package io.plainsight.sensor.frame;

import static io.plainsight.sensor.testing.Wire.hex;

import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.smb.SmbBytes;
import io.plainsight.sensor.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** First bytes of a side by the specifications, and the protocol that must be told from them. */
final class Samples {
    record Sample(String protocol, Side side, byte[] bytes) {
        @Override
        public String toString() {
            return protocol + " from " + side + ", " + bytes.length + " bytes";
        }
    }

    private Samples() {}

    static List<Sample> all() {
        return Stream.concat(fixed().stream(), BrokerSamples.all().stream()).collect(Collectors.toUnmodifiableList());
    }

    private static List<Sample> fixed() {
        return List.of(
                client("smb", SmbBytes.negotiate311(2, 1)),
                client("smb", SmbBytes.sessionRequest()),
                server("vnc", text("RFB 003.008\n")),
                client("nfs", rpc(100003)),
                client("mount", rpc(100005)),
                client("portmap", rpc(100000)),
                client("nfs-auxiliary", rpc(100021)),
                client("x11", hex("6c 00 0b00 0000 0000 0000 0000")),
                client("rlogin", text("\0alice\0bob\0vt100/9600\0")),
                client("rsh", text("1022\0alice\0bob\0ls -l\0")),
                client("rexec", text("34512\0alice\0sesame\0ls -l\0")),
                server("rsync", text("@RSYNCD: 31.0\n")),
                server("svn", text("( success ( 2 2 ( ) ( edit-pipeline ) ) ) ")),
                client("git", text("0032git-upload-pack /project.git\0host=myserver.com\0")),
                client("adb", hex("434e584e 01000001 00001000 00000000 00000000 bcb1a7b1")),
                client("afp", hex("00 04 0001 00000000 00000006 00000000 00 04 00100000")),
                client("iscsi", iscsi()),
                client(
                        "tacacs",
                        new Wire()
                                .bytes("c0 01 01 00 7a8b9cad 00000014")
                                .zeros(20)
                                .done()),
                client(
                        "pptp",
                        new Wire()
                                .bytes("009c 0001 1a2b3c4d 0001 0000 0100")
                                .zeros(142)
                                .done()),
                client("modbus", hex("0001 0000 0006 11 03 006b 0003")),
                client("dnp3", hex("05 64 0a 44 0300 0400 7cae e6f78210004fbd")),
                client(
                        "s7comm",
                        hex("0300 0016 11 e0 0000 0001 00 c0010a c1020100 c2020102"
                                + "0300 0019 02 f080 32 01 0000 0000 0008 0000 f0 00 0001 0001 01e0")),
                client("enip", hex("6500 0400 00000000 00000000 0000000000000000 00000000 0100 0000")),
                client("tns", hex("003a 0000 01 00 0000 013a 012c 0000 2000")),
                server("tns", hex("0020 0000 02 00 0000 013e 0041 2000 7fff 0100 0000 0020 4141 00000000 00000000")),
                client("redis", text("*2\r\n$4\r\nAUTH\r\n$6\r\nsesame\r\n")),
                server("redis", text("-NOAUTH Authentication required.\r\n")),
                client("memcached", text("set greeting 0 3600 5\r\nhello\r\n")),
                server("memcached", text("VALUE greeting 0 5\r\nhello\r\nEND\r\n")),
                client("memcached", hex("80 00 0005 00 00 0000 00000005 00000000 0000000000000000 48656c6c6f")),
                server("memcached", hex("81 00 0000 00 00 0001 00000009 00000000 0000000000000000 4e6f7420666f756e64")),
                client("cassandra", hex("04 00 0000 05 00000000")),
                client("cassandra", hex("04 00 0001 01 00000016 0001 000b 43514c5f56455253494f4e 0005 332e332e31")),
                client("cassandra-internode", hex("ca552dfa 0c0a0c11 06 c6120002 1b58 f3cb19b3")),
                client("clickhouse", clickhouse()),
                client("elasticsearch", hex("4553 00000013 0000000000000001 08 005cc663 0000cbf6ae03")),
                server("elasticsearch", hex("4553 00000013 0000000000000001 09 005cc663 0000cbf6ae03")),
                client("sip", text("OPTIONS sip:carol@chicago.com SIP/2.0\r\nMax-Forwards: 70\r\n\r\n")),
                server("sip", text("SIP/2.0 200 OK\r\nCSeq: 63104 OPTIONS\r\n\r\n")),
                client("rtsp", text("DESCRIBE rtsp://server.example.com/fizzle RTSP/1.0\r\nCSeq: 312\r\n\r\n")),
                server("rtsp", text("RTSP/1.0 200 OK\r\nCSeq: 312\r\n\r\n")),
                client("syslog", text("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - 'su root'\n")),
                client("syslog", text("51 <13>Oct 11 22:14:15 mymachine su: 'su root' failed for")),
                client("syslog", text("<167>2016-05-24T09:50:52.926451+02:00 ldap01 slapd[34534]: conn=1\n")),
                client("iec104", hex("68 04 07 000000")),
                client(
                        "opcua",
                        new Wire()
                                .text("HELF")
                                .u32le(50)
                                .zeros(20)
                                .ua("opc.tcp://plc:4840")
                                .done()));
    }

    /** What stands on the same wires and is none of them. */
    static List<Sample> neighbours() {
        return List.of(
                client("tls", hex("16030100c8010000c40303a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9")),
                server("tls", hex("160303005a020000560303a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9")),
                server("ssh", text("SSH-2.0-OpenSSH_9.6\r\n")),
                client("smtp", text("EHLO relay.example.com\r\n")),
                server("smtp", text("220 mail.example.com ESMTP\r\n")),
                server("pop3", text("+OK POP3 ready\r\n")),
                server("nats", text("-ERR 'Unknown Protocol Operation'\r\n")),
                client("http", text("GET / HTTP/1.1\r\nHost: a\r\n\r\n")),
                server("http", text("HTTP/1.1 200 OK\r\n\r\n")),
                client("rdp", hex("0300 0013 0e e0 0000 0000 00 01 00 0800 03000000")),
                client("postgresql", hex("00000008 04d2162f")),
                server("mysql", text("J\0\0\0\n8.0.36\0")),
                client("tds", hex("12 01 002f 0000 0100 00 001a 0006 01 0020 0001")),
                client("dns", hex("001d 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001")));
    }

    private static Sample client(String protocol, byte[] bytes) {
        return new Sample(protocol, Side.CLIENT, bytes);
    }

    private static Sample server(String protocol, byte[] bytes) {
        return new Sample(protocol, Side.SERVER, bytes);
    }

    private static byte[] text(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] rpc(int program) {
        return new Wire()
                .u32(0x80000028L)
                .u32(0x12345678)
                .u32(0)
                .u32(2)
                .u32(program)
                .u32(3)
                .u32(0)
                .zeros(16)
                .done();
    }

    private static byte[] clickhouse() {
        return new Wire()
                .u8(0)
                .u8(17)
                .text("ClickHouse client")
                .bytes("17 03 c2a903 07")
                .text("default")
                .u8(3)
                .text("bob")
                .u8(6)
                .text("sesame")
                .done();
    }

    private static byte[] iscsi() {
        return new Wire()
                .bytes("43 87 00 00 00 00 0014 400001370000 0000 00000001 0001 0000 00000001 00000000")
                .zeros(16)
                .text("InitiatorName=iqn.a\0")
                .done();
    }
}

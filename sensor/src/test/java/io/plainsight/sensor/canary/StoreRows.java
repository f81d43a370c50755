package io.plainsight.sensor.canary;

import static io.plainsight.sensor.canary.Row.lines;
import static io.plainsight.sensor.canary.Row.tcp;
import static io.plainsight.sensor.canary.Secrets.utf16;

import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import java.util.List;

/** Data bases and caches: logins, statements and what they give. */
final class StoreRows {
    private StoreRows() {}

    static List<Row> all() {
        return List.of(
                tcp("postgresql", "password", "secret", StoreRows::postgresql),
                tcp("mysql", "clear", "secret", s -> mysql("mysql_clear_password", s.of("password"), s)),
                tcp("mysql", "native", "derived", s -> mysql("mysql_native_password", s.key("scramble"), s)),
                tcp("tds", "login", "secret", StoreRows::tds),
                tcp("tns", "login", "derived", StoreRows::tns),
                tcp("mongodb", "plain", "secret", StoreRows::mongodb),
                tcp("redis", "auth", "secret", s -> new Dialogue()
                        .client(resp("AUTH", s.of("user"), s.of("password")))
                        .server("+OK\r\n")
                        .client(resp("SET", s.of("key"), s.of("value")))
                        .server("+OK\r\n")
                        .client(resp("GET", "a"))
                        .server("$60\r\n" + s.of("answer") + "\r\n")),
                tcp("redis", "hello", "secret", s -> new Dialogue()
                        .client(resp("HELLO", "3", "AUTH", s.of("user"), s.of("password")))
                        .server("-WRONGPASS " + s.of("answer") + "\r\n")),
                tcp(
                        "redis",
                        "inline",
                        "secret",
                        s -> lines("CPING", "S+PONG", "CAUTH " + s.of("password"), "S-ERR " + s.of("answer"))),
                tcp("memcached", "sasl", "secret", StoreRows::memcached),
                tcp(
                        "memcached",
                        "text",
                        null,
                        s -> lines(
                                "Cset " + s.of("key") + " 0 0 60",
                                "C" + s.of("value"),
                                "SSTORED",
                                "Cget a",
                                "SVALUE a 0 60",
                                "S" + s.of("answer"),
                                "SEND")),
                tcp("cassandra", "password", "secret", StoreRows::cassandra),
                tcp("cassandra-internode", "message", null, StoreRows::internode),
                tcp("elasticsearch", "authorization", "secret", StoreRows::elasticsearch),
                tcp("clickhouse", "password", "secret", StoreRows::clickhouse),
                tcp("zookeeper", "digest", "secret", StoreRows::zookeeper));
    }

    private static Dialogue postgresql(Secrets s) {
        return new Dialogue()
                .client(counted("", "\0\3\0\0user\0" + s.of("user") + "\0database\0" + s.of("database") + "\0\0"))
                .server(Wire.hex("520000000800000003"))
                .client(counted("p", s.of("password") + '\0'))
                .server(Wire.hex("520000000800000000"))
                .client(counted("Q", "ALTER ROLE a PASSWORD '" + s.of("statement") + "'\0"))
                .server(counted("D", "\0\1\0\0\0\50" + s.of("row")))
                .server(counted("E", "SERROR\0M" + s.of("error") + "\0\0"));
    }

    /** A message of PostgreSQL: type, length with itself. */
    private static byte[] counted(String type, String text) {
        return new Wire().text(type).u32(text.length() + 4).text(text).done();
    }

    private static Dialogue mysql(String plugin, String proof, Secrets s) {
        byte[] greeting = Wire.hex("0a382e302e33360001000000616263646566676800fff7"
                + "2100020fc115000000000000000000006162636465666768696a6b6c00");
        byte[] login = new Wire()
                .bytes("85a6ff01 00000001 21")
                .zeros(23)
                .text(s.of("user") + '\0')
                .u8(proof.length())
                .text(proof)
                .text(plugin + '\0')
                .done();
        return new Dialogue()
                .server(mysqlPacket(0, greeting))
                .client(mysqlPacket(1, login))
                .server(mysqlPacket(2, Wire.hex("00000002000000")))
                .client(mysqlPacket(
                        0,
                        new Wire()
                                .u8(3)
                                .text("SET PASSWORD = '" + s.of("statement") + '\'')
                                .done()))
                .server(mysqlPacket(
                        1,
                        new Wire()
                                .bytes("ff 2804 23")
                                .text("42000" + s.of("error"))
                                .done()));
    }

    private static byte[] mysqlPacket(int number, byte[] payload) {
        return new Wire().u16le(payload.length).u8(0).u8(number).add(payload).done();
    }

    /** [MS-TDS] 2.2.6.4: offsets and lengths in characters, then the texts. */
    private static Dialogue tds(Secrets s) {
        String user = s.of("user");
        String password = s.of("password");
        byte[] login = new Wire()
                .u32le(94 + 2L * (user.length() + password.length()))
                .u32le(0x74000004L)
                .zeros(32)
                .u16le(94)
                .u16le(user.length())
                .u16le(94 + 2 * user.length())
                .u16le(password.length())
                .zeros(94 - 48)
                .add(utf16(user))
                .add(SecretSearch.obfuscated(utf16(password)))
                .done();
        return new Dialogue()
                .client(Wire.hex("1201002f00000100 00001a0006 0100200001 0200210001 0300220004 0400260001 ff"
                        + "090000000000 01 00 b80d0000 01"))
                .server(Wire.hex("0401002b00000100 00001a0006 0100200001 0200210001 0300220000 0400220001 ff"
                        + "080001550000 02 00 00"))
                .client(tdsPacket(0x10, login))
                .server(Wire.hex("04010011013a0100fd0000d50000000000"))
                .client(tdsPacket(1, utf16("ALTER LOGIN a WITH PASSWORD = '" + s.of("statement") + '\'')))
                .server(tdsPacket(4, utf16(s.of("row"))));
    }

    private static byte[] tdsPacket(int type, byte[] data) {
        return new Wire()
                .u8(type)
                .u8(1)
                .u16(8 + data.length)
                .bytes("0000 01 00")
                .add(data)
                .done();
    }

    private static Dialogue tns(Secrets s) {
        byte[] connect = new Wire()
                .bytes("013f 012c 0000 2000 7fff 0000 0000 0100 0000 003a")
                .zeros(30)
                .text("(DESCRIPTION=(CONNECT_DATA=(USER=" + s.of("connect") + ")))")
                .done();
        byte[] accept = Wire.hex("013a 0000 2000 7fff 0100 0000 0020 0000 0000 0000".replace(" ", ""));
        byte[] login = new Wire()
                .bytes("0000 0373")
                .text(s.of("user") + "\rAUTH_PASSWORD@" + s.of("password"))
                .done();
        byte[] query = new Wire()
                .bytes("0000 035e")
                .text("IDENTIFIED BY " + s.of("statement"))
                .done();
        return new Dialogue()
                .client(tnsPacket(1, connect))
                .server(tnsPacket(2, accept))
                .client(tnsPacket(6, login))
                .server(tnsPacket(
                        6, new Wire().bytes("0000 08").text(s.of("session")).done()))
                .client(tnsPacket(6, query));
    }

    private static byte[] tnsPacket(int type, byte[] body) {
        return new Wire()
                .u16(8 + body.length)
                .u16(0)
                .u8(type)
                .u8(0)
                .u16(0)
                .add(body)
                .done();
    }

    private static Dialogue mongodb(Secrets s) {
        byte[] start = document(new Wire()
                .text("\20saslStart\0")
                .u32le(1)
                .text("\2mechanism\0")
                .u32le(6)
                .text("PLAIN\0")
                .text("\5payload\0")
                .u32le(s.plain().length())
                .u8(0)
                .text(s.plain())
                .done());
        byte[] insert = document(new Wire()
                .text("\2insert\0")
                .u32le(2)
                .text("a\0\2pwd\0")
                .u32le(s.of("document").length() + 1L)
                .text(s.of("document") + '\0')
                .done());
        return new Dialogue()
                .client(mongo(0, start))
                .server(mongo(1, document(new Wire().text("\1ok\0").zeros(8).done())))
                .client(mongo(0, insert))
                .server(mongo(2, insert));
    }

    private static byte[] document(byte[] elements) {
        return new Wire().u32le(elements.length + 5L).add(elements).u8(0).done();
    }

    /** OP_MSG with a section of kind 0. */
    private static byte[] mongo(int responseTo, byte[] document) {
        return new Wire()
                .u32le(16 + 5 + document.length)
                .u32le(7)
                .u32le(responseTo)
                .u32le(2013)
                .u32le(0)
                .u8(0)
                .add(document)
                .done();
    }

    private static String resp(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return command.toString();
    }

    /** SASL authentication of the binary protocol: opcode 0x21, the key names the mechanism. */
    private static Dialogue memcached(Secrets s) {
        return new Dialogue()
                .client(new Wire()
                        .bytes("80 21 0005 00 00 0000")
                        .u32(5 + s.plain().length())
                        .zeros(12)
                        .text("PLAIN" + s.plain())
                        .done())
                .server(new Wire()
                        .bytes("81 21 0000 00 00 0000 00000000")
                        .zeros(12)
                        .done())
                .client(new Wire()
                        .bytes("80 01 0001 08 00 0000")
                        .u32(9 + s.of("value").length())
                        .zeros(12)
                        .zeros(8)
                        .text("a" + s.of("value"))
                        .done());
    }

    private static Dialogue cassandra(Secrets s) {
        String authenticator = "org.apache.cassandra.auth.PasswordAuthenticator";
        return new Dialogue()
                .client(cql(0x04, 1, "\0\1\0\13CQL_VERSION\0\0053.0.0"))
                .server(cql(0x84, 3, "\0" + (char) authenticator.length() + authenticator))
                .client(cql(0x04, 15, "\0\0\0" + (char) s.plain().length() + s.plain()))
                .server(cql(0x84, 16, "\377\377\377\377"))
                .client(cql(0x04, 7, "\0\0\0\200CREATE ROLE a WITH PASSWORD = '" + s.of("statement") + '\''))
                .server(cql(0x84, 8, s.of("row")));
    }

    private static Dialogue internode(Secrets s) {
        return new Dialogue()
                .client(Wire.hex("ca552dfa 0c0a0c11 06 c6120002 1b58 f3cb19b3"))
                .server(Wire.hex("0000000c 0000000c 00000000"))
                .client(s.of("mutation"))
                .server(s.of("answer"));
    }

    private static Dialogue elasticsearch(Secrets s) {
        int handshake = 8;
        int response = 1;
        String login = "Basic " + Secrets.base64(s.of("user") + ':' + s.of("password"));
        return new Dialogue()
                .client(transport(handshake, "internal:tcp/handshake"))
                .server(transport(handshake | response, "ok"))
                .client(transport(
                        0,
                        "\1\15Authorization" + (char) login.length() + login + "indices:data/read/search"
                                + s.of("query")))
                .server(transport(response, s.of("hit")));
    }

    /** A message of Elasticsearch's transport: mark, length, request, status, version 6.8. */
    private static byte[] transport(int status, String content) {
        return new Wire()
                .text("ES")
                .u32(13 + content.length())
                .u32(0)
                .u32(1)
                .u8(status)
                .u32(6_080_099)
                .text(content)
                .done();
    }

    private static byte[] cql(int version, int opcode, String body) {
        return new Wire()
                .u8(version)
                .u8(0)
                .u16(1)
                .u8(opcode)
                .u32(body.length())
                .text(body)
                .done();
    }

    /** Hello: name, version 23.8, revision 54465, data base, user, password. */
    private static Dialogue clickhouse(Secrets s) {
        return new Dialogue()
                .client(new Wire()
                        .u8(0)
                        .text("\21ClickHouse client")
                        .bytes("17 08 c1a903")
                        .text("\1a")
                        .u8(s.of("user").length())
                        .text(s.of("user"))
                        .u8(s.of("password").length())
                        .text(s.of("password"))
                        .done())
                .server("\0\12ClickHouse" + s.of("answer"))
                .client("\1\0" + "CREATE USER a IDENTIFIED BY '" + s.of("statement") + '\'' + " ".repeat(60));
    }

    private static Dialogue zookeeper(Secrets s) {
        String digest = s.of("user") + ':' + s.of("password");
        return new Dialogue()
                .client(new Wire()
                        .u32(45)
                        .zeros(12)
                        .u32(30_000)
                        .zeros(8)
                        .u32(16)
                        .text(s.key("session"))
                        .u8(0)
                        .done())
                .server(new Wire()
                        .u32(37)
                        .u32(0)
                        .u32(30_000)
                        .zeros(8)
                        .u32(16)
                        .text(s.key("granted"))
                        .u8(0)
                        .done())
                .client(jute(100, "\0\0\0\0\0\0\0\6digest\0\0\0" + (char) digest.length() + digest))
                .client(jute(1, "\0\0\0\2/a\0\0\0\100" + s.of("node")))
                .server(jute(0, s.of("answer")));
    }

    private static byte[] jute(int operation, String body) {
        return new Wire()
                .u32(8 + body.length())
                .u32(1)
                .u32(operation)
                .text(body)
                .done();
    }
}

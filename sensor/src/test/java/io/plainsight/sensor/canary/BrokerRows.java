package io.plainsight.sensor.canary;

import static io.plainsight.sensor.canary.Row.lines;
import static io.plainsight.sensor.canary.Row.tcp;

import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import java.util.List;

/** Message brokers, and the protocols of networks' operators over TCP. */
final class BrokerRows {
    private static final int CONNECTION = 10;
    private static final int BASIC = 60;

    private BrokerRows() {}

    static List<Row> all() {
        return List.of(
                tcp("kafka", "plain", "secret", BrokerRows::kafka),
                tcp("amqp", "plain", "secret", BrokerRows::amqp),
                tcp("amqp", "version1", "secret", BrokerRows::amqp1),
                tcp("mqtt", "password", "secret", BrokerRows::mqtt),
                tcp("pulsar", "token", "token", BrokerRows::pulsar),
                tcp("stomp", "passcode", "secret", s -> new Dialogue()
                        .client("CONNECT\naccept-version:1.2\nhost:a\nlogin:" + s.of("user") + "\npasscode:"
                                + s.of("password") + "\n\n\0")
                        .server("CONNECTED\nversion:1.2\nsession:" + s.of("session") + "\n\n\0")
                        .client("SEND\ndestination:/queue/a\n\n" + s.of("message") + '\0')),
                tcp("diameter", "password", null, BrokerRows::diameter),
                tcp("bgp", "authentication", null, BrokerRows::bgp),
                tcp("tacacs", "password", "secret", s -> new Dialogue()
                        .client(tacacs(1, s))
                        .server(tacacs(2, s))),
                tcp(
                        "rsync",
                        "module",
                        "derived",
                        s -> lines(
                                "S@RSYNCD: 31.0",
                                "C@RSYNCD: 31.0",
                                "C" + s.of("module"),
                                "S@RSYNCD: AUTHREQD " + s.key("challenge"),
                                "C" + s.of("user") + ' ' + s.key("response"),
                                "S@RSYNCD: OK",
                                "C" + s.of("file"))));
    }

    /** SaslHandshake, SaslAuthenticate, Produce. */
    private static Dialogue kafka(Secrets s) {
        return new Dialogue()
                .client(kafka(17, "\0\5PLAIN"))
                .server(new Wire().u32(8).u32(1).u32(0).done())
                .client(kafka(36, "\0\0\0" + (char) s.plain().length() + s.plain()))
                .server(new Wire().u32(12).u32(1).zeros(8).done())
                .client(kafka(0, "\0\0\0\0" + s.of("record")))
                .server(new Wire()
                        .u32(4 + s.of("fetched").length())
                        .u32(1)
                        .text(s.of("fetched"))
                        .done());
    }

    private static byte[] kafka(int key, String body) {
        return new Wire()
                .u32(11 + body.length())
                .u16(key)
                .u16(1)
                .u32(1)
                .text("\0\1c")
                .text(body)
                .done();
    }

    private static Dialogue amqp(Secrets s) {
        String plain = s.plain();
        return new Dialogue()
                .client(Wire.hex("414d515000000901"))
                .server(method(CONNECTION, 10, "\0\11\0\0\0\0\0\0\0\5PLAIN\0\0\0\5en_US"))
                .client(method(CONNECTION, 11, "\0\0\0\0\5PLAIN\0\0\0" + (char) plain.length() + plain + "\5en_US"))
                .server(method(CONNECTION, 30, "\0\0\0\0\0\0\0\0"))
                .client(method(BASIC, 40, "\0\0\0" + (char) s.of("key").length() + s.of("key") + '\0'))
                .client(amqpFrame(3, s.of("message")));
    }

    private static byte[] method(int classId, int method, String arguments) {
        return amqpFrame(1, "\0" + (char) classId + '\0' + (char) method + arguments);
    }

    private static byte[] amqpFrame(int type, String payload) {
        return new Wire()
                .u8(type)
                .u16(0)
                .u32(payload.length())
                .text(payload)
                .u8(0xce)
                .done();
    }

    /** SASL of AMQP 1.0, part 5: a list of a symbol and a binary. */
    private static Dialogue amqp1(Secrets s) {
        String plain = s.plain();
        byte[] init = new Wire()
                .bytes("02 01 0000 00 53 41 c0")
                .u8(10 + plain.length())
                .u8(2)
                .bytes("a3 05")
                .text("PLAIN")
                .bytes("a0")
                .u8(plain.length())
                .text(plain)
                .done();
        return new Dialogue()
                .client(Wire.hex("414d515003010000"))
                .server(Wire.hex("414d515003010000"))
                .client(new Wire().u32(4 + init.length).add(init).done())
                .server(Wire.hex("00000010 02010000 005344c0 03015000".replace(" ", "")));
    }

    private static Dialogue mqtt(Secrets s) {
        byte[] connect = new Wire()
                .text("\0\4MQTT\4")
                .u8(0xc2)
                .u16(60)
                .text("\0\1c")
                .u16(s.of("user").length())
                .text(s.of("user"))
                .u16(s.of("password").length())
                .text(s.of("password"))
                .done();
        byte[] publish = new Wire()
                .u16(s.of("topic").length())
                .text(s.of("topic"))
                .text(s.of("message"))
                .done();
        return new Dialogue()
                .client(mqtt(0x10, connect))
                .server(Wire.hex("20020000"))
                .client(mqtt(0x30, publish))
                .server(mqtt(0x30, publish));
    }

    private static byte[] mqtt(int type, byte[] body) {
        Wire wire = new Wire().u8(type);
        if (body.length < 0x80) {
            wire.u8(body.length);
        } else {
            wire.u8(body.length & 0x7f | 0x80).u8(body.length >> 7);
        }
        return wire.add(body).done();
    }

    /** CommandConnect: client_version, auth_data, auth_method_name. */
    private static Dialogue pulsar(Secrets s) {
        String token = s.of("token");
        byte[] connect = new Wire()
                .text("\n\0032.9")
                .u8(0x1a)
                .u8(token.length())
                .text(token)
                .u8(0x2a)
                .text("\5token")
                .done();
        byte[] command =
                new Wire().bytes("08 02 12").u8(connect.length).add(connect).done();
        byte[] send = new Wire().bytes("08 06 3a 00").text(s.of("message")).done();
        return new Dialogue()
                .client(pulsar(command))
                .server(pulsar(Wire.hex("08031a050a03322e39")))
                .client(pulsar(send));
    }

    private static byte[] pulsar(byte[] command) {
        return new Wire()
                .u32(command.length + 4)
                .u32(command.length)
                .add(command)
                .done();
    }

    /** Capabilities-Exchange, then AA-Request with User-Name and User-Password (RFC 7155 section 4.3.1). */
    private static Dialogue diameter(Secrets s) {
        byte[] origin = avp(264, "a.example.org");
        byte[] login = new Wire()
                .add(avp(1, s.of("user")))
                .add(avp(2, s.of("password")))
                .done();
        return new Dialogue()
                .client(diameter(0x80, 257, 0, origin))
                .server(diameter(0, 257, 0, origin))
                .client(diameter(0x80, 265, 1, login))
                .server(diameter(0, 265, 1, avp(18, s.of("answer"))));
    }

    private static byte[] diameter(int flags, int command, int application, byte[] avps) {
        return new Wire()
                .u8(1)
                .u8(0)
                .u16(20 + avps.length)
                .u8(flags)
                .u8(0)
                .u16(command)
                .u32(application)
                .u32(1)
                .u32(1)
                .add(avps)
                .done();
    }

    private static byte[] avp(int code, String text) {
        return new Wire()
                .u32(code)
                .u8(0x40)
                .u8(0)
                .u16(8 + text.length())
                .text(text)
                .zeros(-text.length() & 3)
                .done();
    }

    /** OPEN with the authentication information of RFC 1771 section 4.2, which was dropped since. */
    private static Dialogue bgp(Secrets s) {
        String secret = s.of("authentication");
        byte[] open = new Wire()
                .bytes("04 fde8 00b4 0a000001")
                .u8(3 + secret.length())
                .u8(1)
                .u8(1 + secret.length())
                .u8(0)
                .text(secret)
                .done();
        byte[] message = new Wire()
                .bytes("ff".repeat(16))
                .u16(19 + open.length)
                .u8(1)
                .add(open)
                .done();
        return new Dialogue().client(message).server(message);
    }

    /** RFC 8907 section 5.1 with TAC_PLUS_UNENCRYPTED_FLAG: authentication START, PAP. */
    private static byte[] tacacs(int sequence, Secrets s) {
        String user = s.of("user");
        String password = s.of("password");
        byte[] body = new Wire()
                .bytes("01 01 02 01")
                .u8(user.length())
                .u8(0)
                .u8(0)
                .u8(password.length())
                .text(user)
                .text(password)
                .done();
        return new Wire()
                .u8(0xc1)
                .u8(1)
                .u8(sequence)
                .u8(1)
                .u32(0x7a8b9cadL)
                .u32(body.length)
                .add(body)
                .done();
    }
}

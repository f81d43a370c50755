package io.plainsight.sensor.canary;

import static io.plainsight.sensor.canary.Row.tcp;
import static io.plainsight.sensor.testing.Bytes.hex;

import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import java.util.List;

/** Machines and plants, tunnels, and conversations that no signature knows. */
final class PlantRows {
    private PlantRows() {}

    static List<Row> all() {
        return List.of(
                tcp("opcua", "password", "secret", PlantRows::opcua),
                tcp("modbus", "registers", null, PlantRows::modbus),
                tcp("s7comm", "password", "secret", PlantRows::s7comm),
                tcp("dnp3", "file", null, s -> new Dialogue()
                        .client(hex("0564 08c4 0100 0c00 824e"))
                        .client("\300\300\31F\3" + s.of("file"))),
                tcp("enip", "message", null, PlantRows::enip),
                tcp("pptp", "host", null, PlantRows::pptp),
                tcp(
                        null,
                        "unknown.text",
                        null,
                        s -> Row.lines(
                                "CHOWDY " + s.of("user"),
                                "SWHAT'S THE WORD",
                                "Cpassword=" + s.of("password"),
                                "SWELCOME " + s.of("answer"))),
                tcp(null, "unknown.binary", null, s -> new Dialogue()
                        .client(new Wire()
                                .bytes("f1e2d3c4 00000099 7f")
                                .text(s.of("user") + '\0' + s.of("password"))
                                .add(Secrets.utf16(s.of("wide")))
                                .done())
                        .server(new Wire()
                                .bytes("f1e2d3c5 00000099")
                                .text(s.of("answer"))
                                .done())),
                tcp(
                        null,
                        "unknown.encoded",
                        null,
                        s -> Row.lines(
                                "C%%% " + Secrets.base64(s.plain()),
                                "S%%% " + s.of("answer").replace("-", "%2D"))),
                Row.udp(7777, null, "unknown.text", null, s -> new Dialogue()
                        .client("howdy " + s.of("user") + ' ' + s.of("password"))
                        .server("welcome " + s.of("answer"))));
    }

    /** OPC 10000-4 section 7.40.4: a UserNameIdentityToken without an encryption algorithm. */
    private static Dialogue opcua(Secrets s) {
        byte[] token = new Wire()
                .ua("username")
                .ua(s.of("user"))
                .ua(s.of("password"))
                .u32le(0xffffffffL)
                .done();
        byte[] open = chunk(
                "OPNF",
                new Wire()
                        .u32le(0)
                        .ua("http://opcfoundation.org/UA/SecurityPolicy#None")
                        .zeros(72)
                        .done());
        byte[] activate = new Wire()
                .u32le(5)
                .u32le(1)
                .u32le(52)
                .u32le(2)
                .bytes("0100")
                .u16le(467)
                .zeros(30)
                .bytes("01 00 4401 01")
                .u32le(token.length)
                .add(token)
                .done();
        byte[] hello = new Wire()
                .u32le(0)
                .u32le(65535)
                .u32le(65535)
                .zeros(8)
                .ua("opc.tcp://plc:4840/" + s.of("path"))
                .done();
        return new Dialogue()
                .client(chunk("HELF", hello))
                .client(open)
                .server(open)
                .client(chunk("MSGF", activate));
    }

    private static byte[] chunk(String type, byte[] body) {
        return new Wire().text(type).u32le(body.length + 8).add(body).done();
    }

    /** Write multiple registers, then a reading. */
    private static Dialogue modbus(Secrets s) {
        byte[] value = registers(s.of("written"));
        byte[] answer = registers(s.of("read"));
        return new Dialogue()
                .client(new Wire()
                        .bytes("0001 0000")
                        .u16(7 + value.length)
                        .bytes("11 10 0001")
                        .u16(value.length / 2)
                        .u8(value.length)
                        .add(value)
                        .done())
                .server(hex("0001 0000 0006 11 10 0001 0014"))
                .client(hex("0002 0000 0006 11 03 006b 0014"))
                .server(new Wire()
                        .bytes("0002 0000")
                        .u16(3 + answer.length)
                        .bytes("11 03")
                        .u8(answer.length)
                        .add(answer)
                        .done());
    }

    private static byte[] registers(String text) {
        return new Wire().text(text).zeros(text.length() & 1).done();
    }

    private static Dialogue s7comm(Secrets s) {
        return new Dialogue()
                .client(hex("0300 0016 11 e0 0000 0001 00 c0010a c1020100 c2020102"))
                .server(hex("0300 0016 11 d0 0001 0002 00 c0010a c1020100 c2020102"))
                .client(hex("0300 0019 02 f080 32 01 0000 0000 0008 0000 f0 00 0001 0001 01e0"))
                .client(new Wire()
                        .bytes("0300 0025 02 f080 32 07 0000 0100 0008 000c 000112 04 11 45 01 00 ff 09 0008")
                        .text(s.brief("password"))
                        .done());
    }

    /** SendRRData with an unconnected message, CIP volume 2 section 2-4.7. */
    private static Dialogue enip(Secrets s) {
        String text = s.of("message");
        byte[] message = new Wire()
                .bytes("6f00")
                .u16le(16 + text.length())
                .bytes("01000000 00000000 0000000000000000 00000000 00000000 0a00 0200 0000 0000 b200")
                .u16le(text.length())
                .text(text)
                .done();
        return new Dialogue()
                .client(hex("6500 0400 00000000 00000000 0000000000000000 00000000 0100 0000"))
                .server(hex("6500 0400 01000000 00000000 0000000000000000 00000000 0100 0000"))
                .client(message)
                .server(message);
    }

    /** Start-Control-Connection-Request, RFC 2637 section 2.1, with a text where the host's name goes. */
    private static Dialogue pptp(Secrets s) {
        String host = s.of("host");
        byte[] start = new Wire()
                .u16(156)
                .u16(1)
                .u32(0x1a2b3c4dL)
                .bytes("0001 0000 0100 0000 00000001 00000001 0001 0001")
                .text(host)
                .zeros(128 - host.length())
                .done();
        return new Dialogue().client(start);
    }
}

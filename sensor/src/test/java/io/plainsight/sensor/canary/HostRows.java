package io.plainsight.sensor.canary;

import static io.plainsight.sensor.canary.Row.tcp;
import static io.plainsight.sensor.canary.Secrets.base64;
import static io.plainsight.sensor.canary.Secrets.utf16;
import static io.plainsight.sensor.datagram.UdpSamples.ascii;
import static io.plainsight.sensor.datagram.UdpSamples.element;
import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;

import io.plainsight.sensor.smb.SmbBytes;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import java.util.List;

/** Terminals, screens, files and directories: what is typed, read and written. */
final class HostRows {
    private HostRows() {}

    static List<Row> all() {
        return List.of(
                tcp("telnet", "login", "secret", HostRows::telnet),
                tcp("rlogin", "password", "secret", s -> new Dialogue()
                        .client("\0alice\0" + s.of("user") + "\0vt100/9600\0")
                        .server("\0Password: ")
                        .client(s.of("password") + '\r')
                        .server("$ ")
                        .client("mysql -p" + s.of("typed") + '\r')
                        .server(s.of("screen"))),
                tcp("rsh", "command", null, s -> new Dialogue()
                        .client("1022\0alice\0bob\0mysql -p" + s.of("command") + '\0')
                        .server("\0" + s.of("screen"))),
                tcp("rexec", "password", "secret", s -> new Dialogue()
                        .client("34512\0" + s.of("user") + '\0' + s.of("password") + "\0ls\0")
                        .server("\0" + s.of("screen"))),
                tcp("ldap", "simple", "secret", HostRows::ldap),
                tcp("smb", "version1", "secret", HostRows::smb1),
                tcp("smb", "file", null, HostRows::smb2),
                tcp("vnc", "plain", "secret", HostRows::vncPlain),
                tcp("vnc", "screen", null, HostRows::vncScreen),
                tcp("x11", "cookie", "token", HostRows::x11),
                tcp("rdp", "info", "secret", HostRows::rdp),
                tcp("afp", "cleartext", "secret", HostRows::afp),
                tcp("nfs", "file", null, s -> rpc(100003, 7, s)),
                tcp("mount", "path", null, s -> rpc(100005, 1, s)),
                tcp("portmap", "machine", null, s -> rpc(100000, 3, s)),
                tcp("nfs-auxiliary", "machine", null, s -> rpc(100021, 2, s)),
                tcp("iscsi", "chap", "derived", HostRows::iscsi),
                tcp("adb", "shell", null, HostRows::adb),
                tcp("git", "path", null, s -> new Dialogue()
                        .client("0080git-upload-pack /" + s.of("path") + "\0host=a.example.org\0")
                        .server("0080" + s.of("reference") + " HEAD\0multi_ack\n")),
                tcp("svn", "plain", "secret", s -> new Dialogue()
                        .server("( success ( 2 2 ( ) ( edit-pipeline ) ) ) ")
                        .client("( 2 ( edit-pipeline ) 20:svn://host/repo/trunk 10:SVN/1.14.0 ( ) ) ")
                        .server("( success ( ( PLAIN ) 4:repo ) ) ")
                        .client("( PLAIN ( " + base64(s.plain()).length() + ':' + base64(s.plain()) + " ) ) ")
                        .client("( get-file ( 60:" + s.of("file") + " ) ) ")));
    }

    private static Dialogue telnet(Secrets s) {
        Dialogue dialogue = new Dialogue()
                .client(hex("fffd03fffb18fffb1ffffb20"))
                .server(hex("fffd18fffd20fffd23fffd27"))
                .client(concat(hex("fffa2700"), ascii("\0USER\1" + s.of("environment")), hex("fff0")))
                .server("\r\nlogin: ");
        type(dialogue, s.of("user"), true);
        dialogue.server("\r\nPassword:");
        type(dialogue, s.of("password"), false);
        return dialogue.server("\r\n$ ")
                .client("mysql -p" + s.of("line") + "\r\n")
                .server(s.of("screen") + "\r\n");
    }

    /** A key a segment. */
    private static void type(Dialogue dialogue, String text, boolean echo) {
        for (String key : (text + "\r").split("")) {
            dialogue.client(key);
            if (echo) {
                dialogue.server(key);
            }
        }
    }

    private static Dialogue ldap(Secrets s) {
        byte[] bind = element(
                0x60,
                concat(hex("020103"), element(4, ascii("cn=" + s.of("name"))), element(0x80, ascii(s.of("password")))));
        byte[] modify = element(0x66, concat(element(4, ascii("cn=a")), element(4, ascii(s.of("value")))));
        byte[] entry = element(0x64, concat(element(4, ascii("cn=a")), element(4, ascii(s.of("entry")))));
        return new Dialogue()
                .client(element(0x30, concat(hex("020101"), bind)))
                .server(hex("300c 020101 6107 0a0100 0400 0400"))
                .client(element(0x30, concat(hex("020102"), modify)))
                .server(element(0x30, concat(hex("020102"), entry)));
    }

    /** [MS-CIFS] 2.2.4.53.1: the password in the field of OEM passwords, after a server that does not challenge. */
    private static Dialogue smb1(Secrets s) {
        String password = s.of("password");
        byte[] setup = SmbBytes.smb1(0x73)
                .u8(13)
                .zeros(14)
                .u16le(password.length())
                .u16le(0)
                .zeros(8)
                .u16le(password.length() + s.of("user").length() + 1)
                .text(password)
                .text(s.of("user") + '\0')
                .done();
        byte[] write = SmbBytes.smb1(0x2f).u8(0).u16le(60).text(s.of("file")).done();
        return new Dialogue()
                .server(SmbBytes.negotiated1(1))
                .client(SmbBytes.session(setup))
                .client(SmbBytes.session(write));
    }

    private static Dialogue smb2(Secrets s) {
        byte[] create =
                SmbBytes.smb2(5, 0).u16le(57).zeros(55).add(utf16(s.of("name"))).done();
        byte[] write =
                SmbBytes.smb2(9, 0).u16le(49).zeros(47).text(s.of("content")).done();
        return new Dialogue()
                .server(SmbBytes.negotiated(0x0210, 0))
                .client(SmbBytes.session(create))
                .client(SmbBytes.session(write));
    }

    private static Dialogue vncPlain(Secrets s) {
        return rfb().server(hex("01 13"))
                .client(hex("13"))
                .server(hex("0002"))
                .client(hex("0002"))
                .server(hex("00"))
                .server(hex("01 00000100"))
                .client(hex("00000100"))
                .client(new Wire()
                        .u32(s.of("user").length())
                        .u32(s.of("password").length())
                        .text(s.of("user"))
                        .text(s.of("password"))
                        .done());
    }

    /** No password, but what is cut and pasted. */
    private static Dialogue vncScreen(Secrets s) {
        return rfb().server(hex("01 01"))
                .client(hex("01"))
                .server(hex("00000000"))
                .client(hex("01"))
                .client(new Wire()
                        .bytes("06 000000")
                        .u32(s.of("cut").length())
                        .text(s.of("cut"))
                        .done())
                .server(new Wire()
                        .bytes("03 000000")
                        .u32(s.of("paste").length())
                        .text(s.of("paste"))
                        .done());
    }

    private static Dialogue rfb() {
        return new Dialogue().server("RFB 003.008\n").client("RFB 003.008\n");
    }

    private static Dialogue x11(Secrets s) {
        return new Dialogue()
                .client(new Wire()
                        .bytes("6c 00 0b00 0000")
                        .u16le(18)
                        .u16le(16)
                        .u16le(0)
                        .text("MIT-MAGIC-COOKIE-1\0\0")
                        .text(s.key("cookie"))
                        .done())
                .server(hex("01 00 0b00 0000 0200 00000000 00000000"))
                .client(new Wire()
                        .bytes("12 00 1900")
                        .zeros(12)
                        .text(s.of("property"))
                        .done());
    }

    /** [MS-RDPBCGR] 2.2.1.11 with standard security that encrypts nothing. */
    private static Dialogue rdp(Secrets s) {
        byte[] user = utf16(s.of("user") + '\0');
        byte[] password = utf16(s.of("password") + '\0');
        byte[] info = new Wire()
                .bytes("40000000 00000000 00000000 0000")
                .u16le(user.length - 2)
                .u16le(password.length - 2)
                .zeros(6)
                .add(user)
                .add(password)
                .done();
        byte[] request = new Wire()
                .bytes("e00000000000")
                .text("Cookie: mstshash=" + s.of("cookie") + "\r\n")
                .bytes("0100080003000000")
                .done();
        byte[] domain = new Wire()
                .bytes("02f080 64 0006 03eb 70")
                .u16(0x8000 | info.length)
                .add(info)
                .done();
        return new Dialogue()
                .client(tpkt(new Wire().u8(request.length).add(request).done()))
                .server(hex("03000013 0ed00000123400 02000800 00000000"))
                .client(hex("0300000c 02f0807f65820190"))
                .server(hex("03000041 02f080 7f66 820134 0a0100 000500147c0001 2a14760a01010001c000 4d63446e 18"
                        + "010c0800 04000800 030c0800 eb030000 020c0c00 00000000 00000000"))
                .client(tpkt(domain));
    }

    private static byte[] tpkt(byte[] payload) {
        return new Wire().u16(0x0300).u16(4 + payload.length).add(payload).done();
    }

    private static Dialogue afp(Secrets s) {
        byte[] login = new Wire()
                .u8(18)
                .text("\6AFP3.4\20Cleartxt Passwrd")
                .u8(s.of("user").length())
                .text(s.of("user"))
                .text(s.brief("password"))
                .done();
        byte[] write =
                new Wire().bytes("21 00 0001").zeros(8).text(s.of("file")).done();
        return new Dialogue()
                .client(dsi(4, hex("00 04 00100000")))
                .client(dsi(2, login))
                .client(dsi(6, write));
    }

    private static byte[] dsi(int command, byte[] data) {
        return new Wire()
                .u8(0)
                .u8(command)
                .u16(1)
                .u32(0)
                .u32(data.length)
                .u32(0)
                .add(data)
                .done();
    }

    /** A call with AUTH_SYS, whose machine name it is, with text in the arguments, and text in the reply. */
    private static Dialogue rpc(int program, int procedure, Secrets s) {
        byte[] credential =
                new Wire().u32(1).opaque(ascii(s.of("machine"))).zeros(12).done();
        byte[] call = new Wire()
                .u32(0x12345678)
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
        byte[] reply = new Wire()
                .u32(0x12345678)
                .u32(1)
                .zeros(16)
                .opaque(ascii(s.of("results")))
                .done();
        return new Dialogue().client(fragment(call)).server(fragment(reply));
    }

    private static byte[] fragment(byte[] message) {
        return new Wire().u32(0x80000000L | message.length).add(message).done();
    }

    private static Dialogue iscsi(Secrets s) {
        return new Dialogue()
                .client(login("InitiatorName=iqn.1994-05.com.example:a\0AuthMethod=CHAP,None\0"))
                .client(login("CHAP_N=" + s.of("name") + "\0CHAP_R=" + s.of("response") + '\0'))
                .client(new Wire()
                        .bytes("05 80 0000 00")
                        .u8(0)
                        .u16(s.of("block").length())
                        .zeros(40)
                        .text(s.of("block"))
                        .zeros(-s.of("block").length() & 3)
                        .done());
    }

    private static byte[] login(String keys) {
        return new Wire()
                .bytes("43 87 00 00 00")
                .u8(0)
                .u16(keys.length())
                .bytes("4000013700000000 00000001 0001 0000 00000001 00000000")
                .zeros(16)
                .text(keys)
                .zeros(-keys.length() & 3)
                .done();
    }

    private static Dialogue adb(Secrets s) {
        return new Dialogue()
                .client(adb("CNXN", "host::"))
                .server(adb("AUTH", "12345678901234567890"))
                .client(adb("AUTH", s.of("signature")))
                .server(adb("CNXN", "device::"))
                .client(adb("OPEN", "shell:input text " + s.of("typed") + '\0'))
                .server(adb("WRTE", s.of("screen")));
    }

    private static byte[] adb(String command, String data) {
        Wire wire = new Wire()
                .text(command)
                .u32le(0x01000001)
                .u32le(4096)
                .u32le(data.length())
                .u32le(0);
        for (int i = 0; i < command.length(); i++) {
            wire.u8(~command.charAt(i));
        }
        return wire.text(data).done();
    }
}

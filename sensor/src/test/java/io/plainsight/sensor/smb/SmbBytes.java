package io.plainsight.sensor.smb;

import io.plainsight.sensor.testing.Wire;

/** SMB packets as [MS-SMB2] and [MS-CIFS] lay them out, behind their session headers. */
public final class SmbBytes {
    static final String KERBEROS_AP_REQ = "60 82 0100 06 09 2a864886f712010202 0100 6e 82 00f0";

    private SmbBytes() {}

    public static byte[] session(byte[] packet) {
        return new Wire().u32(packet.length).add(packet).done();
    }

    public static Wire smb2(int command, int flags) {
        return new Wire()
                .bytes("fe 534d42 4000 0100 00000000")
                .u16le(command)
                .u16le(1)
                .u32le(flags)
                .zeros(44);
    }

    /** With the cipher ids of SMB2_ENCRYPTION_CAPABILITIES. */
    public static byte[] negotiate311(int... ciphers) {
        return session(smb2(0, 0)
                .u16le(36)
                .u16le(2)
                .u16le(1)
                .u16le(0)
                .u32le(0x40)
                .zeros(16)
                .u32le(104)
                .u16le(1)
                .u16le(0)
                .u16le(0x0302)
                .u16le(0x0311)
                .add(encryption(ciphers))
                .done());
    }

    static byte[] negotiated311(int... cipher) {
        Wire body = smb2(0, 1)
                .u16le(65)
                .u16le(3)
                .u16le(0x0311)
                .u16le(cipher.length == 0 ? 0 : 1)
                .zeros(16)
                .u32le(0)
                .zeros(28)
                .u16le(128)
                .u16le(0)
                .u32le(128);
        return session(
                cipher.length == 0 ? body.done() : body.add(encryption(cipher)).done());
    }

    public static byte[] negotiated(int dialect, int capabilities) {
        return session(smb2(0, 1)
                .u16le(65)
                .u16le(1)
                .u16le(dialect)
                .u16le(0)
                .zeros(16)
                .u32le(capabilities)
                .zeros(36)
                .done());
    }

    private static byte[] encryption(int... ciphers) {
        Wire wire = new Wire().u16le(2).u16le(2 + 2 * ciphers.length).u32le(0).u16le(ciphers.length);
        for (int cipher : ciphers) {
            wire.u16le(cipher);
        }
        return wire.done();
    }

    /** An AUTHENTICATE_MESSAGE whose NT response has this length. */
    static byte[] ntlm(int ntResponseLength) {
        return new Wire()
                .text("NTLMSSP\0")
                .u32le(3)
                .u16le(24)
                .u16le(24)
                .u32le(64)
                .u16le(ntResponseLength)
                .u16le(ntResponseLength)
                .u32le(88)
                .zeros(ntResponseLength + 64)
                .done();
    }

    static byte[] sessionSetup(byte[] token) {
        return session(smb2(1, 0).u16le(25).zeros(22).add(token).done());
    }

    static byte[] sessionSetUp() {
        return session(smb2(1, 1).u16le(9).u16le(0).u32le(0).done());
    }

    /** READ of a file, [MS-SMB2] 2.2.19. */
    static byte[] read(int flags) {
        return session(smb2(8, flags).u16le(49).zeros(47).done());
    }

    static byte[] encrypted(int length) {
        return session(new Wire()
                .bytes("fd 534d42")
                .zeros(32)
                .u32le(length)
                .u16le(0)
                .u16le(1)
                .zeros(8)
                .add(new byte[length])
                .done());
    }

    public static Wire smb1(int command) {
        return new Wire().bytes("ff 534d42").u8(command).zeros(27);
    }

    /** The negotiate response of NT LM 0.12, [MS-CIFS] 2.2.4.52.2. */
    public static byte[] negotiated1(int securityMode) {
        return session(
                smb1(0x72).u8(17).u16le(0).u8(securityMode).zeros(31).u16le(0).done());
    }

    /** [MS-CIFS] 2.2.4.53.1 */
    static byte[] sessionSetup1(int oemLength, int unicodeLength) {
        return session(smb1(0x73)
                .u8(13)
                .zeros(14)
                .u16le(oemLength)
                .u16le(unicodeLength)
                .zeros(8)
                .u16le(oemLength + unicodeLength)
                .zeros(oemLength + unicodeLength)
                .done());
    }

    /** RFC 1002 section 4.3.2, both names {@code *SMBSERVER} and the like in first-level encoding. */
    public static byte[] sessionRequest() {
        String name = "CKFDENECFDEFFCFGEFFCCACACACACACA";
        return new Wire()
                .bytes("81 00 0044 20")
                .text(name)
                .bytes("00 20")
                .text(name)
                .u8(0)
                .done();
    }
}

package io.plainsight.sensor.ssh;

import static io.plainsight.sensor.testing.Bytes.bigEndian;

import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.text.Dialogue;
import java.nio.charset.StandardCharsets;

/** Key exchanges of SSH as RFC 4253 lays them out; a fresh one is acceptable in every choice. */
final class SshPackets {
    private String keyExchange = "curve25519-sha256";
    private String hostKey = "ssh-ed25519";
    private String cipher = "aes256-gcm@openssh.com";
    private String mac = "hmac-sha2-256";
    private byte[] key = blob("ssh-ed25519", new byte[32]);
    private int groupBits;
    private boolean reply = true;

    static SshPackets keyExchange() {
        return new SshPackets();
    }

    SshPackets with(String newKeyExchange, String newHostKey, String newCipher, String newMac) {
        keyExchange = newKeyExchange;
        hostKey = newHostKey;
        cipher = newCipher;
        mac = newMac;
        return this;
    }

    SshPackets rsaKey(int bits) {
        byte[] modulus = new byte[bits / 8 + 1];
        modulus[1] = (byte) 0x80;
        key = blob("ssh-rsa", new byte[] {1, 0, 1}, modulus);
        return this;
    }

    SshPackets group(int bits) {
        groupBits = bits;
        return this;
    }

    SshPackets withoutReply() {
        reply = false;
        return this;
    }

    Dialogue dialogue() {
        Dialogue dialogue = new Dialogue()
                .server("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
                .client("SSH-2.0-PuTTY_0.78\r\n")
                .client(packet(kexInit(keyExchange + ",ext-info-c", hostKey + ",rsa-sha2-256", cipher, mac)))
                .server(packet(kexInit("x," + keyExchange, hostKey, "aes128-ctr," + cipher, "hmac-sha1," + mac)));
        if (groupBits > 0) {
            byte[] prime = new byte[groupBits / 8 + 1];
            prime[1] = (byte) 0x80;
            dialogue.server(packet(
                    bigEndian().u8(31).u32(prime.length).put(prime).u32(1).u8(2).toArray()));
        }
        dialogue.client(packet(bigEndian().u8(30).u32(32).zeros(32).toArray()));
        if (reply) {
            int number = groupBits > 0 ? 33 : 31;
            dialogue.server(packet(bigEndian()
                    .u8(number)
                    .u32(key.length)
                    .put(key)
                    .u32(32)
                    .zeros(32)
                    .u32(0)
                    .toArray()));
        }
        return dialogue.server(packet(new byte[] {21}))
                .client(packet(new byte[] {21}))
                .client("\1\2\3encrypted");
    }

    static byte[] kexInit(String keyExchange, String hostKey, String cipher, String mac) {
        Bytes message = bigEndian().u8(20).zeros(16);
        for (String list : new String[] {keyExchange, hostKey, cipher, cipher, mac, mac, "none", "none", "", ""}) {
            message.u32(list.length()).put(list.getBytes(StandardCharsets.US_ASCII));
        }
        return message.u8(0).u32(0).toArray();
    }

    static byte[] packet(byte[] payload) {
        int padding = 8 - (payload.length + 5) % 8 + 4;
        return bigEndian()
                .u32(payload.length + padding + 1)
                .u8(padding)
                .put(payload)
                .zeros(padding)
                .toArray();
    }

    private static byte[] blob(String type, byte[]... parts) {
        Bytes blob = bigEndian().u32(type.length()).put(type.getBytes(StandardCharsets.US_ASCII));
        for (byte[] part : parts) {
            blob.u32(part.length).put(part);
        }
        return blob.toArray();
    }
}

package io.plainsight.sensor.quic;

import io.plainsight.sensor.testing.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Writes the packets of one QUIC connection, protected as RFC 9001 says. A fresh builder is version 1. */
final class QuicPackets {
    static final byte[] CLIENT_CID = Bytes.hex("c1c2c3c4c5");
    static final byte[] SERVER_CID = Bytes.hex("5051525354555657");

    private final Random random = new Random(9001);
    int version = QuicVersion.VERSION_1;
    byte[] original = Rfc.CONNECTION_ID;
    /** What keys follow from; the original id until a Retry. */
    byte[] keyId = Rfc.CONNECTION_ID;
    /** What the client addresses. */
    byte[] destination = Rfc.CONNECTION_ID;

    byte[] token = {};
    private long clientNumber;
    private long serverNumber;

    static byte[] varint(long value) {
        if (value < 1 << 6) {
            return Bytes.bigEndian().u8((int) value).toArray();
        }
        if (value < 1 << 14) {
            return Bytes.bigEndian().u16((int) value | 0x4000).toArray();
        }
        return value < 1L << 30
                ? Bytes.bigEndian().u32(value | 0x8000_0000L).toArray()
                : Bytes.bigEndian().u64(value | 0xc000_0000_0000_0000L).toArray();
    }

    static byte[] crypto(long offset, byte[] data) {
        return Bytes.concat(new byte[] {6}, varint(offset), varint(data.length), data);
    }

    static byte[] crypto(byte[] stream, int from, int to) {
        return crypto(from, Arrays.copyOfRange(stream, from, to));
    }

    static byte[] close(long error) {
        return Bytes.concat(new byte[] {0x1c}, varint(error), new byte[] {6, 2, 'n', 'o'});
    }

    static byte[] padded(int length, byte[]... frames) {
        return Arrays.copyOf(Bytes.concat(frames), length);
    }

    byte[] clientInitial(byte[]... frames) {
        return initial(true, padded(1150, frames));
    }

    byte[] serverInitial(byte[]... frames) {
        return initial(false, Bytes.concat(new byte[] {2, 0, 0, 0, 0}, Bytes.concat(frames)));
    }

    byte[] initial(boolean client, byte[] payload) {
        QuicVersion known = QuicVersion.of(version);
        InitialKeys keys = new PacketProtection().derive(known, keyId);
        byte[] header = Bytes.bigEndian()
                .u8(0xc3 | code(0) << 4)
                .u32(version)
                .put(ids(client))
                .put(client ? Bytes.concat(varint(token.length), token) : new byte[1])
                .put(varint(4 + payload.length + 16))
                .u32(client ? clientNumber : serverNumber)
                .toArray();
        return protect(client ? keys.client : keys.server, header, client ? clientNumber++ : serverNumber++, payload);
    }

    /** 0-RTT (1) and Handshake (2) packets: nobody can read them. */
    byte[] unreadable(boolean client, int type, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return Bytes.bigEndian()
                .u8(0xc0 | code(type) << 4 | random.nextInt(16))
                .u32(version)
                .put(type == 2 && client ? ids(SERVER_CID, CLIENT_CID) : ids(client))
                .put(varint(length))
                .put(noise)
                .toArray();
    }

    byte[] handshake(boolean client) {
        return unreadable(client, 2, 60);
    }

    byte[] shortPacket(boolean client, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return Bytes.concat(new byte[] {0x41}, client ? SERVER_CID : CLIENT_CID, noise);
    }

    byte[] retry(byte[] newId) throws GeneralSecurityException {
        QuicVersion known = QuicVersion.of(version);
        byte[] packet = Bytes.bigEndian()
                .u8(0xc0 | code(3) << 4)
                .u32(version)
                .u8(CLIENT_CID.length)
                .put(CLIENT_CID)
                .u8(newId.length)
                .put(newId)
                .put("token".getBytes(StandardCharsets.US_ASCII))
                .toArray();
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(known.retryKey(), "AES"),
                new GCMParameterSpec(128, known.retryNonce()));
        gcm.updateAAD(new byte[] {(byte) original.length});
        gcm.updateAAD(original);
        gcm.updateAAD(packet);
        return Bytes.concat(packet, gcm.doFinal());
    }

    static byte[] versionNegotiation(int... versions) {
        Bytes packet = Bytes.bigEndian()
                .u8(0xaa)
                .u32(0)
                .u8(CLIENT_CID.length)
                .put(CLIENT_CID)
                .u8(Rfc.CONNECTION_ID.length)
                .put(Rfc.CONNECTION_ID);
        for (int version : versions) {
            packet.u32(Integer.toUnsignedLong(version));
        }
        return packet.toArray();
    }

    static byte[] protect(InitialKeys.Direction keys, byte[] header, long number, byte[] payload) {
        try {
            byte[] nonce = keys.iv.clone();
            for (int i = 0; i < 8; i++) {
                nonce[11 - i] ^= (byte) (number >>> 8 * i);
            }
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(Cipher.ENCRYPT_MODE, keys.key, new GCMParameterSpec(128, nonce));
            gcm.updateAAD(header);
            byte[] packet = Bytes.concat(header, gcm.doFinal(payload));
            int numberLength = (header[0] & 3) + 1;
            int numberOffset = header.length - numberLength;
            Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
            ecb.init(Cipher.ENCRYPT_MODE, keys.headerProtection);
            byte[] mask = ecb.doFinal(packet, numberOffset + 4, 16);
            packet[0] ^= (byte) (mask[0] & 0x0f);
            for (int i = 0; i < numberLength; i++) {
                packet[numberOffset + i] ^= mask[1 + i];
            }
            return packet;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private int code(int type) {
        return QuicVersion.of(version).second() ? type + 1 & 3 : type;
    }

    private byte[] ids(boolean client) {
        byte[] to = client ? destination : CLIENT_CID;
        byte[] from = client ? CLIENT_CID : SERVER_CID;
        return ids(to, from);
    }

    private static byte[] ids(byte[] to, byte[] from) {
        return Bytes.bigEndian().u8(to.length).put(to).u8(from.length).put(from).toArray();
    }
}

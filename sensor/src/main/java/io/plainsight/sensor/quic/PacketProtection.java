package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the keys of Initial packets and removes their protection, RFC 9001 section 5; checks the tag of Retry packets.
 *
 * <p><b>Threading:</b> one thread: ciphers and buffers are shared by all connections. <b>Memory:</b> two buffers of a
 * datagram's largest size; a nonce and what the platform's cipher keeps per packet. <b>Errors:</b> a tag that does not match
 * is an answer, not an exception.
 */
final class PacketProtection {
    /** {@link #open}: the packet was not protected with these keys. */
    static final int NOT_AUTHENTIC = -1;

    private static final int MAX_DATAGRAM = 0xffff;
    private static final int HASH = 32;
    private static final int KEY = 16;
    private static final int IV = 12;
    private static final int TAG = 16;
    private static final int SAMPLE_OFFSET = 4;

    private static final byte[] CLIENT_IN = label("client in", HASH);
    private static final byte[] SERVER_IN = label("server in", HASH);
    private static final byte[][] LABELS = {label("quic key", KEY), label("quic iv", IV), label("quic hp", KEY)};
    private static final byte[][] LABELS_2 = {label("quicv2 key", KEY), label("quicv2 iv", IV), label("quicv2 hp", KEY)
    };

    private final Mac hmac;
    private final Cipher gcm;
    private final Cipher ecb;
    private final byte[] packet = new byte[MAX_DATAGRAM];
    private final byte[] plain = new byte[MAX_DATAGRAM];
    private final byte[] sample = new byte[16];
    private final byte[] mask = new byte[16];
    private final ByteBuffer plaintext = ByteBuffer.wrap(plain);
    private long packetNumber;

    PacketProtection() {
        try {
            hmac = Mac.getInstance("HmacSHA256");
            gcm = Cipher.getInstance("AES/GCM/NoPadding");
            ecb = Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime lacks AES-GCM or HMAC-SHA256", e);
        }
    }

    /** The plaintext of the latest packet that {@link #open} opened, from 0 to the length that it returned; until the next call. */
    ByteBuffer plaintext() {
        return plaintext;
    }

    /** That packet's number. */
    long packetNumber() {
        return packetNumber;
    }

    /** The keys of a connection; {@code connectionId} is kept. Allocates: once per connection, and once per Retry. */
    InitialKeys derive(QuicVersion version, byte[] connectionId) {
        try {
            byte[] initial = hmac(version.salt(), connectionId);
            byte[][] labels = version.second() ? LABELS_2 : LABELS;
            return new InitialKeys(
                    version,
                    connectionId,
                    direction(expand(initial, CLIENT_IN, HASH), labels),
                    direction(expand(initial, SERVER_IN, HASH), labels));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 refused a key", e);
        }
    }

    /**
     * Removes header protection and packet protection of an Initial that is all there.
     *
     * @return bytes of plaintext, 0 and more, or {@link #NOT_AUTHENTIC}
     */
    int open(LongHeader header, ByteBuffer buffer, InitialKeys.Direction keys) {
        int numberOffset = header.payloadStart - header.start;
        int length = numberOffset + header.payloadLength;
        if (header.cut || header.payloadLength < LongHeader.MIN_LENGTH || length > MAX_DATAGRAM) {
            return NOT_AUTHENTIC;
        }
        buffer.get(header.start, packet, 0, length);
        try {
            System.arraycopy(packet, numberOffset + SAMPLE_OFFSET, sample, 0, sample.length);
            ecb.init(Cipher.ENCRYPT_MODE, keys.headerProtection);
            ecb.doFinal(sample, 0, sample.length, mask, 0);
            packet[0] ^= (byte) (mask[0] & 0x0f);
            int numberLength = (packet[0] & 3) + 1;
            long truncated = 0;
            for (int i = 0; i < numberLength; i++) {
                packet[numberOffset + i] ^= mask[1 + i];
                truncated = truncated << 8 | packet[numberOffset + i] & 0xff;
            }
            long number = decode(truncated, 8 * numberLength, keys.largest);
            byte[] nonce = keys.iv.clone();
            for (int i = 0; i < 8; i++) {
                nonce[IV - 1 - i] ^= (byte) (number >>> 8 * i);
            }
            int body = numberOffset + numberLength;
            gcm.init(Cipher.DECRYPT_MODE, keys.key, new GCMParameterSpec(8 * TAG, nonce));
            gcm.updateAAD(packet, 0, body);
            int opened = gcm.doFinal(packet, body, length - body, plain, 0);
            keys.largest = Math.max(keys.largest, number);
            packetNumber = number;
            return opened;
        } catch (AEADBadTagException e) {
            return NOT_AUTHENTIC;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused a packet of " + length + " bytes", e);
        }
    }

    /**
     * Whether a Retry answers a client whose first Destination Connection ID was {@code original}: by its integrity tag (RFC
     * 9001 section 5.8), in drafts before 25 by the id itself.
     */
    boolean isRetryAuthentic(LongHeader header, ByteBuffer buffer, byte[] original) {
        QuicVersion version = header.known;
        if (version.retryKey() == null) {
            ByteCursor in = new ByteCursor().wrap(buffer, header.payloadStart, header.payloadLength);
            int length = in.u8();
            byte[] repeated = new byte[Math.min(length, LongHeader.MAX_CID)];
            in.copyTo(repeated, 0, repeated.length);
            return in.ok() && length == repeated.length && Arrays.equals(repeated, original);
        }
        int length = header.payloadStart + header.payloadLength - header.start;
        if (header.payloadLength < TAG || length > MAX_DATAGRAM) {
            return false;
        }
        buffer.get(header.start, packet, 0, length);
        try {
            gcm.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(version.retryKey(), "AES"),
                    new GCMParameterSpec(8 * TAG, version.retryNonce()));
            gcm.updateAAD(new byte[] {(byte) original.length});
            gcm.updateAAD(original);
            gcm.updateAAD(packet, 0, length - TAG);
            gcm.doFinal(packet, length - TAG, TAG, plain, 0);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused a Retry of " + length + " bytes", e);
        }
    }

    /** The full packet number, RFC 9000 appendix A.3. */
    static long decode(long truncated, int bits, long largest) {
        long expected = largest + 1;
        long window = 1L << bits;
        long half = window / 2;
        long candidate = expected & -window | truncated;
        if (candidate <= expected - half && candidate < (1L << 62) - window) {
            return candidate + window;
        }
        return candidate > expected + half && candidate >= window ? candidate - window : candidate;
    }

    private InitialKeys.Direction direction(byte[] secret, byte[][] labels) throws GeneralSecurityException {
        return new InitialKeys.Direction(
                new SecretKeySpec(expand(secret, labels[0], KEY), "AES"),
                expand(secret, labels[1], IV),
                new SecretKeySpec(expand(secret, labels[2], KEY), "AES"));
    }

    /** HKDF-Expand of at most one block, RFC 5869 section 2.3. */
    private byte[] expand(byte[] secret, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(secret, info), length);
    }

    private byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        hmac.init(new SecretKeySpec(key, "HmacSHA256"));
        return hmac.doFinal(message);
    }

    /** HkdfLabel of RFC 8446 section 7.1 with an empty context, and the counter of HKDF's first block. */
    private static byte[] label(String label, int length) {
        byte[] text = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(text.length + 5);
        info.putShort((short) length)
                .put((byte) text.length)
                .put(text)
                .put((byte) 0)
                .put((byte) 1);
        return info.array();
    }
}

package io.plainsight.sensor.tls.fingerprint;

import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.Grease;
import io.plainsight.sensor.tls.ServerHello;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a thread makes fingerprints with: the hashes, in lower-case hexadecimal, room to write their text and lists in, and the
 * fingerprints that it made lately.
 *
 * <p><b>Threading:</b> one thread; {@link #ofThread} gives each its own. <b>Memory:</b> about 64 KiB, and the fingerprints that
 * are kept.
 */
final class Hashes {
    private static final ThreadLocal<Hashes> OF_THREAD = ThreadLocal.withInitial(Hashes::new);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MD5_LENGTH = 16;
    private static final int SHA256_LENGTH = 32;

    private final MessageDigest md5 = digest("MD5");
    private final MessageDigest sha256 = digest("SHA-256");
    private final byte[] hash = new byte[SHA256_LENGTH];
    private final byte[] hex = new byte[2 * SHA256_LENGTH];
    private byte[] text = new byte[1024];

    final KnownFingerprints ja3 = new KnownFingerprints();
    final KnownFingerprints ja3s = new KnownFingerprints();
    final KnownFingerprints ja4 = new KnownFingerprints();
    /** Room for a hello's extensions. */
    final int[] extensions = new int[Math.max(ClientHello.MAX_LIST, ServerHello.MAX_EXTENSIONS)];

    private Hashes() {}

    static Hashes ofThread() {
        return OF_THREAD.get();
    }

    /** Puts the values that are no GREASE into {@link #extensions}. @return how many there are */
    int withoutGrease(int[] values) {
        int count = 0;
        for (int i = 0; i < values.length && i < extensions.length; i++) {
            if (!Grease.is(values[i])) {
                extensions[count++] = values[i];
            }
        }
        return count;
    }

    /** Room for at least {@code length} bytes of text, with whatever stands there. */
    byte[] text(int length) {
        if (text.length < length) {
            text = new byte[Math.max(length, 2 * text.length)];
        }
        return text;
    }

    /** MD5 of the first {@code length} bytes of the text. */
    String md5(int length) {
        return hex(md5, length, MD5_LENGTH, 2 * MD5_LENGTH);
    }

    /** The first {@code digits} of the SHA-256 of the first {@code length} bytes of the text. */
    String sha256(int length, int digits) {
        return hex(sha256, length, SHA256_LENGTH, digits);
    }

    private String hex(MessageDigest digest, int length, int hashLength, int digits) {
        digest.update(text, 0, length);
        try {
            digest.digest(hash, 0, hashLength);
        } catch (DigestException e) {
            throw new IllegalStateException(digest.getAlgorithm() + " is not " + hashLength + " bytes long", e);
        }
        for (int i = 0; i < hashLength; i++) {
            hex[2 * i] = DIGITS[hash[i] >> 4 & 0xf];
            hex[2 * i + 1] = DIGITS[hash[i] & 0xf];
        }
        return new String(hex, 0, digits, StandardCharsets.ISO_8859_1);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}

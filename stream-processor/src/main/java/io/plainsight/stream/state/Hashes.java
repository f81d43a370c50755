package io.plainsight.stream.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Stable hashes of texts: the same in every process, on every run. */
public final class Hashes {
    private Hashes() {}

    /** 64 bits of SHA-256, to remember that something was seen. */
    public static long of(String text) {
        return ByteBuffer.wrap(sha256(text)).getLong();
    }

    /** 128 bits of SHA-256 in lower-case hexadecimal, as an id. */
    public static String hex(String text) {
        return java.util.HexFormat.of().formatHex(sha256(text), 0, 16);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

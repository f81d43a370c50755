package io.plainsight.sensor.flowlog.push;

import io.plainsight.sensor.flowlog.FlowLogException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What proves that a request comes from our own Firehose stream. Only a hash is kept. Thread-safe. */
public final class AccessKey {
    /** Firehose limits keys to this. */
    static final int MAX_BYTES = 4096;

    private static final int MIN_BYTES = 16;

    private final byte[] hash;

    private AccessKey(byte[] hash) {
        this.hash = hash;
    }

    /**
     * Takes the key.
     *
     * @param from where it was read, for messages; the key itself appears in none
     * @throws FlowLogException when it is too short to be a secret, or longer than Firehose sends
     */
    public static AccessKey of(String from, String key) throws FlowLogException {
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length < MIN_BYTES || length > MAX_BYTES) {
            throw new FlowLogException(from + ": an access key has " + MIN_BYTES + " to " + MAX_BYTES
                    + " bytes, this has " + length + "; make one with: openssl rand -hex 32");
        }
        return new AccessKey(hash(key));
    }

    /** Whether this is the key. How long that takes tells nothing about the right one. */
    boolean matches(String presented) {
        return presented != null && MessageDigest.isEqual(hash, hash(presented));
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

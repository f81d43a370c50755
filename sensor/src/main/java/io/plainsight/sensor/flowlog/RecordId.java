package io.plainsight.sensor.flowlog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes an {@code event.id} of what a record is about, so that each copy of it has the same. One thread. */
public final class RecordId {
    private static final byte UNIT_SEPARATOR = 0x1f;
    private static final int ID_BYTES = 16;

    private final MessageDigest sha256;

    public RecordId() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param parts in a fixed order; null counts as empty */
    public String of(String... parts) {
        for (String part : parts) {
            if (part != null) {
                sha256.update(part.getBytes(StandardCharsets.UTF_8));
            }
            sha256.update(UNIT_SEPARATOR);
        }
        return HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
    }
}

package io.plainsight.sensor.observe;

import io.plainsight.sensor.flow.FlowTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * {@code event.id} of a connection: 128 bits of SHA-256 over where it was seen, its key and its first packet, base64url. The
 * same capture gives the same ids whenever and wherever it is read, so a second reading adds no second connection.
 * The packet clock is part of it for captures that were joined and hold the same packets twice.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> its text alone is made per id.
 */
final class EventId {
    private static final int ID_BYTES = 16;

    private static final int SHA256_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final MessageDigest sha256;
    private final byte[] digest = new byte[SHA256_BYTES];
    private final byte[] id = new byte[ID_BYTES];
    private final byte[] text = new byte[22];
    private byte[] origin = {};
    private final ByteBuffer input = ByteBuffer.allocate(4 * 8 + 2 * 4 + 2 * 8 + 4);

    EventId() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param name the capture file's path, or the sensor's and the interface's name: where connections are seen from here on */
    void origin(String name) {
        origin = name.getBytes(StandardCharsets.UTF_8);
    }

    String of(FlowTable table, int flow) {
        input.clear();
        for (int end = 0; end < 2; end++) {
            input.putLong(table.addressHigh(flow, end)).putLong(table.addressLow(flow, end));
        }
        input.putInt(table.port(flow, 0) << 16 | table.port(flow, 1)).putInt(table.protocol(flow));
        input.putLong(table.firstNs(flow)).putLong(table.openedNs(flow)).putInt(table.firstSequence(flow));
        sha256.update(input.array());
        sha256.update(origin);
        try {
            sha256.digest(digest, 0, SHA256_BYTES); // and ready for the next
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has " + SHA256_BYTES + " bytes", e);
        }
        System.arraycopy(digest, 0, id, 0, ID_BYTES);
        int length = BASE64.encode(id, text);
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }
}

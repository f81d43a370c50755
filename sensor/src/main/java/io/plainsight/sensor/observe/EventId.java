package io.plainsight.sensor.observe;

import io.plainsight.sensor.flow.FlowTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * {@code event.id} of a connection: 128 bits of SHA-256 over where it was seen, its key and its first packet, base64url. The
 * same capture gives the same ids whenever and wherever it is read, so a second reading adds no second connection.
 * The packet clock is part of it for captures that were joined and hold the same packets twice.
 */
final class EventId {
    private static final int ID_BYTES = 16;

    private final MessageDigest sha256;
    private final ByteBuffer input = ByteBuffer.allocate(4 * 8 + 2 * 4 + 2 * 8 + 4);

    EventId() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param origin the capture file's path, or the sensor's and the interface's name */
    String of(String origin, FlowTable table, int flow) {
        input.clear();
        for (int end = 0; end < 2; end++) {
            input.putLong(table.addressHigh(flow, end)).putLong(table.addressLow(flow, end));
        }
        input.putInt(table.port(flow, 0) << 16 | table.port(flow, 1)).putInt(table.protocol(flow));
        input.putLong(table.firstNs(flow)).putLong(table.openedNs(flow)).putInt(table.firstSequence(flow));
        sha256.reset();
        sha256.update(input.array());
        sha256.update(origin.getBytes(StandardCharsets.UTF_8));
        byte[] digest = sha256.digest();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, ID_BYTES));
    }
}

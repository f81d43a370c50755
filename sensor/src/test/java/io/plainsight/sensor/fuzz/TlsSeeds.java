package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.dissect.Side;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The handshake messages in clear of a TLS connection, and the certificates in them. Any bytes will do; they are seeds. */
final class TlsSeeds {
    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int CERTIFICATE = 11;
    /** Behind list and first entry length. */
    private static final int FIRST_CERTIFICATE = 6;

    private final ByteArrayOutputStream events = new ByteArrayOutputStream();
    private final List<byte[]> certificates = new ArrayList<>();

    TlsSeeds(Conversation conversation) {
        events.write(0);
        for (Side side : Side.values()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            conversation.pieces().stream()
                    .filter(piece -> piece.side() == side)
                    .forEach(piece -> all.writeBytes(piece.bytes()));
            side(side, all.toByteArray());
        }
    }

    /** As {@link TlsMessagesTarget} takes them. */
    byte[] messages() {
        return events.toByteArray();
    }

    List<byte[]> certificates() {
        return certificates;
    }

    private void side(Side side, byte[] stream) {
        ByteArrayOutputStream clear = new ByteArrayOutputStream();
        int at = 0;
        while (at + RECORD_HEADER <= stream.length && stream[at] == HANDSHAKE) {
            int end = Math.min(stream.length, at + RECORD_HEADER + number(stream, at + 3, 2));
            clear.write(stream, at + RECORD_HEADER, end - at - RECORD_HEADER);
            at = end;
        }
        messages(side, clear.toByteArray());
        if (at < stream.length && stream[at] == CHANGE_CIPHER_SPEC) {
            events.write(side.ordinal() | 2 << 1);
            events.write(side.ordinal() | 3 << 1);
            Conversation.u16(events, 40);
        } else if (at < stream.length && stream[at] == APPLICATION_DATA) {
            events.write(side.ordinal() | 4 << 1);
            Conversation.u16(events, 69);
        }
    }

    private void messages(Side side, byte[] clear) {
        int at = 0;
        while (at + MESSAGE_HEADER <= clear.length) {
            int length = number(clear, at + 1, 3);
            int end = at + MESSAGE_HEADER + length;
            if (end > clear.length || length >>> 16 != 0) {
                return;
            }
            events.write(side.ordinal());
            events.write(clear[at]);
            Conversation.u16(events, length);
            events.write(clear, at + MESSAGE_HEADER, length);
            if (clear[at] == CERTIFICATE && length > FIRST_CERTIFICATE) {
                int first = at + MESSAGE_HEADER + FIRST_CERTIFICATE;
                int last = Math.min(end, first + number(clear, first - 3, 3));
                certificates.add(Arrays.copyOfRange(clear, first, last));
            }
            at = end;
        }
    }

    private static int number(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }
}

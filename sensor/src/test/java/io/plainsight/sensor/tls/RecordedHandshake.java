package io.plainsight.sensor.tls;

import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import java.util.ArrayList;
import java.util.List;

/** What two real TLS stacks sent each other, in order, for the dissector to read. */
final class RecordedHandshake {
    /** @param bytes null for the end of that side's stream */
    record Part(Side side, byte[] bytes) {}

    private final List<Part> parts = new ArrayList<>();

    synchronized void add(Side side, byte[] bytes) {
        parts.add(new Part(side, bytes));
    }

    synchronized void addEnd(Side side) {
        parts.add(new Part(side, null));
    }

    synchronized List<Part> parts() {
        return List.copyOf(parts);
    }

    /** All that was sent, to a dissector, in the pieces in which it was sent. */
    ObservationDraft dissect() {
        return dissect(Integer.MAX_VALUE);
    }

    /** @param size most bytes that are given at once */
    ObservationDraft dissect(int size) {
        TlsFeeder feeder = new TlsFeeder();
        for (Part part : parts()) {
            if (part.bytes == null) {
                if (feeder.progress != io.plainsight.sensor.dissect.Progress.DONE) {
                    feeder.close(part.side, CloseKind.FIN);
                }
                continue;
            }
            for (int at = 0; at < part.bytes.length; at += Math.min(size, part.bytes.length - at)) {
                int end = at + Math.min(size, part.bytes.length - at);
                feeder.feed(part.side, java.util.Arrays.copyOfRange(part.bytes, at, end));
            }
        }
        feeder.close(null, CloseKind.END_OF_CAPTURE);
        return feeder.describe();
    }

    /** Content type and length of each record, {@code C} or {@code S} before it; for reading, when a stack changed its ways. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Part part : parts()) {
            if (part.bytes == null) {
                shape.append(part.side.name().charAt(0)).append(":end ");
                continue;
            }
            for (int at = 0; at + 5 <= part.bytes.length; ) {
                int length = (part.bytes[at + 3] & 0xff) << 8 | part.bytes[at + 4] & 0xff;
                shape.append(part.side.name().charAt(0)).append(':').append(part.bytes[at]);
                shape.append('/').append(length).append(' ');
                at += 5 + length;
            }
        }
        return shape.toString();
    }
}

package io.plainsight.sensor.tcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What came out of a reassembler as text: bytes as they are, a gap of n bytes as {@code [n]}, the FIN as {@code |}. */
final class RecordedStream implements StreamHandler {
    private final StringBuilder text = new StringBuilder();
    private int calls;
    private int conflicts;

    @Override
    public void onData(ByteBuffer buffer, int offset, int length, long timestampNs) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        text.append(new String(bytes, StandardCharsets.ISO_8859_1));
        calls++;
    }

    @Override
    public void onGap(int length, long timestampNs) {
        text.append('[').append(length).append(']');
    }

    @Override
    public void onConflict() {
        conflicts++;
    }

    @Override
    public void onFin(long timestampNs) {
        text.append('|');
    }

    String text() {
        return text.toString();
    }

    int conflicts() {
        return conflicts;
    }

    int calls() {
        return calls;
    }
}

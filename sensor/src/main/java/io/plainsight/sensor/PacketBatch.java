package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureReader;
import io.plainsight.sensor.decode.DecodeResult;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some packets of a capture in their order, on the way to the workers: found in the file by one thread, decoded by the same,
 * then read by all, each of which takes its own.
 *
 * <p><b>Threading:</b> handed on through a {@link BatchQueue}; from {@link #decode} and {@link #settle} on nothing changes.
 * <b>Memory:</b> about 300 bytes per packet, allocated once; a megabyte more for the bytes of streams, on first use.
 */
final class PacketBatch {
    /** Small enough that its headers are still in the cache of the one who found them when they are decoded. */
    static final int CAPACITY = 1024;

    /** No worker's: nothing that could be decoded. */
    static final int NOBODY = -1;

    private static final int FRAGMENT = -2;
    private static final int ARENA_LENGTH = 4 * CaptureReader.MAX_CAPTURED_LENGTH;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteBuffer[] buffers = new ByteBuffer[CAPACITY];
    private final int[] offsets = new int[CAPACITY];
    private final int[] captured = new int[CAPACITY];
    private final int[] original = new int[CAPACITY];
    private final int[] linkTypes = new int[CAPACITY];
    private final long[] times = new long[CAPACITY];
    private final byte[] owners = new byte[CAPACITY];
    private final Packet[] packets = new Packet[CAPACITY];
    /** Datagrams put together from fragments. */
    private final List<ByteBuffer> datagrams = new ArrayList<>();

    private ByteBuffer arena;
    private int arenaUsed;
    private int fragments;
    private int size;
    private long firstPosition;

    PacketBatch() {
        for (int i = 0; i < CAPACITY; i++) {
            packets[i] = new Packet();
        }
    }

    /** Takes packets from here on; what it held before is forgotten. */
    void begin(long newFirstPosition) {
        size = 0;
        fragments = 0;
        firstPosition = newFirstPosition;
        wipe();
    }

    /** Forgets all and refers to nothing any more. */
    void clear() {
        size = 0;
        wipe();
        Arrays.fill(buffers, NOTHING);
        for (Packet packet : packets) {
            packet.buffer = NOTHING;
        }
    }

    /** What is in it cannot be read any more. */
    void cut() {
        size = 0;
        fragments = 0;
    }

    /** @param stable whether the bytes stay where they are; else they are copied */
    void add(
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int originalLength,
            long timestampNs,
            int linkType,
            boolean stable) {
        int i = size++;
        captured[i] = capturedLength;
        original[i] = originalLength;
        times[i] = timestampNs;
        linkTypes[i] = linkType;
        if (stable) {
            buffers[i] = buffer;
            offsets[i] = offset;
        } else {
            arena = arena == null ? ByteBuffer.allocate(ARENA_LENGTH) : arena;
            arena.put(arenaUsed, buffer, offset, capturedLength);
            buffers[i] = arena;
            offsets[i] = arenaUsed;
            arenaUsed += capturedLength;
        }
    }

    boolean isFull() {
        return size == CAPACITY || arenaUsed > ARENA_LENGTH - CaptureReader.MAX_CAPTURED_LENGTH;
    }

    int size() {
        return size;
    }

    /** How many packets of the capture came before this batch. */
    long firstPosition() {
        return firstPosition;
    }

    /** The worker that a packet belongs to, or {@link #NOBODY}. */
    int owner(int i) {
        return owners[i];
    }

    /** Packet time, nanoseconds since the Unix epoch. */
    long timestampNs(int i) {
        return times[i];
    }

    Packet packet(int i) {
        return packets[i];
    }

    /**
     * Decodes all packets but fragments and finds whose they are.
     *
     * @param decoder {@link PacketDecoder#withoutFragments}
     * @param counters of the decoder's thread
     */
    void decode(PacketDecoder decoder, SensorCounters counters, int workers) {
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            bytes += original[i];
            DecodeResult result = decode(decoder, i);
            owners[i] = (byte)
                    (result == DecodeResult.OK
                            ? FlowSplit.worker(packets[i], workers)
                            : result == DecodeResult.FRAGMENT_DEFERRED ? FRAGMENT : NOBODY);
            fragments += result == DecodeResult.FRAGMENT_DEFERRED ? 1 : 0;
        }
        counters.add(SensorCounter.PACKETS, size);
        counters.add(SensorCounter.BYTES, bytes);
    }

    /**
     * Decodes the fragments; a datagram that is complete belongs to whom its addresses tell.
     *
     * @param decoder has seen all fragments of the capture before
     */
    void settle(PacketDecoder decoder, int workers) {
        for (int i = 0; fragments > 0 && i < size; i++) {
            if (owners[i] == FRAGMENT) {
                boolean complete = decode(decoder, i) == DecodeResult.OK;
                owners[i] = (byte) (complete ? FlowSplit.worker(packets[i], workers) : NOBODY);
                if (complete) {
                    keep(packets[i]);
                }
                fragments--;
            }
        }
    }

    private DecodeResult decode(PacketDecoder decoder, int i) {
        return decoder.decode(buffers[i], offsets[i], captured[i], original[i], times[i], linkTypes[i], packets[i]);
    }

    /** The decoder uses its buffer again. */
    private void keep(Packet packet) {
        ByteBuffer copy = ByteBuffer.allocate(packet.payloadLength);
        copy.put(0, packet.buffer, packet.payloadOffset, packet.payloadLength);
        packet.buffer = copy;
        packet.payloadOffset = 0;
        datagrams.add(copy);
    }

    /** What is left of packets' bytes is somebody's data. */
    private void wipe() {
        if (arenaUsed > 0) {
            Arrays.fill(arena.array(), 0, arenaUsed, (byte) 0);
            arenaUsed = 0;
        }
        for (ByteBuffer datagram : datagrams) {
            Arrays.fill(datagram.array(), (byte) 0);
        }
        datagrams.clear();
    }
}

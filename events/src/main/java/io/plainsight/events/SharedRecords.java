package io.plainsight.events;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Gives the object that was read before where the same bytes come again: the observations of a connection say the same of its
 * handshake, and so do most connections of a client to a service.
 *
 * <p>An object of JSON ends where its own bytes say so. Hence bytes that begin with those of an object that was read are that
 * object again, and its end need not be looked for. Where to look is told by words at a few distances from its beginning, which may
 * lie behind its end; then the same object may be read anew, and nothing else happens.
 *
 * <p><i>Threading:</i> any; who comes second may read an object anew. <i>Bounds:</i> {@value #PLACES} objects, none of more than
 * {@value #MAX_BYTES} bytes.
 */
final class SharedRecords implements RecordReader.Value {
    private static final int PLACES = 1 << 11;
    private static final int MAX_BYTES = 2048;
    /** Near enough to each other that a name differs in one of them, and far enough that all that clients offer does. */
    private static final int[] DISTANCES = {0, 8, 16, 24, 32, 48, 64, 80, 96, 128, 160, 224, 288, 416};

    private static final long MIX = 0x9E3779B97F4A7C15L; // of Knuth's multiplicative hashing, for 64 bits
    private static final int PLACE_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PLACES);
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final RecordReader.Value reader;
    private final Entry[] entries = new Entry[PLACES];

    private record Entry(byte[] json, Object read) {}

    SharedRecords(RecordReader.Value reader) {
        this.reader = reader;
    }

    @Override
    public Object read(JsonBytes in) throws IOException {
        in.peek();
        int begin = in.position();
        int place = place(in.bytes(), begin);
        Entry entry = entries[place];
        if (entry != null && isAt(in.bytes(), begin, entry.json)) {
            in.position(begin + entry.json.length);
            return entry.read;
        }
        Object read = reader.read(in);
        if (in.position() - begin <= MAX_BYTES) {
            entries[place] = new Entry(Arrays.copyOfRange(in.bytes(), begin, in.position()), read);
        }
        return read;
    }

    private static boolean isAt(byte[] bytes, int begin, byte[] json) {
        int end = begin + json.length;
        return end <= bytes.length && Arrays.equals(json, 0, json.length, bytes, begin, end);
    }

    private static int place(byte[] bytes, int begin) {
        long hash = 0;
        for (int distance : DISTANCES) {
            if (begin + distance + Long.BYTES > bytes.length) {
                break;
            }
            hash = (Long.rotateLeft(hash, 5) ^ (long) WORDS.get(bytes, begin + distance)) * MIX;
        }
        return (int) (hash >>> PLACE_SHIFT);
    }
}

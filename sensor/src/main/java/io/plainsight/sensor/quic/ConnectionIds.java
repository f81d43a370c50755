package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connection ids that servers chose, of connections whose handshake was seen to complete: by them a connection is known
 * again that goes on from another address or port (RFC 9000 section 9), such as behind a NAT that forgot it. A client that
 * migrates on purpose takes an id that passed under encryption; that cannot be seen.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one entry per connection. <b>Bounds:</b> {@link #CAPACITY}; the one
 * registered or met longest ago goes first. Ids shorter than {@link #MIN_LENGTH} are not kept: random bytes could match one.
 */
final class ConnectionIds {
    static final int CAPACITY = 16_384;
    /** With all places taken, one of 2^50 random datagrams would match. */
    static final int MIN_LENGTH = 8;

    private static final class Key {
        private final byte[] bytes = new byte[LongHeader.MAX_CID];
        private int length;

        Key read(ByteCursor in, int newLength) {
            length = newLength;
            for (int i = 0; i < newLength; i++) {
                bytes[i] = (byte) in.peek(i);
            }
            Arrays.fill(bytes, newLength, bytes.length, (byte) 0);
            return this;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes) + length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.length == length && Arrays.equals(key.bytes, bytes);
        }
    }

    private final Map<Key, QuicConnection> connections = new LinkedHashMap<>(16, 0.75f, true);
    private final int[] byLength = new int[LongHeader.MAX_CID + 1];
    private final Key probe = new Key();

    /**
     * Remembers a connection under an id that its server chose.
     *
     * @return whether an older one had to go
     */
    boolean add(ByteCursor id, QuicConnection connection) {
        int length = id.remaining();
        if (length < MIN_LENGTH || length > LongHeader.MAX_CID) {
            return false;
        }
        Key key = new Key().read(id, length);
        if (connections.put(key, connection) == null) {
            byLength[length]++;
        }
        if (connections.size() <= CAPACITY) {
            return false;
        }
        Key eldest = connections.keySet().iterator().next();
        byLength[eldest.length]--;
        connections.remove(eldest);
        return true;
    }

    /**
     * The connection that a packet with a short header belongs to; null when none is known. Allocates nothing.
     *
     * @param in stands on the packet's first byte; is not moved
     */
    QuicConnection find(ByteCursor in) {
        if (connections.isEmpty()) {
            return null;
        }
        int position = in.position();
        in.skip(1);
        QuicConnection found = null;
        for (int length = MIN_LENGTH; length <= Math.min(LongHeader.MAX_CID, in.remaining()); length++) {
            if (byLength[length] > 0) {
                found = connections.get(probe.read(in, length));
                if (found != null) {
                    break;
                }
            }
        }
        in.position(position);
        return found;
    }

    int size() {
        return connections.size();
    }
}

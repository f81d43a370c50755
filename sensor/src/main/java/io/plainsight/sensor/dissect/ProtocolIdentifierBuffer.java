package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.tcp.BufferPool;
import io.plainsight.sensor.tcp.PendingBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One connection while its protocol is not known: the first bytes of both sides, the order in which they came, and the
 * signatures that are still possible.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> pooled buffers, given back by {@link #clear}. <b>Bounds:</b>
 * {@link #MAX_BYTES} a side and {@link #MAX_ARRIVALS} arrivals; beyond them the protocol stays unknown.
 */
public final class ProtocolIdentifierBuffer {
    /** Enough for a ClientHello with post-quantum key shares or a long greeting. */
    public static final int MAX_BYTES = 4 * 1024;
    /** Changes of speaker before a protocol must have shown itself. */
    public static final int MAX_ARRIVALS = 64;

    /** Receives the first bytes again, as they came. */
    public interface Replay {
        /** @return false to end the replay */
        boolean onReplay(Side side, ByteBuffer bytes, int offset, int length, long timestampNs);

        /** @return false to end the replay */
        boolean onReplayGap(Side side, long timestampNs);
    }

    private static final int GAP = 0;
    private static final int FIRST_ARRIVALS = 4;
    private static final Side[] NO_SIDES = {};

    private final ProtocolIdentifier identifier;
    private final boolean initiatorKnown;
    private final PendingBytes client;
    private final PendingBytes server;
    private final ByteCursor view = new ByteCursor();

    /* Most connections are known by their first bytes: what follows is made only when they are not. */
    private BitSet candidates;
    private BitSet reversedCandidates;
    private boolean reversed;
    private int matchedReversed = ProtocolIdentifier.UNDECIDED;

    /* Arrivals in order: a side's bytes (length) or a gap (length 0). Bytes of one side in a row share an entry. */
    private Side[] arrivalSides = NO_SIDES;
    private int[] arrivalLengths;
    private long[] arrivalTimes;
    private int arrivals;
    /** Bytes of a side before its first gap, which alone are its first bytes; -1 while there is no gap behind bytes. */
    private int clientFrozen = -1;

    private int serverFrozen = -1;
    /** A gap could not be noted, so what follows cannot be placed. */
    private boolean exhausted;

    /** @param initiatorKnown whether a SYN told which end is the client */
    public ProtocolIdentifierBuffer(ProtocolIdentifier identifier, BufferPool pool, boolean initiatorKnown) {
        this.identifier = identifier;
        this.initiatorKnown = initiatorKnown;
        client = new PendingBytes(pool);
        server = new PendingBytes(pool);
    }

    /**
     * Asks about the next bytes of {@code side}. Nothing is copied when they are the connection's first and decide it at
     * once; then {@link #isEmpty()} stays true and the caller feeds them from where they are.
     *
     * @return a signature's index, {@link ProtocolIdentifier#UNDECIDED} or {@link ProtocolIdentifier#UNKNOWN}
     */
    public int offer(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        if (isEmpty()) {
            int answer = identifier.ask(this, side, buffer, offset, length);
            if (answer != ProtocolIdentifier.UNDECIDED) {
                return answer;
            }
        }
        PendingBytes bytes = bytes(side);
        if (exhausted
                || bytes.length() + length > MAX_BYTES
                || !arrive(side, length, timestampNs)
                || !bytes.append(buffer, offset, length)) {
            return ProtocolIdentifier.UNKNOWN;
        }
        int frozen = side == Side.CLIENT ? clientFrozen : serverFrozen;
        bytes.read(view, 0, frozen >= 0 ? frozen : bytes.length());
        return identifier.ask(this, side, view.buffer(), view.position(), view.remaining());
    }

    /** Bytes of {@code side} are missing. */
    public void gap(Side side, long timestampNs) {
        if (!arrive(side, GAP, timestampNs)) {
            exhausted = true;
        } else if (!bytes(side).isEmpty()) {
            if (side == Side.CLIENT && clientFrozen < 0) {
                clientFrozen = client.length();
            } else if (side == Side.SERVER && serverFrozen < 0) {
                serverFrozen = server.length();
            }
        }
    }

    /**
     * Takes a signature out that had said yes and whose dissector disowned the bytes, and asks the others again about
     * what is kept here.
     */
    public int withdraw(int signature) {
        reversed = false;
        candidates(false).clear(signature);
        candidates(true).clear(signature);
        if (matchedReversed == signature) {
            matchedReversed = ProtocolIdentifier.UNDECIDED;
        }
        int answer = candidates.isEmpty() && reversedCandidates.isEmpty()
                ? ProtocolIdentifier.UNKNOWN
                : ProtocolIdentifier.UNDECIDED;
        for (int i = 0; i < 2 && answer == ProtocolIdentifier.UNDECIDED; i++) {
            PendingBytes bytes = i == 0 ? client : server;
            if (!bytes.isEmpty()) {
                int frozen = i == 0 ? clientFrozen : serverFrozen;
                bytes.read(view, 0, frozen >= 0 ? frozen : bytes.length());
                Side side = i == 0 ? Side.CLIENT : Side.SERVER;
                answer = identifier.ask(this, side, view.buffer(), view.position(), view.remaining());
            }
        }
        return answer;
    }

    /** Gives everything out again in the order in which it came; the sides as they were offered. */
    public void replay(Replay to) {
        int clientAt = 0;
        int serverAt = 0;
        for (int i = 0; i < arrivals; i++) {
            Side side = arrivalSides[i];
            int length = arrivalLengths[i];
            boolean more;
            if (length == GAP) {
                more = to.onReplayGap(side, arrivalTimes[i]);
            } else {
                bytes(side).read(view, side == Side.CLIENT ? clientAt : serverAt, length);
                if (side == Side.CLIENT) {
                    clientAt += length;
                } else {
                    serverAt += length;
                }
                more = to.onReplay(side, view.buffer(), view.position(), length, arrivalTimes[i]);
            }
            if (!more) {
                return;
            }
        }
    }

    /** Adds what is kept to a sample of the connection's bytes. */
    public void sample(ContentSample into) {
        for (PendingBytes bytes : new PendingBytes[] {client, server}) {
            if (!bytes.isEmpty()) {
                bytes.read(view, 0, bytes.length());
                into.add(view.buffer(), view.position(), view.remaining());
            }
        }
    }

    public boolean isEmpty() {
        return arrivals == 0;
    }

    /** Whether the winning signature took the ends the other way round. */
    public boolean isReversed() {
        return reversed;
    }

    boolean isInitiatorKnown() {
        return initiatorKnown;
    }

    /** Gives the buffers back. */
    public void clear() {
        client.clear();
        server.clear();
        arrivals = 0;
    }

    /** The signatures that are left, by index; the identifier takes out those that say no. */
    BitSet candidates(boolean whenReversed) {
        if (candidates == null) {
            candidates = identifier.candidates();
            reversedCandidates = identifier.candidates();
        }
        return whenReversed ? reversedCandidates : candidates;
    }

    /** Whether no signature has been asked yet. */
    boolean isFresh() {
        return candidates == null;
    }

    void reversed(boolean value) {
        reversed = value;
    }

    int matchedReversed() {
        return matchedReversed;
    }

    void matchedReversed(int signature) {
        matchedReversed = signature;
    }

    private boolean arrive(Side side, int length, long timestampNs) {
        int last = arrivals - 1;
        if (length != GAP && last >= 0 && arrivalSides[last] == side && arrivalLengths[last] != GAP) {
            arrivalLengths[last] += length;
            arrivalTimes[last] = timestampNs;
            return true;
        }
        if (arrivals == MAX_ARRIVALS) {
            return false;
        }
        if (arrivals == arrivalSides.length) {
            growArrivals();
        }
        arrivalSides[arrivals] = side;
        arrivalLengths[arrivals] = length;
        arrivalTimes[arrivals] = timestampNs;
        arrivals++;
        return true;
    }

    private void growArrivals() {
        if (arrivals == 0) {
            arrivalSides = new Side[FIRST_ARRIVALS];
            arrivalLengths = new int[FIRST_ARRIVALS];
            arrivalTimes = new long[FIRST_ARRIVALS];
            return;
        }
        arrivalSides = Arrays.copyOf(arrivalSides, arrivals * 2);
        arrivalLengths = Arrays.copyOf(arrivalLengths, arrivals * 2);
        arrivalTimes = Arrays.copyOf(arrivalTimes, arrivals * 2);
    }

    private PendingBytes bytes(Side side) {
        return side == Side.CLIENT ? client : server;
    }
}

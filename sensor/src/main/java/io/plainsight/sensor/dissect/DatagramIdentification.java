package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One connection of datagrams while its protocol is not known: the datagrams seen so far and the signatures that are still
 * possible, as the ends stand and the other way round.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> copies of the datagrams that decided nothing. <b>Bounds:</b>
 * {@link #MAX_DATAGRAMS} of {@link #MAX_BYTES} bytes; then the protocol stays unknown.
 */
public final class DatagramIdentification {
    /** Datagrams after which a protocol must have shown itself. */
    public static final int MAX_DATAGRAMS = 3;
    /** Of each, so much is kept; QUIC's first datagrams have 1200 bytes and more. */
    public static final int MAX_BYTES = 2048;

    /** Still open: more datagrams are needed. */
    public static final int UNDECIDED = -1;
    /** No signature is left. */
    public static final int UNKNOWN = -2;

    /** A datagram that was kept; {@code side} as the transport has it. */
    public record Kept(Side side, byte[] bytes, int wireLength, long timestampNs) {}

    private final List<DatagramSignature> signatures;
    private final int clientPort;
    private final int serverPort;
    private final BitSet[] candidates = new BitSet[2];
    private final List<Kept> kept = new ArrayList<>(1);
    private final ByteCursor view = new ByteCursor();
    private int seen;
    private boolean reversed;

    /** @param signatures those of the connection's transport, most telling first */
    public DatagramIdentification(List<DatagramSignature> signatures, int clientPort, int serverPort) {
        this.signatures = signatures;
        this.clientPort = clientPort;
        this.serverPort = serverPort;
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = new BitSet(signatures.size());
            candidates[i].set(0, signatures.size());
        }
    }

    /**
     * Asks about the next datagram.
     *
     * @return the index of a signature, {@link #UNDECIDED} or {@link #UNKNOWN}; a winner's orientation is in
     *     {@link #isReversed()}
     */
    public int offer(Side side, ByteCursor in) {
        seen++;
        int yes = askBothWays(side, in);
        return yes >= 0 ? yes : rest();
    }

    /** Keeps a datagram that {@link #offer} was asked about and that decided nothing. */
    public void keep(Side side, ByteCursor in, int wireLength, long timestampNs) {
        if (kept.size() < MAX_DATAGRAMS) {
            byte[] bytes = new byte[Math.min(in.remaining(), MAX_BYTES)];
            in.copyTo(bytes, 0, bytes.length);
            kept.add(new Kept(side, bytes, wireLength, timestampNs));
        }
    }

    /**
     * Takes out a signature whose dissector disowned the datagrams; the answer is as of {@link #offer}.
     *
     * @param side who sent the latest datagram, the one that {@link #offer} was asked about
     */
    public int withdraw(int signature, Side side, ByteCursor in) {
        candidates[0].clear(signature);
        candidates[1].clear(signature);
        ByteCursor cursor = new ByteCursor();
        for (Kept datagram : kept) {
            int yes = askBothWays(datagram.side(), cursor.wrap(datagram.bytes()));
            if (yes >= 0) {
                return yes;
            }
        }
        int yes = askBothWays(side, in);
        return yes >= 0 ? yes : rest();
    }

    public List<Kept> kept() {
        return kept;
    }

    /** Whether the winning signature took the ends the other way round. */
    public boolean isReversed() {
        return reversed;
    }

    private int askBothWays(Side side, ByteCursor in) {
        int yes = ask(false, side, in);
        return yes >= 0 ? yes : ask(true, side.other(), in);
    }

    private int ask(boolean otherWay, Side side, ByteCursor in) {
        BitSet left = candidates[otherWay ? 1 : 0];
        int client = otherWay ? serverPort : clientPort;
        int server = otherWay ? clientPort : serverPort;
        for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
            ProtocolSignature.Match match = signatures.get(i).match(side, client, server, view.wrap(in));
            if (match == ProtocolSignature.Match.YES) {
                reversed = otherWay;
                return i;
            }
            if (match == ProtocolSignature.Match.NO) {
                left.clear(i);
            }
        }
        return UNDECIDED;
    }

    /** What holds when no signature has said yes: with enough datagrams seen, a lasting maybe is enough. */
    private int rest() {
        if (candidates[0].isEmpty() && candidates[1].isEmpty()) {
            return UNKNOWN;
        }
        if (seen < MAX_DATAGRAMS) {
            return UNDECIDED;
        }
        reversed = candidates[0].isEmpty();
        return candidates[reversed ? 1 : 0].nextSetBit(0);
    }
}

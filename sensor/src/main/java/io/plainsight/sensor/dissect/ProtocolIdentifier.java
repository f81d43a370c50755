package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * Asks the signatures what a connection's first bytes are, whatever its port.
 *
 * <p>The first signature in the list's order that says {@code YES} wins; one that says {@code NO} to either side is out for
 * good. Where nobody saw which end opened the connection, and where no signature fits the ends as they stand, the ends
 * are also tried the other way round: a ClientHello from the presumed server tells who the client is.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> none per connection; see {@link ProtocolIdentifierBuffer} for its state.
 */
public final class ProtocolIdentifier {
    /** Still open: more bytes, or the other side's, are needed. */
    public static final int UNDECIDED = -1;
    /** No signature is left. */
    public static final int UNKNOWN = -2;

    private final ProtocolSignature[] signatures;
    private final ByteCursor cursor = new ByteCursor();

    public ProtocolIdentifier(List<ProtocolSignature> signatures) {
        this.signatures = signatures.toArray(new ProtocolSignature[0]);
    }

    public ProtocolSignature signature(int index) {
        return signatures[index];
    }

    /** The signature of a protocol, or null. */
    public ProtocolSignature signature(String protocol) {
        for (ProtocolSignature signature : signatures) {
            if (signature.protocol().equals(protocol)) {
                return signature;
            }
        }
        return null;
    }

    /** All signatures as candidates. */
    BitSet candidates() {
        BitSet all = new BitSet(signatures.length);
        all.set(0, signatures.length);
        return all;
    }

    /**
     * Asks about one side's first bytes, which may have grown since the last call.
     *
     * @return the winning signature's index, {@link #UNDECIDED} or {@link #UNKNOWN}; the winner's orientation is in
     *     {@link ProtocolIdentifierBuffer#isReversed()}
     */
    int ask(ProtocolIdentifierBuffer state, Side side, ByteBuffer buffer, int offset, int length) {
        if (state.isFresh() && isFirst(side, buffer, offset, length)) {
            state.reversed(false);
            return 0;
        }
        int asTheyStand = narrow(state, false, side, buffer, offset, length);
        if (asTheyStand >= 0) {
            state.reversed(false);
            return asTheyStand;
        }
        int reversed = narrow(state, true, side.other(), buffer, offset, length);
        boolean mayReverse =
                !state.isInitiatorKnown() || state.candidates(false).isEmpty();
        if (reversed >= 0) {
            if (mayReverse) {
                state.reversed(true);
                return reversed;
            }
            state.matchedReversed(reversed);
        } else if (mayReverse && state.matchedReversed() >= 0) {
            state.reversed(true);
            return state.matchedReversed();
        }
        return state.candidates(false).isEmpty() && state.candidates(true).isEmpty() ? UNKNOWN : UNDECIDED;
    }

    /** Whether the first signature knows the first bytes: TLS, most of the time, and then there is nothing to remember. */
    private boolean isFirst(Side side, ByteBuffer buffer, int offset, int length) {
        return signatures.length > 0
                && signatures[0].match(side, cursor.wrap(buffer, offset, length)) == ProtocolSignature.Match.YES;
    }

    private int narrow(
            ProtocolIdentifierBuffer state, boolean reversed, Side side, ByteBuffer buffer, int offset, int length) {
        BitSet left = state.candidates(reversed);
        for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
            switch (signatures[i].match(side, cursor.wrap(buffer, offset, length))) {
                case YES -> {
                    return i;
                }
                case NO -> left.clear(i);
                case MAYBE -> {}
            }
        }
        return UNDECIDED;
    }
}

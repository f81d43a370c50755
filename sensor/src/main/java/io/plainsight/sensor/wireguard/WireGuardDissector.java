package io.plainsight.sensor.wireguard;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;

/**
 * Follows a WireGuard tunnel: an initiation, a response that names its sender, and a transport message from each end that names
 * the other's index make it protected. Picked up midway, a tunnel stays unknown.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one connection.
 */
final class WireGuardDissector implements DatagramDissector {
    private static final int NO_INDEX = 0;
    /** Transport messages in a row that must fit before a tunnel is believed in without its handshake. */
    private static final int CONFIRMING = 3;

    /** The index that each end chose for itself. */
    private final int[] ownIndex = new int[2];
    /** The receiver and counter that each end last sent to. */
    private final int[] sentTo = new int[2];

    private final long[] counters = {-1, -1};
    private final boolean[] transported = new boolean[2];
    private Side initiator;
    private boolean answered;
    private boolean established;
    private int confirmed;

    @Override
    public String protocol() {
        return WireGuardSignature.PROTOCOL;
    }

    @Override
    public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        switch (WireGuardMessage.type(in, wireLength)) {
            case WireGuardMessage.INITIATION -> {
                if (!answered) {
                    initiator = side;
                    ownIndex[side.ordinal()] = WireGuardMessage.firstIndex(in);
                }
            }
            case WireGuardMessage.RESPONSE -> onResponse(side, in);
            case WireGuardMessage.TRANSPORT -> {
                return onTransport(side, in);
            }
            case WireGuardMessage.NONE -> {
                return confirmed < CONFIRMING && initiator == null ? Progress.NOT_MINE : Progress.MORE;
            }
            default -> {
                // a cookie answers an initiation under load and says nothing about it
            }
        }
        return Progress.MORE;
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        return Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        draft.protocol = WireGuardSignature.PROTOCOL;
        draft.crypto = new Observation.Crypto(
                null,
                "Noise_IKpsk2_25519",
                null,
                "ChaCha20-Poly1305",
                "implicit",
                false,
                true,
                established,
                null,
                null,
                null);
        if (established) {
            draft.protection = Protection.PROTECTED;
            draft.action = Actions.HANDSHAKE_COMPLETED;
            draft.outcome = "success";
            draft.reason(
                    Reasons.CRYPTO_ACCEPTABLE,
                    "WireGuard: X25519 and ChaCha20-Poly1305, handshake answered and used by both ends",
                    "NCSC-P1",
                    "SEC09-BP02");
        } else {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_INCOMPLETE,
                    initiator == null
                            ? "a WireGuard tunnel whose handshake was not seen"
                            : "the WireGuard handshake was not seen to its end");
        }
    }

    private void onResponse(Side side, ByteCursor in) {
        boolean fits = initiator == side.other()
                && WireGuardMessage.secondIndex(in) == ownIndex[side.other().ordinal()];
        if (fits) {
            answered = true;
            ownIndex[side.ordinal()] = WireGuardMessage.firstIndex(in);
        }
    }

    private Progress onTransport(Side side, ByteCursor in) {
        int self = side.ordinal();
        int receiver = WireGuardMessage.firstIndex(in);
        long counter = WireGuardMessage.counter(in);
        if (answered) {
            transported[self] |= receiver == ownIndex[1 - self];
            established = transported[0] && transported[1];
            return established ? Progress.DONE : Progress.MORE;
        }
        boolean next = sentTo[self] == NO_INDEX || receiver == sentTo[self] && counter > counters[self];
        if (initiator == null && confirmed < CONFIRMING && (!next || receiver == NO_INDEX)) {
            return Progress.NOT_MINE;
        }
        sentTo[self] = receiver;
        counters[self] = counter;
        confirmed++;
        return Progress.MORE;
    }
}

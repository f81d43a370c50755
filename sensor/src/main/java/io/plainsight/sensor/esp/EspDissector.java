package io.plainsight.sensor.esp;

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
 * Tells ESP that only authenticates from ESP that encrypts. With which algorithm it encrypts was agreed upon inside IKE, so it
 * is never called protected here; the IKE connection between the same hosts has its own verdict.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one pair of hosts.
 */
final class EspDissector implements DatagramDissector {
    /** Packets in a row that must read before they are believed to be in clear: one may by chance (RFC 5879 section 8.3). */
    private static final int READABLE_PACKETS = 3;
    /** Packets after which no more is learned. */
    private static final int ENOUGH = 32;

    private int packets;
    private int readable;

    @Override
    public String protocol() {
        return EspSignature.PROTOCOL;
    }

    @Override
    public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        if (in.remaining() < wireLength || wireLength < EspNull.HEADER_LENGTH) {
            return Progress.MORE;
        }
        packets++;
        readable = EspNull.isReadable(in) ? readable + 1 : 0;
        return isClear() || packets == ENOUGH ? Progress.DONE : Progress.MORE;
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        return Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        draft.protocol = EspSignature.PROTOCOL;
        if (isClear()) {
            draft.protection = Protection.PLAINTEXT;
            draft.action = Actions.PLAINTEXT_OBSERVED;
            draft.plaintext = new Observation.Plaintext(null, true);
            draft.reason(
                    Reasons.PLAINTEXT_PROTOCOL,
                    "ESP with NULL encryption: authenticated, but in clear",
                    "RFC 2410",
                    "NCSC-P1",
                    "SEC09-BP02");
        } else {
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    "ESP; its algorithms were agreed upon inside IKE, out of the sensor's sight");
        }
    }

    private boolean isClear() {
        return readable >= READABLE_PACKETS;
    }
}

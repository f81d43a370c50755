package io.plainsight.sensor.openvpn;

import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;

/** One OpenVPN session, whatever carries its packets: a reset from each end, then control and data packets. */
final class OpenVpnSession {
    static final String PROTOCOL = "openvpn";
    /** Packets after which no more is learned. */
    private static final int ENOUGH = 64;

    private long clientSession;
    private boolean clientHides;
    private boolean confirmed;
    private int packets;

    /** Takes a packet without its length prefix. */
    Progress onPacket(Side side, ByteCursor in, int length) {
        packets++;
        int opcode = OpenVpnPacket.opcode(in);
        if (side == Side.CLIENT && OpenVpnPacket.isClientReset(in, length)) {
            clientSession = OpenVpnPacket.session(in);
            clientHides = length >= OpenVpnPacket.MIN_HIDDEN_RESET_LENGTH;
        } else if (side == Side.SERVER && OpenVpnPacket.isServerReset(in, length)) {
            // with tls-crypt the acknowledgment is hidden; then the pair of long resets has to do
            boolean hidden = clientHides && length >= OpenVpnPacket.MIN_HIDDEN_RESET_LENGTH;
            confirmed |= clientSession != 0 && (hidden || OpenVpnPacket.acknowledges(in, clientSession));
            return confirmed ? Progress.MORE : Progress.NOT_MINE;
        } else if (!confirmed) {
            return Progress.NOT_MINE;
        } else if (opcode < OpenVpnPacket.HARD_RESET_CLIENT_V1 || opcode > OpenVpnPacket.HARD_RESET_CLIENT_V3 + 1) {
            return Progress.DONE;
        }
        return packets >= ENOUGH ? Progress.DONE : Progress.MORE;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    void describe(ObservationDraft draft) {
        if (confirmed) {
            draft.protocol = PROTOCOL;
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    "OpenVPN; the data channel's cipher is agreed upon inside its control channel");
        } else {
            draft.reason(Reasons.PROTOCOL_UNRECOGNISED, "one end began as OpenVPN does, and nobody answered in kind");
        }
    }
}

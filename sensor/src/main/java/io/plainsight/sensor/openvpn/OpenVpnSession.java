package io.plainsight.sensor.openvpn;

import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.function.Supplier;

/** One OpenVPN session, whatever carries its packets: a reset from each end, then control and data packets. */
final class OpenVpnSession {
    static final String PROTOCOL = "openvpn";
    /** Packets after which no more is learned of a session whose control channel is hidden. */
    private static final int ENOUGH = 64;
    /** And of one whose handshake can be read; pieces may be as small as 100 bytes, each with its acknowledgment. */
    private static final int ENOUGH_TO_READ = 1024;

    private final Supplier<StreamDissector> tls;

    private long clientSession;
    private boolean clientHides;
    private boolean confirmed;
    private int packets;
    /** Null while the layout of control packets is not known. */
    private OpenVpnControl control;

    /** @param tls makes the dissector for the handshake inside */
    OpenVpnSession(Supplier<StreamDissector> tls) {
        this.tls = tls;
    }

    /** Takes a packet without its length prefix. */
    Progress onPacket(Side side, ByteCursor in, int length, long timestampNs) {
        packets++;
        int opcode = OpenVpnPacket.opcode(in);
        if (side == Side.CLIENT && OpenVpnPacket.isClientReset(in, length)) {
            clientSession = OpenVpnPacket.session(in);
            clientHides = length >= OpenVpnPacket.MIN_HIDDEN_RESET_LENGTH;
        } else if (side == Side.SERVER && OpenVpnPacket.isServerReset(in, length)) {
            // with tls-crypt the acknowledgment is hidden; then the pair of long resets has to do
            boolean hidden = clientHides && length >= OpenVpnPacket.MIN_HIDDEN_RESET_LENGTH;
            confirmed |= clientSession != 0 && (hidden || OpenVpnPacket.acknowledges(in, clientSession));
            openControl(in, length);
            return confirmed ? Progress.MORE : Progress.NOT_MINE;
        } else if (!confirmed) {
            return Progress.NOT_MINE;
        } else if (opcode < OpenVpnPacket.HARD_RESET_CLIENT_V1 || opcode > OpenVpnPacket.HARD_RESET_CLIENT_V3 + 1) {
            return Progress.DONE;
        } else if (opcode == OpenVpnPacket.CONTROL_V1 && control != null) {
            control.onPacket(side, in, length, timestampNs);
        }
        boolean enough = control == null ? packets >= ENOUGH : control.isOver() || packets >= ENOUGH_TO_READ;
        return enough ? Progress.DONE : Progress.MORE;
    }

    private void openControl(ByteCursor serverReset, int length) {
        int authentication = OpenVpnPacket.authentication(serverReset, length, clientSession);
        if (confirmed && control == null && authentication != OpenVpnPacket.NO_LAYOUT) {
            control = new OpenVpnControl(clientSession, OpenVpnPacket.session(serverReset), authentication, tls.get());
        }
    }

    boolean isConfirmed() {
        return confirmed;
    }

    void describe(ObservationDraft draft) {
        if (confirmed) {
            draft.protocol = PROTOCOL;
            if (control == null || !control.describeWithin(draft)) {
                draft.reason(
                        Reasons.CRYPTO_ALGORITHM_HIDDEN,
                        "OpenVPN; the data channel's cipher is agreed upon inside its control channel");
            }
        } else {
            draft.reason(Reasons.PROTOCOL_UNRECOGNISED, "one end began as OpenVPN does, and nobody answered in kind");
        }
    }
}

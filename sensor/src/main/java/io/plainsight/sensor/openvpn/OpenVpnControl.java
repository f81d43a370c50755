package io.plainsight.sensor.openvpn;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CarriedStream;
import io.plainsight.sensor.dissect.NumberedPieces;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * The control channel of one session: TLS in pieces, numbered, acknowledged and repeated until they are
 * (draft-openvpn-wire-protocol, section "Reliability layer"). What tls-crypt hides never comes here.
 *
 * <p><b>Memory:</b> one per session whose layout is known, with the bounds of {@link NumberedPieces}.
 */
final class OpenVpnControl {
    /** The reset has number 0. */
    private static final long FIRST = 1;

    private final long clientSession;
    private final long serverSession;
    private final int authentication;
    private final CarriedStream tls;
    private final NumberedPieces pieces;

    /** @param authentication bytes of HMAC, packet id and time in front of the acknowledgments; 0 without tls-auth */
    OpenVpnControl(long clientSession, long serverSession, int authentication, StreamDissector tls) {
        this.clientSession = clientSession;
        this.serverSession = serverSession;
        this.authentication = authentication;
        this.tls = new CarriedStream(tls);
        pieces = new NumberedPieces(this.tls, Integer.SIZE);
        pieces.begin(Side.CLIENT, FIRST);
        pieces.begin(Side.SERVER, FIRST);
    }

    /** A packet of opcode P_CONTROL_V1; may be moved. {@code length} is what it has on the wire. */
    void onPacket(Side side, ByteCursor in, int length, long timestampNs) {
        long session = side == Side.CLIENT ? clientSession : serverSession;
        if (tls.isOver() || !OpenVpnPacket.hasKeyZero(in) || OpenVpnPacket.session(in) != session) {
            return;
        }
        boolean whole = in.remaining() >= length;
        in.skip(OpenVpnPacket.SESSION_END + authentication);
        int acknowledgments = in.u8();
        in.skip(OpenVpnPacket.acknowledgmentsLength(acknowledgments));
        long number = in.u32();
        if (in.ok() && acknowledgments <= OpenVpnPacket.MAX_ACKNOWLEDGMENTS) {
            pieces.take(side, number, in, whole, timestampNs);
        }
    }

    boolean isOver() {
        return tls.isOver();
    }

    /** @return whether the verdict is that of the handshake; false where nothing can be said of the data channel */
    boolean describeWithin(ObservationDraft draft) {
        return !tls.isForeign() && tls.describeWithin(draft);
    }
}

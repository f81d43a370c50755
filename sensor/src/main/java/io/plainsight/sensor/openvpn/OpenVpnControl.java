package io.plainsight.sensor.openvpn;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CarriedStream;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * The control channel of one session: TLS in pieces, numbered, acknowledged and repeated until they are
 * (draft-openvpn-wire-protocol, section "Reliability layer"). What tls-crypt hides never comes here.
 *
 * <p><b>Memory:</b> one per session whose layout is known; pieces that came too early are copied. <b>Bounds:</b>
 * {@link #WINDOW} pieces a side of at most {@link #MAX_PIECE} bytes; a piece beyond that is a gap.
 */
final class OpenVpnControl {
    /** Pieces a side that may be under way; OpenVPN itself keeps at most 12. */
    static final int WINDOW = 16;
    /** Longest piece kept, bytes; OpenVPN sends what fits into a packet. */
    static final int MAX_PIECE = 2048;

    /** The reset has number 0. */
    private static final long FIRST = 1;

    private final long clientSession;
    private final long serverSession;
    private final int authentication;
    private final CarriedStream tls;
    private final ByteCursor piece = new ByteCursor();
    private final long[] next = {FIRST, FIRST};
    private final byte[][][] early = new byte[2][][];

    /** @param authentication bytes of HMAC, packet id and time in front of the acknowledgments; 0 without tls-auth */
    OpenVpnControl(long clientSession, long serverSession, int authentication, StreamDissector tls) {
        this.clientSession = clientSession;
        this.serverSession = serverSession;
        this.authentication = authentication;
        this.tls = new CarriedStream(tls);
    }

    /** A packet of opcode P_CONTROL_V1; may be moved. {@code length} is what it has on the wire. */
    void onPacket(Side side, ByteCursor in, int length, long timestampNs) {
        long session = side == Side.CLIENT ? clientSession : serverSession;
        if (tls.isOver() || !OpenVpnPacket.hasKeyZero(in) || OpenVpnPacket.session(in) != session) {
            return;
        }
        boolean cut = in.remaining() < length;
        in.skip(OpenVpnPacket.SESSION_END + authentication);
        int acknowledgments = in.u8();
        in.skip(OpenVpnPacket.acknowledgmentsLength(acknowledgments));
        long number = in.u32();
        if (!in.ok() || acknowledgments > OpenVpnPacket.MAX_ACKNOWLEDGMENTS) {
            return;
        }
        in.slice(in.remaining(), piece);
        take(side.ordinal(), number, cut, timestampNs);
    }

    boolean isOver() {
        return tls.isOver();
    }

    /** @return whether the verdict is that of the handshake; false where nothing can be said of the data channel */
    boolean describeWithin(ObservationDraft draft) {
        return !tls.isForeign() && tls.describeWithin(draft);
    }

    private void take(int index, long number, boolean cut, long timestampNs) {
        long ahead = number - next[index];
        if (ahead < 0) {
            return;
        }
        Side side = Side.values()[index];
        if (ahead >= WINDOW || cut) {
            // what is still missing will not come, or is not told apart from another session's
            early[index] = null;
            next[index] = number;
            tls.gap(side, timestampNs);
            ahead = 0;
        }
        if (ahead > 0) {
            keep(index, number);
            return;
        }
        next[index]++;
        if (!cut) {
            tls.feed(side, piece, timestampNs);
        }
        drain(index, timestampNs);
    }

    private void keep(int index, long number) {
        if (piece.remaining() > MAX_PIECE) {
            return;
        }
        if (early[index] == null) {
            early[index] = new byte[WINDOW][];
        }
        int slot = (int) (number % WINDOW);
        if (early[index][slot] == null) {
            early[index][slot] = piece.toArray();
        }
    }

    private void drain(int index, long timestampNs) {
        while (early[index] != null && early[index][(int) (next[index] % WINDOW)] != null) {
            int slot = (int) (next[index] % WINDOW);
            piece.wrap(early[index][slot]);
            early[index][slot] = null;
            next[index]++;
            tls.feed(Side.values()[index], piece, timestampNs);
        }
    }
}

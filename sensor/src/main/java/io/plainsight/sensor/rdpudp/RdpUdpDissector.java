package io.plainsight.sensor.rdpudp;

import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CarriedStream;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.NumberedPieces;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.function.Supplier;

/**
 * One connection of RDP over UDP: two SYNs, then TLS in numbered pieces ([MS-RDPEMT] section 1.3.1). A good handshake is
 * not called protection: that all that follows passes inside is not looked at.
 */
final class RdpUdpDissector implements DatagramDissector {
    /** Datagrams after which no more is learned; a handshake with its repetitions takes some ten. */
    private static final int ENOUGH = 256;

    private final Supplier<StreamDissector> opener;
    private final RdpUdpPacket packet = new RdpUdpPacket();
    private final boolean[] synSeen = new boolean[2];
    private final boolean[] version3 = new boolean[2];
    private final long[] initial = new long[2];
    private boolean lossy;
    private int datagrams;
    private CarriedStream tls;
    private NumberedPieces pieces;

    RdpUdpDissector(Supplier<StreamDissector> tls) {
        opener = tls;
    }

    @Override
    public String protocol() {
        return RdpUdpSignature.RDP;
    }

    @Override
    public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        datagrams++;
        boolean syn = side == Side.CLIENT ? RdpUdpSyn.isClients(in) : RdpUdpSyn.isServers(in);
        if (syn) {
            onSyn(side, in);
        } else if (bothSynsSeen() && !lossy) {
            onData(side, in, in.remaining() >= wireLength, timestampNs);
        }
        boolean over = lossy && bothSynsSeen() || tls != null && tls.isOver() || datagrams >= ENOUGH;
        return over ? Progress.DONE : Progress.MORE;
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        return Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        draft.protocol = RdpUdpSignature.RDP;
        boolean judged = tls != null && !tls.isForeign() && tls.describeWithin(draft);
        if (!judged) {
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    lossy
                            ? "RDP over UDP; the DTLS of its lossy transport is not read"
                            : "RDP over UDP; that all behind its handshake is encrypted was not looked at");
        }
    }

    private void onSyn(Side side, ByteCursor in) {
        int index = side.ordinal();
        if (pieces == null) {
            synSeen[index] = true;
            initial[index] = RdpUdpSyn.initialSequence(in);
            version3[index] = RdpUdpSyn.isVersion3(in);
            lossy |= RdpUdpSyn.isLossy(in);
        }
    }

    private boolean bothSynsSeen() {
        return synSeen[0] && synSeen[1];
    }

    private void onData(Side side, ByteCursor in, boolean whole, long timestampNs) {
        boolean three = version3[0] && version3[1];
        if (pieces == null) {
            tls = new CarriedStream(opener.get());
            pieces = new NumberedPieces(tls, three ? Short.SIZE : Integer.SIZE);
            pieces.begin(Side.CLIENT, three ? 1 : initial[Side.CLIENT.ordinal()] + 1);
            pieces.begin(Side.SERVER, three ? 1 : initial[Side.SERVER.ordinal()] + 1);
        }
        if (three ? packet.findVersion3(in) : packet.find(in)) {
            pieces.take(side, packet.number(), in, whole, timestampNs);
        }
    }
}

package io.plainsight.sensor.openvpn;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.function.Supplier;

/** OpenVPN over TCP: the client's first bytes are one whole reset behind its length. */
public final class OpenVpnTcpSignature implements ProtocolSignature {
    private static final int LENGTH_FIELD = 2;

    private final Supplier<StreamDissector> tls;

    /** @param tls makes the dissector for the handshake inside the control channel */
    public OpenVpnTcpSignature(Supplier<StreamDissector> tls) {
        this.tls = tls;
    }

    @Override
    public String protocol() {
        return OpenVpnSession.PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return OpenVpnSignature.FACTS;
    }

    @Override
    public StreamDissector open() {
        return new Dissector(tls);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.remaining() < LENGTH_FIELD) {
            return Match.MAYBE;
        }
        int length = in.u16();
        if (length < OpenVpnPacket.MIN_RESET_LENGTH
                || length > OpenVpnPacket.MAX_RESET_LENGTH
                || in.remaining() > length) {
            return Match.NO;
        }
        if (in.remaining() < length) {
            return Match.MAYBE;
        }
        boolean reset =
                side == Side.CLIENT ? OpenVpnPacket.isClientReset(in, length) : OpenVpnPacket.isServerReset(in, length);
        return !reset ? Match.NO : side == Side.CLIENT ? Match.YES : Match.MAYBE;
    }

    private static final class Dissector implements StreamDissector {
        private final OpenVpnSession session;
        private final ByteCursor packet = new ByteCursor();
        private boolean gap;

        Dissector(Supplier<StreamDissector> tls) {
            session = new OpenVpnSession(tls);
        }

        @Override
        public String protocol() {
            return OpenVpnSession.PROTOCOL;
        }

        @Override
        public Progress onBytes(Side side, ByteCursor in, long timestampNs) {
            if (gap) {
                in.skip(in.remaining());
                return Progress.DONE;
            }
            while (in.remaining() >= LENGTH_FIELD) {
                int length = in.peek(0) << 8 | in.peek(1);
                if (in.remaining() < LENGTH_FIELD + length) {
                    return Progress.MORE;
                }
                in.skip(LENGTH_FIELD);
                in.slice(length, packet);
                Progress progress = session.onPacket(side, packet, length, timestampNs);
                if (progress != Progress.MORE) {
                    return progress;
                }
            }
            return Progress.MORE;
        }

        @Override
        public void onGap(Side side, long timestampNs) {
            gap = true;
        }

        @Override
        public Progress onClose(Side side, CloseKind kind, long timestampNs) {
            return Progress.MORE;
        }

        @Override
        public void describe(ObservationDraft draft) {
            session.describe(draft);
        }
    }
}

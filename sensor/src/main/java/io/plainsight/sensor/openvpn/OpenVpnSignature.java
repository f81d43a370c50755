package io.plainsight.sensor.openvpn;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.function.Supplier;

/** OpenVPN over UDP: known once the server answers the client's reset with its own. */
public final class OpenVpnSignature implements DatagramSignature {
    static final ProtocolFacts FACTS = new ProtocolFacts(
            "OpenVPN",
            ProtocolFacts.Kind.PROTECTION,
            "draft-openvpn-wire-protocol",
            "the handshake of its control channel, unless tls-crypt hides it; the data channel's cipher is agreed upon inside");

    private final Supplier<StreamDissector> tls;

    /** @param tls makes the dissector for the handshake inside the control channel */
    public OpenVpnSignature(Supplier<StreamDissector> tls) {
        this.tls = tls;
    }

    @Override
    public String protocol() {
        return OpenVpnSession.PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return FACTS;
    }

    @Override
    public DatagramDissector open() {
        return new Dissector(tls);
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        int length = in.remaining();
        if (side == Side.CLIENT) {
            return OpenVpnPacket.isClientReset(in, length) ? Match.MAYBE : Match.NO;
        }
        return OpenVpnPacket.isServerReset(in, length) ? Match.YES : Match.NO;
    }

    private static final class Dissector implements DatagramDissector {
        private final OpenVpnSession session;

        Dissector(Supplier<StreamDissector> tls) {
            session = new OpenVpnSession(tls);
        }

        @Override
        public String protocol() {
            return OpenVpnSession.PROTOCOL;
        }

        @Override
        public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
            return session.onPacket(side, in, wireLength, timestampNs);
        }

        @Override
        public Progress onClose(CloseKind kind, long timestampNs) {
            return Progress.MORE;
        }

        @Override
        public void describe(ObservationDraft draft) {
            session.describe(draft);
        }
    }
}

package io.plainsight.sensor.wireguard;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;

/**
 * WireGuard by the exact lengths of its handshake; a tunnel picked up midway by its transport messages, which the dissector
 * then has to confirm.
 */
public final class WireGuardSignature implements DatagramSignature {
    static final String PROTOCOL = "wireguard";

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "WireGuard",
                ProtocolFacts.Kind.PROTECTION,
                "WireGuard paper 5.4",
                "the handshake's completion; the algorithms are fixed");
    }

    @Override
    public DatagramDissector open() {
        return new WireGuardDissector();
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        return switch (WireGuardMessage.type(in, in.remaining())) {
            case WireGuardMessage.INITIATION, WireGuardMessage.RESPONSE -> Match.YES;
            case WireGuardMessage.NONE -> Match.NO;
            default -> Match.MAYBE;
        };
    }
}

package io.plainsight.sensor.nats;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/** NATS by the server's INFO or the client's CONNECT, both followed by JSON. */
public final class NatsSignature implements ProtocolSignature {
    static final String NATS = "nats";

    private static final String INFO = "INFO ";
    private static final String CONNECT = "CONNECT ";

    @Override
    public String protocol() {
        return NATS;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "NATS",
                ProtocolFacts.Kind.UPGRADABLE,
                "NATS client protocol",
                "TLS offered in INFO, password, token or key, messages");
    }

    @Override
    public StreamDissector open() {
        return new NatsDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        String word = side == Side.CLIENT ? CONNECT : INFO;
        for (int i = 0; i < word.length(); i++) {
            if (in.peek(i) >= 0 && in.peek(i) != word.charAt(i)) {
                return Match.NO;
            }
        }
        if (in.remaining() <= word.length() + 1) {
            return Match.MAYBE;
        }
        int brace = in.peek(word.length()) == ' ' ? word.length() + 1 : word.length();
        boolean json = in.peek(brace) == '{' && (in.peek(brace + 1) == '"' || in.peek(brace + 1) < 0);
        return !json ? Match.NO : in.peek(brace + 1) < 0 ? Match.MAYBE : Match.YES;
    }
}

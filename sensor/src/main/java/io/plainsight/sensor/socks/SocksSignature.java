package io.plainsight.sensor.socks;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * SOCKS 5 (RFC 1928) by the client's list of methods, and SOCKS 4 by its request. Both are short: bytes behind them that
 * cannot follow disprove. The server's reply proves nothing.
 */
public final class SocksSignature implements ProtocolSignature {
    static final String SOCKS = "socks";

    @Override
    public String protocol() {
        return SOCKS;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "SOCKS", ProtocolFacts.Kind.UPGRADABLE, "RFC 1928, RFC 1929", "credentials; what passes through it");
    }

    @Override
    public StreamDissector open() {
        return new SocksDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            return Match.NO;
        }
        return switch (in.peek(0)) {
            case -1 -> Match.MAYBE;
            case Socks.VERSION_5 -> matchMethods(in);
            case Socks.VERSION_4 -> matchRequest4(in);
            default -> Match.NO;
        };
    }

    private static Match matchMethods(ByteCursor in) {
        int count = in.peek(1);
        if (count == 0 || count > Socks.MAX_METHODS) {
            return Match.NO;
        }
        for (int i = 0; i < count; i++) {
            int method = in.peek(2 + i);
            if (method > Socks.LAST_ASSIGNED_METHOD && method < Socks.FIRST_PRIVATE_METHOD || method == 0xff) {
                return Match.NO;
            }
        }
        int end = 2 + count;
        if (count < 0 || in.remaining() < end) {
            return Match.MAYBE;
        }
        boolean login = in.peek(end) == Socks.AUTH_VERSION && in.peek(end + 1) != 0;
        boolean request = in.peek(end) == Socks.VERSION_5 && in.peek(end + 1) <= 3 && in.peek(end + 2) <= 0;
        return in.remaining() == end || login || request ? Match.YES : Match.NO;
    }

    private static Match matchRequest4(ByteCursor in) {
        if (in.peek(1) == 0 || in.peek(1) > 2) {
            return Match.NO;
        }
        int length = Socks.request4Length(in);
        if (length < 0) {
            return length == Socks.INCOMPLETE ? Match.MAYBE : Match.NO;
        }
        return in.remaining() == length ? Match.YES : Match.NO;
    }
}

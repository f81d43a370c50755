package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolFacts.Kind;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;

/**
 * Google's QUIC before the standard, by the version that its client sends: {@code Q0nn} behind a long header (Q044 and later)
 * or behind public flags and a connection id of eight bytes (earlier ones). Its own crypto handshake is no TLS.
 */
public final class GoogleQuicSignature implements DatagramSignature {
    private static final int LONG_HEADER = 0x80;
    /** Public flags of a client's first packets: version present, connection id present, neither reset nor multipath. */
    private static final int FLAGS_MASK = 0xcb;

    private static final int FLAGS = 0x09;
    private static final int LONG_VERSION_OFFSET = 1;
    private static final int FLAGS_VERSION_OFFSET = 9;
    /** A version and a packet number at least. */
    private static final int MIN_DATAGRAM = 32;

    @Override
    public String protocol() {
        return QuicDissector.PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Google QUIC",
                Kind.PROTECTION,
                "QUIC Crypto (Google, 2016)",
                "version; server name of a hello in clear");
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        return side == Side.CLIENT && version(in) != null ? Match.YES : Match.NO;
    }

    @Override
    public DatagramDissector open() {
        return new GoogleQuicDissector();
    }

    /** Such as {@code Q043}; null when the datagram names no version of Google's. Allocates only what it returns. */
    static String version(ByteCursor in) {
        int first = in.peek(0);
        if (first < 0 || in.remaining() < MIN_DATAGRAM) {
            return null;
        }
        boolean longHeader = (first & LONG_HEADER) != 0;
        if (!longHeader && (first & FLAGS_MASK) != FLAGS) {
            return null;
        }
        int at = longHeader ? LONG_VERSION_OFFSET : FLAGS_VERSION_OFFSET;
        int tens = in.peek(at + 2);
        int ones = in.peek(at + 3);
        if (in.peek(at) != 'Q' || in.peek(at + 1) != '0' || tens < '0' || tens > '5' || ones < '0' || ones > '9') {
            return null;
        }
        return "Q0" + (char) tens + (char) ones;
    }
}

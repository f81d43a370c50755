package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolFacts.Kind;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;

/**
 * QUIC by the version in its long header (RFC 8999), or by a connection id that is known from another address. No
 * cryptography: whether the bytes are authentic is for the dissector to say.
 *
 * <p><b>Threading:</b> the packet thread, as its dissectors, which share ciphers, budget and connection ids through it.
 */
public final class QuicSignature implements DatagramSignature {
    private static final int LONG_HEADER = 0x80;
    private static final int FIXED_BIT = 0x40;
    /** Clients pad datagrams with an Initial to 1200 bytes (RFC 9000 section 14.1), for servers to answer at all. */
    private static final int MIN_INITIAL_DATAGRAM = 1200;
    /** First byte, a connection id that is long enough to be known, packet number and sample (RFC 9001 section 5.4.2). */
    private static final int MIN_SHORT = 1 + ConnectionIds.MIN_LENGTH + 4 + 16;
    /** RFC 9000 section 7.2: the id that a client makes up for its server. */
    private static final int MIN_FIRST_CID = 8;

    private final QuicShared shared;
    private final LongHeader header = new LongHeader();

    public QuicSignature(CertificateCache certificates, TlsOddityHandler tlsOddities, SensorCounters counters) {
        shared = new QuicShared(certificates, tlsOddities, counters);
    }

    @Override
    public String protocol() {
        return QuicDissector.PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "QUIC",
                Kind.PROTECTION,
                "RFC 8999, RFC 9000, RFC 9001, RFC 9369; drafts 21 to 34",
                "hellos of both sides, version, Retry, Version Negotiation, 0-RTT, refusals; completion inferred");
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        int first = in.peek(0);
        if (first < 0) {
            return Match.NO;
        }
        if ((first & LONG_HEADER) == 0) {
            boolean known = side == Side.CLIENT && in.remaining() >= MIN_SHORT && shared.connectionIds.find(in) != null;
            return known ? Match.YES : Match.NO;
        }
        int length = in.remaining();
        if (!header.read(in)) {
            return Match.NO;
        }
        if (header.version == QuicVersion.NEGOTIATION) {
            return side == Side.SERVER && offersKnownVersion() ? Match.YES : Match.NO;
        }
        if (header.known != null) {
            return matchKnown(side);
        }
        boolean forcesNegotiation = side == Side.CLIENT
                && QuicVersion.isReserved(header.version)
                && (first & FIXED_BIT) != 0
                && length >= MIN_INITIAL_DATAGRAM
                && header.destination.remaining() >= MIN_FIRST_CID;
        return forcesNegotiation ? Match.YES : Match.NO;
    }

    @Override
    public DatagramDissector open() {
        return new QuicDissector(shared);
    }

    /** Bytes that wait for missing CRYPTO frames, over all connections. */
    long heldBytes() {
        return shared.budget.held();
    }

    private Match matchKnown(Side side) {
        boolean fromClient =
                header.type == PacketType.ZERO_RTT || header.type == PacketType.INITIAL && header.token.remaining() > 0;
        boolean fromServer = header.type == PacketType.RETRY;
        return side == Side.CLIENT && fromServer || side == Side.SERVER && fromClient ? Match.NO : Match.YES;
    }

    /** A list of versions, at least one of which is in use: another protocol does not have that behind four zeros. */
    private boolean offersKnownVersion() {
        ByteCursor versions = header.token.wrap(header.source.buffer(), header.payloadStart, header.payloadLength);
        boolean known = false;
        if (versions.remaining() % 4 != 0) {
            return false;
        }
        while (versions.remaining() > 0) {
            known |= QuicVersion.of((int) versions.u32()) != null;
        }
        return known;
    }
}

package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.x509.CertificateCache;

/**
 * Recognises TLS, SSL 3.0 and SSLv2 by the first record of either side, also when the connection was picked up midway.
 *
 * <p><b>Threading:</b> the packet thread, whose certificate cache the dissectors share. <b>Memory:</b> one per packet thread.
 */
public final class TlsSignature implements ProtocolSignature {
    /** An encrypted record holds at least an AEAD tag and one byte; the shortest stream cipher record is 20 bytes of MAC. */
    private static final int MIN_ENCRYPTED_LENGTH = 17;

    private static final int ALERT_LENGTH = 2;
    /** An encrypted alert with the largest MAC and padding. */
    private static final int MAX_ENCRYPTED_ALERT = 64;
    /** Records behind the hello carry at most 3.3. */
    private static final int MAX_MINOR_FOR_DATA = 3;

    private final CertificateCache certificates;
    private final TlsOddityHandler oddities;

    public TlsSignature(CertificateCache certificates) {
        this(certificates, TlsOddityHandler.NONE);
    }

    public TlsSignature(CertificateCache certificates, TlsOddityHandler oddities) {
        this.certificates = certificates;
        this.oddities = oddities;
    }

    @Override
    public String protocol() {
        return TlsDissector.PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "TLS, SSL",
                ProtocolFacts.Kind.PROTECTION,
                "RFC 9846, RFC 5246, RFC 6101",
                "the whole handshake: see docs/events.md");
    }

    @Override
    public StreamDissector open() {
        return new TlsDissector(certificates, oddities);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.remaining() == 0) {
            return Match.MAYBE;
        }
        if (TlsRecordReader.isPlausibleHeader(in, 0)) {
            return matchRecord(in);
        }
        return switch (SslV2Parser.recogniseClientHello(in)) {
            case YES -> Match.YES;
            case MAYBE -> Match.MAYBE;
            case NO -> Match.NO;
        };
    }

    private static Match matchRecord(ByteCursor in) {
        if (in.remaining() < TlsRecordReader.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int length = TlsRecordReader.length(in, 0);
        return switch (in.peek(0)) {
            case ContentType.HANDSHAKE -> matchHandshake(in, length);
            case ContentType.ALERT -> matchAlert(in, length);
            case ContentType.CHANGE_CIPHER_SPEC -> length == 1 ? Match.YES : Match.NO;
            case ContentType.APPLICATION_DATA -> matchData(in, length);
            default -> Match.NO; // heartbeats open no connection
        };
    }

    /* A message that begins the record: a known type and a length that a handshake can have. */
    private static Match matchHandshake(ByteCursor in, int length) {
        int type = in.peek(TlsRecordReader.HEADER_LENGTH);
        if (length == 0 || type >= 0 && !HandshakeType.isKnown(type)) {
            return Match.NO;
        }
        int highByteOfLength = in.peek(TlsRecordReader.HEADER_LENGTH + 1);
        if (highByteOfLength < 0) {
            return type >= 0 && length == 1 ? Match.YES : Match.MAYBE; // even one byte of a hello fills a record
        }
        return length == 1 || highByteOfLength <= 1 ? Match.YES : Match.NO; // messages stay below 2^17 bytes
    }

    private static Match matchAlert(ByteCursor in, int length) {
        if (length != ALERT_LENGTH) {
            return length >= MIN_ENCRYPTED_LENGTH && length <= MAX_ENCRYPTED_ALERT ? Match.YES : Match.NO;
        }
        int level = in.peek(TlsRecordReader.HEADER_LENGTH);
        if (level < 0) {
            return Match.MAYBE;
        }
        return level == AlertDescription.WARNING || level == AlertDescription.FATAL ? Match.YES : Match.NO;
    }

    /* Picked up midway: the next header, where it is there, has to fit too. */
    private static Match matchData(ByteCursor in, int length) {
        boolean fits = in.peek(2) <= MAX_MINOR_FOR_DATA
                && length >= MIN_ENCRYPTED_LENGTH
                && TlsRecordReader.isPlausibleHeader(in, TlsRecordReader.HEADER_LENGTH + length);
        return fits ? Match.YES : Match.NO;
    }
}

package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.tls.AlertDescription;
import io.plainsight.sensor.tls.ContentType;
import io.plainsight.sensor.tls.HandshakeType;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.tls.TlsVersion;
import io.plainsight.sensor.x509.CertificateCache;

/**
 * Recognises DTLS by one datagram, also when the connection was picked up midway; not by DTLS 1.3's encrypted records, whose
 * header has three fixed bits.
 *
 * <p><b>Threading:</b> the packet thread, whose certificate cache the dissectors share. <b>Memory:</b> one per packet thread.
 */
public final class DtlsSignature implements DatagramSignature {
    /** An encrypted record holds at least a truncated AEAD tag (RFC 6655) and an explicit nonce or a byte. */
    private static final int MIN_ENCRYPTED_LENGTH = 9;
    /** Each renegotiation adds one. */
    private static final int MAX_EPOCH = 64;

    private static final int ALERT_LENGTH = 2;
    /** OpenSSL's first version put a message number behind it. */
    private static final int OPENSSL_CHANGE_CIPHER_SPEC_LENGTH = 3;

    private final CertificateCache certificates;
    private final TlsOddityHandler oddities;

    public DtlsSignature(CertificateCache certificates, TlsOddityHandler oddities) {
        this.certificates = certificates;
        this.oddities = oddities;
    }

    @Override
    public String protocol() {
        return DtlsDissector.PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "DTLS",
                ProtocolFacts.Kind.PROTECTION,
                "RFC 9147, RFC 6347, RFC 9146, RFC 5764",
                "the whole handshake, and whether it keys SRTP");
    }

    @Override
    public DtlsDissector open() {
        return new DtlsDissector(certificates, oddities);
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        return match(side, in) ? Match.YES : Match.NO;
    }

    private static boolean match(Side side, ByteCursor in) {
        if (Capwap.isPreamble(in)) {
            in.skip(Capwap.PREAMBLE_LENGTH);
        }
        int epoch = DtlsRecord.epochAt(in, 0);
        int length = DtlsRecord.lengthAt(in, 0);
        if (!DtlsRecord.isKnownVersion(DtlsRecord.versionAt(in, 0)) || length <= 0) {
            return false;
        }
        int type = in.peek(0);
        if (epoch == 0) {
            return switch (type) {
                case ContentType.HANDSHAKE -> matchHandshake(side, in, length);
                case ContentType.ALERT -> length == ALERT_LENGTH && isAlertLevel(in) && fitsToTheEnd(in);
                case ContentType.CHANGE_CIPHER_SPEC -> isChangeCipherSpec(in, length) && fitsToTheEnd(in);
                default -> false;
            };
        }
        boolean encrypted = type >= ContentType.ALERT && type <= ContentType.APPLICATION_DATA;
        return encrypted && epoch <= MAX_EPOCH && length >= MIN_ENCRYPTED_LENGTH && fitsToTheEnd(in);
    }

    /* The first message: of a type that may stand in clear, sent by the right side, its fragment within it and the record. */
    private static boolean matchHandshake(Side side, ByteCursor in, int recordLength) {
        in.skip(DtlsRecord.HEADER_LENGTH);
        int type = in.u8();
        int length = in.u24();
        in.u16();
        int offset = in.u24();
        int fragment = in.u24();
        boolean hello = type == HandshakeType.CLIENT_HELLO;
        boolean answer = type == HandshakeType.SERVER_HELLO || type == HandshakeMessages.HELLO_VERIFY_REQUEST;
        return in.ok()
                && HandshakeType.isKnown(type)
                && !(hello && side == Side.SERVER || answer && side == Side.CLIENT)
                && length <= MessageReassembler.MAX_MESSAGE
                && offset + fragment <= length
                && HandshakeMessages.HEADER_LENGTH + fragment <= recordLength;
    }

    private static boolean isAlertLevel(ByteCursor in) {
        int level = in.peek(DtlsRecord.HEADER_LENGTH);
        return level == AlertDescription.WARNING || level == AlertDescription.FATAL;
    }

    private static boolean isChangeCipherSpec(ByteCursor in, int length) {
        boolean old = DtlsRecord.versionAt(in, 0) == TlsVersion.DTLS_1_0_OPENSSL;
        return length == (old ? OPENSSL_CHANGE_CIPHER_SPEC_LENGTH : 1) && in.peek(DtlsRecord.HEADER_LENGTH) == 1;
    }

    /** Whether records of a known version fill the datagram; their number is bounded by its length. */
    private static boolean fitsToTheEnd(ByteCursor in) {
        int ahead = 0;
        while (ahead < in.remaining()) {
            int length = DtlsRecord.lengthAt(in, ahead);
            if (length < 0 || !DtlsRecord.isKnownVersion(DtlsRecord.versionAt(in, ahead))) {
                return false;
            }
            ahead += DtlsRecord.HEADER_LENGTH + length;
        }
        return ahead == in.remaining();
    }
}

package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.tls.ContentType;
import io.plainsight.sensor.tls.HandshakeType;
import io.plainsight.sensor.tls.TlsOddity;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;

/**
 * Learns how a DTLS connection is protected: takes datagrams apart into records and hands on what they hold. Datagrams of
 * other protocols in the same flow (STUN, media: RFC 7983) are passed over.
 *
 * <p>Who sends the ClientHello is the client, which need not be the side that opened the flow (RFC 5763 section 5).
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> per connection, and per handshake message; encrypted records allocate
 * nothing, and none is wanted once the handshake is decided.
 */
public final class DtlsDissector implements DatagramDissector {
    static final String PROTOCOL = "dtls";

    private static final int ALERT_LENGTH = 2;
    /** ChangeCipherSpec, and that of OpenSSL's first version with a message number behind it. */
    private static final int MAX_CHANGE_CIPHER_SPEC_LENGTH = 3;

    private final DtlsHandshake handshake;
    private final TlsOddityHandler oddities;
    private final DtlsRecord record = new DtlsRecord();
    private final ByteCursor content = new ByteCursor();
    private boolean rolesKnown;
    private boolean swapped;

    DtlsDissector(CertificateCache certificates, TlsOddityHandler oddities) {
        this.handshake = new DtlsHandshake(certificates, oddities);
        this.oddities = oddities;
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    /** The flow belongs to peers that learned each other's certificates out of band, as those of ICE do (RFC 8827 section 6.5). */
    public void onFingerprintSignalled() {
        handshake.onFingerprintSignalled();
    }

    /** Whether the handshake is over, and the keys for media in the same flow came out of it (RFC 5764). */
    public boolean isSrtpAgreed() {
        return handshake.isSrtpAgreed();
    }

    @Override
    public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        int end = in.position() + Math.max(wireLength, in.remaining());
        if (Capwap.isPreamble(in)) {
            in.skip(Capwap.PREAMBLE_LENGTH);
        }
        while (in.remaining() > 0 && !handshake.isFinished()) {
            if (!DtlsRecord.mayBegin(in.peek(0)) || !readRecord(side, in, end - in.position(), timestampNs)) {
                in.skip(in.remaining());
            }
        }
        return handshake.isFinished() ? Progress.DONE : Progress.MORE;
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        if (handshake.isFinished()) {
            return Progress.DONE;
        }
        handshake.onClose(kind, timestampNs);
        return handshake.isFinished() ? Progress.DECIDED : Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        handshake.describe(draft);
    }

    /** @return false when the rest of the datagram cannot be read */
    private boolean readRecord(Side side, ByteCursor in, int wireRemaining, long timestampNs) {
        if (!record.read(in, wireRemaining, handshake.connectionIdLength(role(side)))) {
            oddities.onOddity(TlsOddity.BAD_RECORD);
            return false;
        }
        boolean whole = record.length() <= in.remaining();
        in.slice(Math.min(record.length(), in.remaining()), content);
        if (!rolesKnown) {
            learnRoles(side);
        }
        Side role = role(side);
        if (record.type() == DtlsRecord.CIPHERTEXT) {
            handshake.onCiphertext(role, record.epoch(), record.length(), timestampNs);
        } else if (record.epoch() == 0) {
            onClearRecord(role, whole, timestampNs);
        } else {
            onEncryptedRecord(role, timestampNs);
        }
        return true;
    }

    private void onClearRecord(Side role, boolean whole, long timestampNs) {
        switch (record.type()) {
            case ContentType.HANDSHAKE -> handshake.onHandshakeRecord(role, record, content, whole, timestampNs);
            case ContentType.CHANGE_CIPHER_SPEC -> {
                if (record.length() <= MAX_CHANGE_CIPHER_SPEC_LENGTH) {
                    handshake.onChangeCipherSpec(role, record);
                }
            }
            case ContentType.ALERT -> onAlert(role, whole);
            default -> {
                // acknowledgements say nothing; anything else cannot stand in clear
            }
        }
    }

    private void onAlert(Side role, boolean whole) {
        if (record.length() != ALERT_LENGTH) {
            oddities.onOddity(TlsOddity.BAD_ALERT);
        } else if (whole) {
            handshake.onAlert(role, content.u8(), content.u8());
        }
    }

    /** The first record of an epoch is a Finished, also where a connection id hides its type. */
    private void onEncryptedRecord(Side role, long timestampNs) {
        boolean finished = record.type() == ContentType.HANDSHAKE
                || record.type() == DtlsRecord.TLS12_CID && record.epoch() == 1 && record.sequenceNumber() == 0;
        if (finished) {
            handshake.onEncryptedHandshake(role, record.length(), timestampNs);
        } else if (record.type() != ContentType.CHANGE_CIPHER_SPEC) {
            handshake.onEncrypted(role, record.length(), timestampNs);
        }
    }

    /** The first hello tells who is the client; anything else leaves the sides as they are. */
    private void learnRoles(Side side) {
        if (record.type() != ContentType.HANDSHAKE || record.epoch() != 0) {
            return;
        }
        int type = content.peek(0);
        boolean answer = type == HandshakeType.SERVER_HELLO || type == HandshakeMessages.HELLO_VERIFY_REQUEST;
        rolesKnown = answer || type == HandshakeType.CLIENT_HELLO;
        swapped = side == Side.SERVER && type == HandshakeType.CLIENT_HELLO || side == Side.CLIENT && answer;
    }

    private Side role(Side side) {
        return swapped ? side.other() : side;
    }
}

package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.x509.CertificateCache;

/**
 * A TLS handshake that something else than TLS records carries. DTLS and QUIC bring the messages in order and tell what
 * they see of encrypted records; what it means is the same as over TCP and is decided here. Sides are roles: {@code CLIENT}
 * is who sent the ClientHello.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one per connection; messages are read in place and not kept.
 */
public final class CarriedHandshake {
    /** Packets under keys that only a finished handshake gives, from both ends: what they hold is not seen, that they are is. */
    private static final double INFERRED = 0.95;

    private final TlsSession session;
    private final TlsHandshake handshake;
    private final TlsDescriber describer = new TlsDescriber();

    public CarriedHandshake(TlsCarrier carrier, CertificateCache certificates, TlsOddityHandler oddities) {
        session = new TlsSession(carrier);
        handshake = new TlsHandshake(session, certificates, oddities);
    }

    /** Whether nothing more can be learned. */
    public boolean isFinished() {
        return handshake.isFinished();
    }

    /** Whether a handshake or alert record of {@code role} that begins with {@code firstByte} is encrypted. */
    public boolean isEncrypted(Side role, int firstByte) {
        return handshake.isEncrypted(role, firstByte);
    }

    /** A whole message without its header; {@code type} as in {@link HandshakeType}. */
    public void onHandshake(Side role, int type, ByteCursor body, long timestampNs) {
        handshake.onHandshake(role, type, body, timestampNs);
    }

    /** A handshake record behind ChangeCipherSpec, of {@code length} bytes: the Finished. */
    public void onEncryptedHandshake(Side role, int length, long timestampNs) {
        handshake.onEncryptedHandshake(role, length, timestampNs);
    }

    public void onChangeCipherSpec(Side role) {
        handshake.onChangeCipherSpec(role);
    }

    /** An encrypted record of {@code length} bytes that is content, or in (D)TLS 1.3 anything. */
    public void onApplicationData(Side role, int length, long timestampNs) {
        handshake.onApplicationData(role, length, timestampNs);
    }

    public void onAlert(Side role, int level, int description) {
        handshake.onAlert(role, level, description);
    }

    public void onEncryptedAlert(Side role) {
        handshake.onEncryptedAlert(role);
    }

    /** Bytes of {@code role} are missing for good. */
    public void onGap(Side role) {
        handshake.onGap(role);
    }

    /** @param role who closed; null for the connection as a whole */
    public void onClose(Side role, CloseKind kind, long timestampNs) {
        handshake.onClose(role, kind, timestampNs);
    }

    /**
     * The carrier saw that the handshake is over and went well.
     *
     * @param inferred whether that follows from packets that cannot be read
     */
    public void complete(long timestampNs, boolean inferred) {
        handshake.complete(timestampNs, inferred ? INFERRED : TlsSession.READ);
    }

    /** The carrier saw that the handshake failed; {@code failure} as in {@code plainsight.handshake.failure}. */
    public void fail(String failure) {
        handshake.fail(failure);
    }

    /** The first ClientHello; null before it. */
    public ClientHello clientHello() {
        return session.clientHello;
    }

    /** Null before it; a HelloRetryRequest does not count. */
    public ServerHello serverHello() {
        return session.serverHello;
    }

    /**
     * The peers learned the fingerprints of each other's certificates out of band, as WebRTC's do (RFC 5763, RFC 8827 section
     * 6.5): a self-signed certificate is what belongs here.
     */
    public void onFingerprintSignalled() {
        session.fingerprintSignalled = true;
    }

    public boolean isCompleted() {
        return session.state == TlsHandshakeState.COMPLETED;
    }

    public void describe(ObservationDraft draft) {
        describer.describe(session, draft);
    }
}

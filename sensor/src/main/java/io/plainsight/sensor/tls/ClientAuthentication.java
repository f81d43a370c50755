package io.plainsight.sensor.tls;

import io.plainsight.sensor.dissect.Side;

/**
 * What was seen of the client's certificate: read to TLS 1.2, inferred in TLS 1.3 by {@link Tls13ClientAuth}.
 *
 * <p><b>Threading:</b> any; pure functions of a session.
 */
final class ClientAuthentication {
    /**
     * @param text the value of {@code plainsight.tls.mutual}; null when nothing was asked for, or nothing can be said
     * @param confidence how sure an inferred value is, 0 to 1; null for one that was read
     */
    record Seen(String text, Double confidence) {}

    /** That the server ended the handshake behind the client's certificate may have another reason. */
    private static final double REFUSAL_CONFIDENCE = 0.85;

    private static final Seen NOTHING = new Seen(null, null);

    private ClientAuthentication() {}

    static Seen of(TlsSession session) {
        if (session.tls13 != null && !session.clientCertificateSeen) {
            return inferred(session);
        }
        if (isRefused(session)) {
            return new Seen("refused", null);
        }
        if (session.clientCertificateSeen) {
            return new Seen("presented", null);
        }
        if (session.clientCertificateDeclined) {
            return new Seen("declined", null);
        }
        return session.certificateRequested ? new Seen("requested", null) : NOTHING;
    }

    /** The server ended the handshake over the certificate, or over its absence. */
    private static boolean isRefused(TlsSession session) {
        if (session.state != TlsHandshakeState.FAILED || session.alertSender != Side.SERVER) {
            return false;
        }
        return session.clientCertificateSeen && AlertDescription.isAboutCertificate(session.alert)
                || session.clientCertificateDeclined && AlertDescription.isAboutMissingCertificate(session.alert);
    }

    private static Seen inferred(TlsSession session) {
        Tls13Completion lengths = session.tls13;
        Tls13ClientAuth.Inference inference = Tls13ClientAuth.infer(
                session.clientHello, lengths.finishedRecord(), lengths.serverFlight(), lengths.clientFlight());
        return switch (inference.outcome()) {
            case NO_CLAIM -> NOTHING;
            case NOT_REQUESTED ->
                session.serverHello.preSharedKey ? NOTHING : new Seen("not_requested", inference.confidence());
            case REQUESTED -> new Seen("requested", inference.confidence());
            case PRESENTED, DECLINED ->
                isEndedByServer(session)
                        ? new Seen("refused", Math.min(inference.confidence(), REFUSAL_CONFIDENCE))
                        : new Seen(
                                inference.outcome() == Tls13ClientAuth.Outcome.PRESENTED ? "presented" : "declined",
                                inference.confidence());
        };
    }

    private static boolean isEndedByServer(TlsSession session) {
        boolean byServer = session.alertSender == Side.SERVER
                || "closed_by_server".equals(session.failure)
                || "reset_by_server".equals(session.failure);
        return session.state == TlsHandshakeState.FAILED && byServer;
    }
}

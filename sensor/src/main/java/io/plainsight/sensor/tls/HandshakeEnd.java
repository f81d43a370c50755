package io.plainsight.sensor.tls;

import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.Side;

/**
 * Decides how a handshake ended: completed, failed by an alert, by a close or by silence, or unknown because bytes are
 * missing. {@link TlsHandshake} tells it what was seen; it moves the state and says why.
 *
 * <p>Two rules stand over all others: a gap is never a failure, and what one side alone shows decides nothing.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one per connection, with {@link Tls13Completion} for TLS 1.3.
 */
final class HandshakeEnd {
    /** A server that has not answered a ClientHello after ten seconds will not. */
    static final long SERVER_HELLO_TIMEOUT_NS = 10_000_000_000L;

    /**
     * An idle connection is reported minutes after its last packet. When it takes longer, nobody was looking meanwhile (captures
     * are cut and joined), and nothing follows from not having seen anything.
     */
    static final long MAX_SILENCE_NS = 900_000_000_000L;

    private final TlsSession session;
    private boolean clientSeen;
    private boolean serverSeen;
    private Tls13Completion tls13;
    private boolean clientWentOn;
    private long lastNs = TlsSession.NEVER;

    HandshakeEnd(TlsSession session) {
        this.session = session;
    }

    /** Something of {@code role} was seen, be it only that bytes are missing. */
    void saw(Side role) {
        clientSeen |= role == Side.CLIENT;
        serverSeen |= role == Side.SERVER;
    }

    void saw(Side role, long timestampNs) {
        saw(role);
        lastNs = timestampNs;
    }

    boolean hasSeen(Side role) {
        return role == Side.CLIENT ? clientSeen : serverSeen;
    }

    /** The client answered the server's flight, whether or not we saw that flight. */
    void clientWentOn() {
        clientWentOn = true;
        session.reached(HandshakePhase.KEY_EXCHANGE);
    }

    /** The ServerHello chose TLS 1.3: from here on there are only lengths. */
    void beginTls13(boolean earlyData) {
        tls13 = new Tls13Completion(CipherSuite.hashLength(session.serverHello.cipherSuite), earlyData);
        session.tls13 = tls13;
    }

    boolean isTls13() {
        return tls13 != null;
    }

    void onTls13Record(Side role, int length, long timestampNs) {
        tls13.onRecord(role, length, timestampNs);
        boolean certificate = role == Side.SERVER && length >= Tls13ClientAuth.MIN_CERTIFICATE;
        if (certificate && !session.serverHello.preSharedKey) {
            session.reached(HandshakePhase.CERTIFICATE);
        }
        if (tls13.isClientFinished()) {
            session.reached(HandshakePhase.FINISHED);
        }
        if (tls13.isComplete()) {
            session.reached(HandshakePhase.APPLICATION_DATA);
            complete(timestampNs, tls13.confidence());
        }
    }

    void onAlert(Side role, int level, int description) {
        if (description == AlertDescription.CLOSE_NOTIFY) {
            return; // the close itself tells more
        }
        session.alert = description;
        session.alertSender = role;
        if (session.state == TlsHandshakeState.START) {
            incomplete(); // an alert to something that was not seen
        } else if (level == AlertDescription.FATAL) {
            fail("alert");
        }
    }

    /** An alert behind ChangeCipherSpec, before the handshake was complete. */
    void onEncryptedAlert(Side role) {
        if (session.serverHello != null && !session.isTls13()) {
            session.alertSender = role;
            fail("encrypted_alert");
        }
    }

    /** What {@code role} sent is no TLS record. @return whether that is the server's whole answer, and not damage */
    boolean onNotTls(Side role) {
        boolean answer = !hasSeen(role) && role == Side.SERVER && session.state == TlsHandshakeState.CLIENT_HELLO;
        saw(role);
        if (answer) {
            fail("not_tls");
        } else {
            incomplete();
        }
        return answer;
    }

    /** SSLv2's ERROR message, which is always fatal. */
    void onSslV2Error(Side role) {
        session.alertSender = role;
        fail("alert");
    }

    /** @param role who closed; null for the connection as a whole */
    void onClose(Side role, CloseKind kind, long timestampNs) {
        boolean decided = session.state.isFinal() || session.state == TlsHandshakeState.UNKNOWN;
        boolean unwatched = kind == CloseKind.IDLE && timestampNs - lastNs > MAX_SILENCE_NS;
        if (decided || unwatched) {
            return;
        }
        if (session.state == TlsHandshakeState.SERVER_HELLO && !hasSeen(Side.CLIENT)) {
            incomplete();
        } else if (tls13 != null) {
            onTls13Close(role, kind, timestampNs);
        } else if (session.state == TlsHandshakeState.CLIENT_HELLO && clientWentOn) {
            incomplete(); // the client got an answer that we did not see
        } else if (session.state == TlsHandshakeState.CLIENT_HELLO) {
            onCloseBeforeServerHello(role, kind, timestampNs);
        } else if (session.state == TlsHandshakeState.SERVER_HELLO) {
            failByClose(role, kind, timestampNs);
        }
    }

    private void onCloseBeforeServerHello(Side role, CloseKind kind, long timestampNs) {
        boolean waited = timestampNs - session.clientHelloNs >= SERVER_HELLO_TIMEOUT_NS;
        boolean silent = !hasSeen(Side.SERVER);
        if (silent && (kind == CloseKind.IDLE || waited && role != Side.SERVER)) {
            fail("no_server_hello");
        } else {
            failByClose(role, kind, timestampNs);
        }
    }

    private void onTls13Close(Side role, CloseKind kind, long timestampNs) {
        if (tls13.isClientRefused(timestampNs)) {
            failByHiddenAlert(Side.SERVER, tls13.confidence());
        } else if (tls13.isServerRefused()) {
            failByHiddenAlert(Side.CLIENT, tls13.confidence());
        } else if (tls13.isServerAborted()) {
            failByHiddenAlert(Side.SERVER, tls13.confidence());
        } else if (tls13.isCompleteAtEnd(timestampNs)) {
            complete(timestampNs, tls13.confidence());
        } else if (!tls13.isClientFinished()) {
            failByClose(role, kind, timestampNs);
        } else if (role == Side.SERVER && !tls13.isClosedByContentClient()) {
            failByClose(role, kind, timestampNs);
            session.confidence = tls13.confidence(); // the server had the client's last word, and gave none itself
        } else if (role == Side.CLIENT) {
            tls13.onClientClosed();
        }
    }

    private void failByClose(Side role, CloseKind kind, long timestampNs) {
        // whoever closes after that long has waited for the other: that is what went wrong
        if (kind != CloseKind.IDLE && timestampNs - lastNs >= SERVER_HELLO_TIMEOUT_NS && lastNs != TlsSession.NEVER) {
            failBySilence();
            if (session.state == TlsHandshakeState.FAILED) {
                return;
            }
        }
        if (role != null && (kind == CloseKind.FIN || kind == CloseKind.RESET)) {
            String how = kind == CloseKind.RESET ? "reset_by_" : "closed_by_";
            fail(how + (role == Side.CLIENT ? "client" : "server"));
        } else if (kind == CloseKind.IDLE) {
            failBySilence();
        }
    }

    /**
     * Nobody closed: whose turn it was did not go on. Where that is not clear, nothing is claimed, nor over datagrams: what
     * was not seen may have been lost on the way here.
     */
    private void failBySilence() {
        if (session.carrier != TlsCarrier.TLS) {
            return;
        }
        boolean clientsTurn = session.serverHelloDone && session.phase.compareTo(HandshakePhase.KEY_EXCHANGE) < 0;
        boolean serversTurn = session.clientChangeCipherSpec && !session.serverChangeCipherSpec;
        if (clientsTurn || tls13 != null && tls13.isServerFlightSeen() && !tls13.isClientFinished()) {
            fail("client_silent");
        } else if (serversTurn) {
            fail("server_silent");
        }
    }

    private void failByHiddenAlert(Side sender, double confidence) {
        session.alertSender = sender;
        if (fail("encrypted_alert")) {
            session.confidence = confidence;
        }
    }

    boolean fail(String failure) {
        boolean entered = session.enter(TlsHandshakeState.FAILED);
        if (entered) {
            session.failure = failure;
        }
        return entered;
    }

    /** Both sides were seen to finish. */
    void complete(long timestampNs) {
        complete(timestampNs, TlsSession.READ);
    }

    /** @param confidence how sure an inferred end is, 0 to 1; {@link TlsSession#READ} for one that was read */
    void complete(long timestampNs, double confidence) {
        if (session.enter(TlsHandshakeState.COMPLETED)) {
            session.completedNs = timestampNs;
            session.confidence = confidence;
        }
    }

    /** Bytes are missing: the outcome cannot be known, while what is read further on still tells something. */
    void incomplete() {
        session.enter(TlsHandshakeState.UNKNOWN);
    }
}

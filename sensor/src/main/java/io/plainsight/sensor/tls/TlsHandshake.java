package io.plainsight.sensor.tls;

import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.x509.CertificateCache;
import io.plainsight.sensor.x509.CertificateSummary;

/**
 * Follows one connection's handshake: takes what the streams read, keeps it in the {@link TlsSession} and moves the state.
 * Sides are roles here: {@code CLIENT} is who sent the ClientHello.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> per connection; messages are read in place and not kept.
 */
final class TlsHandshake {
    /** A server that has not answered a ClientHello after ten seconds will not. */
    static final long SERVER_HELLO_TIMEOUT_NS = 10_000_000_000L;

    /** Finished to TLS 1.2: a header of 4 and 12 bytes (RFC 5246 section 7.4.9), before any MAC or tag. */
    private static final int MIN_FINISHED = 16;

    private final TlsSession session;
    private final CertificateCache certificates;
    private final TlsOddityHandler oddities;
    private final ByteCursor leaf = new ByteCursor();

    private Tls13Completion tls13;
    private final boolean[] seen = new boolean[Side.values().length];
    private final boolean[] changeCipherSpec = new boolean[Side.values().length];
    private final boolean[] finished = new boolean[Side.values().length];
    private final boolean[] applicationData = new boolean[Side.values().length];
    private boolean clientWentOn;

    TlsHandshake(TlsSession session, CertificateCache certificates, TlsOddityHandler oddities) {
        this.session = session;
        this.certificates = certificates;
        this.oddities = oddities;
    }

    boolean isFinished() {
        return session.state.isFinal() || isIncomplete() && nothingMoreToLearn();
    }

    /** Whether a handshake or alert record of {@code role} that begins with {@code firstByte} is encrypted. */
    boolean isEncrypted(Side role, int firstByte) {
        if (!changeCipherSpec[role.ordinal()] || session.isTls13() || session.helloRetryRequest != null) {
            return false; // TLS 1.3 sends ChangeCipherSpec for the looks of it and encrypts under another record type
        }
        // before the ServerHello, a ChangeCipherSpec may be TLS 1.3 early data's, and a second ClientHello may follow
        return session.serverHello != null || firstByte != HandshakeType.CLIENT_HELLO;
    }

    void onHandshake(Side role, int type, ByteCursor body, long timestampNs) {
        seen[role.ordinal()] = true;
        switch (type) {
            case HandshakeType.CLIENT_HELLO, HandshakeType.SERVER_HELLO -> onHello(role, type, body, timestampNs);
            case HandshakeType.HELLO_RETRY_REQUEST -> {
                ServerHello retry = new ServerHello();
                if (new ServerHelloParser().parseDraftHelloRetryRequest(body, retry) == ParseResult.OK) {
                    session.helloRetryRequest = retry;
                }
            }
            case HandshakeType.CERTIFICATE -> onCertificate(role, body, timestampNs);
            case HandshakeType.SERVER_KEY_EXCHANGE -> onServerKeyExchange(body);
            case HandshakeType.CERTIFICATE_REQUEST -> session.certificateRequested |= role == Side.SERVER;
            case HandshakeType.SERVER_HELLO_DONE -> session.serverHelloDone |= role == Side.SERVER;
            case HandshakeType.CLIENT_KEY_EXCHANGE -> clientWentOn |= role == Side.CLIENT;
            default -> {
                // says nothing about protection
            }
        }
    }

    /** A hello from the wrong side is nobody's word about the connection: taking it would let one end speak for both. */
    private void onHello(Side role, int type, ByteCursor body, long timestampNs) {
        if (role != (type == HandshakeType.CLIENT_HELLO ? Side.CLIENT : Side.SERVER)) {
            oddities.onOddity(TlsOddity.HELLO_FROM_WRONG_SIDE);
            incomplete();
        } else if (type == HandshakeType.CLIENT_HELLO) {
            onClientHello(body, timestampNs);
        } else {
            onServerHello(body);
        }
    }

    private void onClientHello(ByteCursor body, long timestampNs) {
        ClientHello hello = new ClientHello();
        if (new ClientHelloParser().parse(body, hello) != ParseResult.OK) {
            oddities.onOddity(TlsOddity.MALFORMED_CLIENT_HELLO);
        }
        onClientHello(hello, timestampNs);
    }

    void onClientHello(ClientHello hello, long timestampNs) {
        seen[Side.CLIENT.ordinal()] = true;
        if (hello.truncated) {
            oddities.onOddity(TlsOddity.LIST_TOO_LONG);
        }
        session.clientHelloCount++;
        if (session.clientHello == null) {
            session.clientHello = hello;
            session.clientHelloNs = timestampNs;
            enter(TlsHandshakeState.CLIENT_HELLO);
        } else if (session.helloRetryRequest == null) {
            oddities.onOddity(TlsOddity.UNEXPECTED_CLIENT_HELLO);
        }
    }

    private void onServerHello(ByteCursor body) {
        ServerHello hello = new ServerHello();
        if (new ServerHelloParser().parse(body, hello) != ParseResult.OK) {
            oddities.onOddity(TlsOddity.MALFORMED_SERVER_HELLO);
            if (hello.cipherSuite == ServerHello.NO_SUITE) {
                incomplete();
                return;
            }
        }
        if (hello.helloRetryRequest) {
            session.helloRetryRequest = hello;
            return;
        }
        if (session.serverHello != null) {
            return; // a second one cannot be: the first holds
        }
        session.serverHello = hello;
        session.group = hello.keyShareGroup;
        if (session.isTls13()) {
            boolean earlyData = hello.preSharedKey && session.clientHello != null && session.clientHello.earlyData;
            tls13 = new Tls13Completion(CipherSuite.hashLength(hello.cipherSuite), earlyData);
        }
        if (session.clientHello == null) {
            incomplete();
        }
        enter(TlsHandshakeState.SERVER_HELLO);
    }

    private void onCertificate(Side role, ByteCursor body, long timestampNs) {
        CertificateMessageParser parser = new CertificateMessageParser();
        if (parser.parse(body, leaf) != ParseResult.OK) {
            oddities.onOddity(TlsOddity.MALFORMED_CERTIFICATE_MESSAGE);
        }
        if (role == Side.CLIENT) {
            clientWentOn = true;
            session.clientCertificateSeen |= leaf.remaining() > 0;
            session.clientCertificateDeclined |= leaf.remaining() == 0;
        }
        if (leaf.remaining() > 0) {
            onLeaf(role, leaf, timestampNs);
        }
    }

    void onLeaf(Side role, ByteCursor der, long timestampNs) {
        CertificateSummary summary = certificates.summarise(der);
        if (!summary.readable()) {
            oddities.onOddity(TlsOddity.UNREADABLE_CERTIFICATE);
        }
        if (role == Side.CLIENT) {
            session.clientCertificate = summary;
        } else {
            session.serverCertificate = summary;
            session.serverCertificateNs = timestampNs;
        }
    }

    private void onServerKeyExchange(ByteCursor body) {
        session.serverKeyExchange = true;
        if (session.serverHello == null) {
            return; // which layout it has depends on the suite
        }
        ServerKeyExchangeParser parser = new ServerKeyExchangeParser();
        String keyExchange = CipherSuiteTraits.of(session.cipher()).keyExchange();
        if (parser.parse(body, keyExchange) != ParseResult.OK) {
            oddities.onOddity(TlsOddity.MALFORMED_SERVER_KEY_EXCHANGE);
        }
        if (parser.group() != 0) {
            session.group = parser.group();
        }
        session.dhBits = parser.dhBits();
    }

    void onChangeCipherSpec(Side role) {
        seen[role.ordinal()] = true;
        changeCipherSpec[role.ordinal()] = true;
        session.serverChangeCipherSpec |= role == Side.SERVER;
    }

    /** A handshake record behind ChangeCipherSpec: the Finished. */
    void onEncryptedHandshake(Side role, int length, long timestampNs) {
        seen[role.ordinal()] = true;
        clientWentOn |= role == Side.CLIENT;
        if (length < MIN_FINISHED) {
            oddities.onOddity(TlsOddity.BAD_RECORD);
            incomplete();
            return;
        }
        finished[role.ordinal()] = true;
        completeWhenBothFinished(timestampNs);
    }

    void onApplicationData(Side role, int length, long timestampNs) {
        boolean first = !seen[role.ordinal()];
        seen[role.ordinal()] = true;
        applicationData[role.ordinal()] = true;
        if (tls13 != null) {
            tls13.onRecord(role, length, timestampNs);
            if (tls13.isComplete()) {
                complete(timestampNs, true);
            }
            return;
        }
        boolean earlyData = role == Side.CLIENT && session.clientHello != null && session.clientHello.earlyData;
        if (first || session.serverHello == null && !earlyData) {
            incomplete(); // data before any handshake: picked up midway, or the other side was not seen
        }
        if (changeCipherSpec[role.ordinal()] && !finished[role.ordinal()] && !earlyData) {
            incomplete(); // a Finished comes before any data: it was lost, or this only looks like TLS
        }
    }

    private void completeWhenBothFinished(long timestampNs) {
        if (session.serverHello != null && !session.isTls13() && finished[0] && finished[1]) {
            complete(timestampNs, false);
        }
    }

    void onAlert(Side role, int level, int description) {
        seen[role.ordinal()] = true;
        if (description == AlertDescription.NO_CERTIFICATE && role == Side.CLIENT) {
            session.clientCertificateDeclined = true; // SSL 3.0's way to send no certificate
        }
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
        seen[role.ordinal()] = true;
        if (session.serverHello != null && !session.isTls13()) {
            session.alertSender = role;
            fail("encrypted_alert");
        }
    }

    /** What {@code role} sent is no TLS record. */
    void onNotTls(Side role) {
        boolean first = !seen[role.ordinal()];
        seen[role.ordinal()] = true;
        if (first && role == Side.SERVER && session.state == TlsHandshakeState.CLIENT_HELLO) {
            fail("not_tls");
        } else {
            oddities.onOddity(TlsOddity.BAD_RECORD);
            incomplete();
        }
    }

    /** The client went on with SSLv2, whose server answered. */
    void onSslV2ServerHello() {
        seen[Side.SERVER.ordinal()] = true;
        session.sslV2 = true;
        enter(TlsHandshakeState.SERVER_HELLO);
    }

    /** Both sides sent encrypted SSLv2 records. */
    void onSslV2Completed(long timestampNs) {
        complete(timestampNs, true);
    }

    /** SSLv2's ERROR message, which is always fatal. */
    void onSslV2Error(Side role) {
        session.alertSender = role;
        fail("alert");
    }

    void onGap(Side role) {
        seen[role.ordinal()] = true;
        incomplete();
    }

    /** @param role who closed; null for the connection as a whole */
    void onClose(Side role, CloseKind kind, long timestampNs) {
        if (session.state.isFinal() || isIncomplete()) {
            return;
        }
        if (session.state == TlsHandshakeState.SERVER_HELLO && !seen[Side.CLIENT.ordinal()]) {
            incomplete();
        } else if (tls13 != null) {
            onTls13Close(role, kind, timestampNs);
        } else if (session.state == TlsHandshakeState.CLIENT_HELLO && clientWentOn) {
            incomplete(); // the client got an answer that we did not see
        } else if (session.state == TlsHandshakeState.CLIENT_HELLO) {
            onCloseBeforeServerHello(role, kind, timestampNs);
        } else if (session.state == TlsHandshakeState.SERVER_HELLO) {
            failByClose(role, kind);
        }
    }

    private void onCloseBeforeServerHello(Side role, CloseKind kind, long timestampNs) {
        boolean waited = timestampNs - session.clientHelloNs >= SERVER_HELLO_TIMEOUT_NS;
        boolean silent = !seen[Side.SERVER.ordinal()];
        if (silent && (kind == CloseKind.IDLE || waited && role != Side.SERVER)) {
            fail("no_server_hello");
        } else {
            failByClose(role, kind);
        }
    }

    private void onTls13Close(Side role, CloseKind kind, long timestampNs) {
        if (tls13.isClientRefused(timestampNs)) {
            session.alertSender = Side.SERVER;
            session.inferred = true;
            fail("encrypted_alert");
        } else if (tls13.isServerRefused()) {
            session.alertSender = Side.CLIENT;
            session.inferred = true;
            fail("encrypted_alert");
        } else if (tls13.isCompleteAtEnd(timestampNs)) {
            complete(timestampNs, true);
        } else if (!tls13.isClientFinished() || role == Side.SERVER && !tls13.isClosedByContentClient()) {
            failByClose(role, kind);
        } else if (role == Side.CLIENT) {
            tls13.onClientClosed();
        }
    }

    private void failByClose(Side role, CloseKind kind) {
        if (role != null && (kind == CloseKind.FIN || kind == CloseKind.RESET)) {
            String how = kind == CloseKind.RESET ? "reset_by_" : "closed_by_";
            fail(how + (role == Side.CLIENT ? "client" : "server"));
        }
    }

    void fail(String failure) {
        if (enter(TlsHandshakeState.FAILED)) {
            session.failure = failure;
        }
    }

    void complete(long timestampNs, boolean inferred) {
        if (enter(TlsHandshakeState.COMPLETED)) {
            session.completedNs = timestampNs;
            session.inferred = inferred;
        }
    }

    /** Bytes are missing: the outcome cannot be known, while what is read further on still tells something. */
    private void incomplete() {
        enter(TlsHandshakeState.UNKNOWN);
    }

    private boolean isIncomplete() {
        return session.state == TlsHandshakeState.UNKNOWN;
    }

    private boolean nothingMoreToLearn() {
        boolean hellos = session.clientHello != null && session.serverHello != null;
        boolean dataOnBothSides = applicationData[0] && applicationData[1];
        boolean dataAlone = session.clientHello == null
                && session.serverHello == null
                && (applicationData[0] || applicationData[1]);
        return dataOnBothSides || dataAlone || hellos && (session.isTls13() || finished[0] || finished[1]);
    }

    private boolean enter(TlsHandshakeState next) {
        if (!session.state.mayBecome(next)) {
            return false;
        }
        session.state = next;
        return true;
    }
}

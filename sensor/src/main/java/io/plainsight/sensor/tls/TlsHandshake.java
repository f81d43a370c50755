package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.x509.CertificateCache;
import io.plainsight.sensor.x509.CertificateChain;
import io.plainsight.sensor.x509.ChainFinding;
import io.plainsight.sensor.x509.ChainReader;

/**
 * Follows one connection's handshake: takes what the streams read and keeps it in the {@link TlsSession};
 * {@link HandshakeEnd} decides how it ended. Sides are roles here: {@code CLIENT} is who sent the ClientHello. Nothing here
 * knows of TLS records beyond their lengths, so DTLS and QUIC can drive it too.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> per connection; messages are read in place and not kept.
 */
final class TlsHandshake {
    /** Finished to TLS 1.2: a header of 4 and 12 bytes (RFC 5246 section 7.4.9), before any MAC or tag. */
    private static final int MIN_FINISHED = 16;
    /** That as many records as SSLv2's finish takes went well is counted, not read. */
    private static final double SSL_V2_CONFIDENCE = 0.95;

    /** Type and length before a message's body. */
    private static final int HANDSHAKE_HEADER = 4;

    /** Both sides' bits. */
    private static final int BOTH = 3;

    private static final ThreadLocal<ClientHelloParser> PARSER = ThreadLocal.withInitial(ClientHelloParser::new);

    private final TlsSession session;
    private final CertificateCache certificates;
    private final TlsOddityHandler oddities;

    private final HandshakeEnd end;
    /* What the sides have sent, a bit for each. */
    private int changeCipherSpec;
    private int finished;
    private int applicationData;

    TlsHandshake(TlsSession session, CertificateCache certificates, TlsOddityHandler oddities) {
        this.session = session;
        this.certificates = certificates;
        this.oddities = oddities;
        this.end = new HandshakeEnd(session);
    }

    boolean isFinished() {
        return session.state.isFinal() || isIncomplete() && nothingMoreToLearn();
    }

    /** Whether a handshake or alert record of {@code role} that begins with {@code firstByte} is encrypted. */
    boolean isEncrypted(Side role, int firstByte) {
        if ((changeCipherSpec & bit(role)) == 0 || session.isTls13() || session.helloRetryRequest != null) {
            return false; // TLS 1.3 sends ChangeCipherSpec for the looks of it and encrypts under another record type
        }
        // before the ServerHello, a ChangeCipherSpec may be TLS 1.3 early data's, and a second ClientHello may follow
        return session.serverHello != null || firstByte != HandshakeType.CLIENT_HELLO;
    }

    void onHandshake(Side role, int type, ByteCursor body, long timestampNs) {
        end.saw(role, timestampNs);
        switch (type) {
            case HandshakeType.CLIENT_HELLO, HandshakeType.SERVER_HELLO -> onHello(role, type, body, timestampNs);
            case HandshakeType.HELLO_RETRY_REQUEST -> {
                ServerHello retry = new ServerHello();
                if (new ServerHelloParser().parseDraftHelloRetryRequest(body, retry) == ParseResult.OK) {
                    session.helloRetryRequest = retry;
                }
            }
            case HandshakeType.CERTIFICATE -> onCertificate(role, body, timestampNs);
            case HandshakeType.CERTIFICATE_STATUS -> onCertificateStatus(role, body);
            case HandshakeType.SERVER_KEY_EXCHANGE -> onServerKeyExchange(body);
            case HandshakeType.CERTIFICATE_REQUEST -> session.certificateRequested |= role == Side.SERVER;
            case HandshakeType.SERVER_HELLO_DONE -> session.serverHelloDone |= role == Side.SERVER;
            case HandshakeType.NEW_SESSION_TICKET -> session.ticketIssued |= role == Side.SERVER;
            case HandshakeType.HELLO_REQUEST -> session.renegotiation |= role == Side.SERVER;
            case HandshakeType.CLIENT_KEY_EXCHANGE -> {
                if (role == Side.CLIENT) {
                    end.clientWentOn();
                }
            }
            default -> {
                // says nothing about protection
            }
        }
    }

    /** A hello from the wrong side is nobody's word about the connection: taking it would let one end speak for both. */
    private void onHello(Side role, int type, ByteCursor body, long timestampNs) {
        if (role != (type == HandshakeType.CLIENT_HELLO ? Side.CLIENT : Side.SERVER)) {
            oddities.onOddity(TlsOddity.HELLO_FROM_WRONG_SIDE);
            end.incomplete();
        } else if (type == HandshakeType.CLIENT_HELLO) {
            onClientHello(body, timestampNs);
        } else {
            onServerHello(body);
        }
    }

    private void onClientHello(ByteCursor body, long timestampNs) {
        ClientHello hello = new ClientHello();
        hello.messageBytes = HANDSHAKE_HEADER + body.remaining();
        if (PARSER.get().parse(body, hello) != ParseResult.OK) {
            oddities.onOddity(TlsOddity.MALFORMED_CLIENT_HELLO);
        }
        onClientHello(hello, timestampNs);
    }

    void onClientHello(ClientHello hello, long timestampNs) {
        end.saw(Side.CLIENT, timestampNs);
        if (hello.truncated) {
            oddities.onOddity(TlsOddity.LIST_TOO_LONG);
        }
        session.clientHelloCount++;
        session.renegotiation |= hello.renegotiatedConnection > 0;
        if (session.clientHello == null) {
            session.clientHello = hello;
            session.clientHelloNs = timestampNs;
            session.enter(TlsHandshakeState.CLIENT_HELLO);
            session.reached(HandshakePhase.CLIENT_HELLO);
        } else if (session.helloRetryRequest == null) {
            oddities.onOddity(TlsOddity.UNEXPECTED_CLIENT_HELLO);
        } else if (session.secondClientHello == null) {
            session.secondClientHello = hello;
        }
    }

    private void onServerHello(ByteCursor body) {
        ServerHello hello = new ServerHello();
        if (new ServerHelloParser().parse(body, hello) != ParseResult.OK) {
            oddities.onOddity(TlsOddity.MALFORMED_SERVER_HELLO);
            if (hello.cipherSuite == 0) {
                end.incomplete();
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
        session.dhBits = NamedGroup.dhBits(hello.keyShareGroup);
        if (session.isTls13()) {
            boolean earlyData =
                    session.clientHello != null && session.clientHello.earlyData && session.helloRetryRequest == null;
            end.beginTls13(earlyData);
        }
        if (session.clientHello == null) {
            end.incomplete();
        }
        session.enter(TlsHandshakeState.SERVER_HELLO);
        session.reached(HandshakePhase.SERVER_HELLO);
    }

    private void onCertificate(Side role, ByteCursor body, long timestampNs) {
        ChainReader reader = certificates.newChain();
        if (new CertificateMessageParser().parse(body, reader) != ParseResult.OK) {
            oddities.onOddity(TlsOddity.MALFORMED_CERTIFICATE_MESSAGE);
        }
        CertificateChain chain = reader.finish(timestampNs);
        if (role == Side.CLIENT) {
            end.clientWentOn();
            session.clientCertificateSeen |= chain != null;
            session.clientCertificateDeclined |= chain == null;
        }
        if (chain != null) {
            onChain(role, chain, timestampNs);
        }
    }

    /** A message with one certificate, as SSLv2 has it. */
    void onLeaf(Side role, ByteCursor der, long timestampNs) {
        ChainReader reader = certificates.newChain();
        reader.add(der);
        CertificateChain chain = reader.finish(timestampNs);
        if (chain != null) {
            onChain(role, chain, timestampNs);
        }
    }

    private void onChain(Side role, CertificateChain chain, long timestampNs) {
        if (chain.findings().contains(ChainFinding.UNREADABLE)) {
            oddities.onOddity(TlsOddity.UNREADABLE_CERTIFICATE);
        }
        if (role == Side.CLIENT) {
            session.clientCertificate = chain.leaf();
            session.clientChain = chain;
        } else {
            session.serverCertificate = chain.leaf();
            session.serverChain = chain;
            session.reached(HandshakePhase.CERTIFICATE);
            session.serverCertificateNs = timestampNs;
        }
    }

    private void onCertificateStatus(Side role, ByteCursor body) {
        if (role == Side.SERVER) {
            String serialNumber = session.serverCertificate == null ? null : session.serverCertificate.serialNumber();
            session.ocsp = CertificateStatusParser.parse(body, serialNumber);
        }
    }

    private void onServerKeyExchange(ByteCursor body) {
        session.serverKeyExchange = true;
        if (session.serverHello == null) {
            return; // which layout it has depends on the suite
        }
        ServerKeyExchangeParser parser = new ServerKeyExchangeParser();
        String keyExchange = session.cipherTraits().keyExchange();
        if (parser.parse(body, keyExchange, TlsVersion.namesSignature(session.version())) != ParseResult.OK) {
            oddities.onOddity(TlsOddity.MALFORMED_SERVER_KEY_EXCHANGE);
        }
        if (parser.group() != 0) {
            session.group = parser.group();
        }
        session.dhBits = parser.dhBits();
        session.signatureScheme = parser.signatureScheme();
    }

    void onChangeCipherSpec(Side role) {
        end.saw(role);
        changeCipherSpec |= bit(role);
        session.serverChangeCipherSpec |= role == Side.SERVER;
        session.clientChangeCipherSpec |= role == Side.CLIENT;
    }

    /** A handshake record behind ChangeCipherSpec: the Finished. */
    void onEncryptedHandshake(Side role, int length, long timestampNs) {
        end.saw(role, timestampNs);
        if (role == Side.CLIENT) {
            end.clientWentOn();
        }
        if (length < MIN_FINISHED) {
            oddities.onOddity(TlsOddity.BAD_RECORD);
            end.incomplete();
            return;
        }
        session.renegotiation |= (finished & bit(role)) != 0 && (applicationData & bit(role)) != 0;
        finished |= bit(role);
        session.reached(HandshakePhase.FINISHED);
        completeWhenBothFinished(timestampNs);
    }

    void onApplicationData(Side role, int length, long timestampNs) {
        boolean first = !end.hasSeen(role);
        end.saw(role, timestampNs);
        applicationData |= bit(role);
        if (end.isTls13()) {
            end.onTls13Record(role, length, timestampNs);
            return;
        }
        boolean earlyData = role == Side.CLIENT && session.clientHello != null && session.clientHello.earlyData;
        if (first || session.serverHello == null && !earlyData) {
            end.incomplete(); // data before any handshake: picked up midway, or the other side was not seen
        }
        if ((changeCipherSpec & bit(role)) != 0 && (finished & bit(role)) == 0 && !earlyData) {
            end.incomplete(); // a Finished comes before any data: it was lost, or this only looks like TLS
        }
        if ((finished & bit(role)) != 0) {
            session.reached(HandshakePhase.APPLICATION_DATA);
        }
    }

    private void completeWhenBothFinished(long timestampNs) {
        if (session.serverHello != null && !session.isTls13() && finished == BOTH) {
            end.complete(timestampNs);
        }
    }

    void onAlert(Side role, int level, int description) {
        end.saw(role);
        if (description == AlertDescription.NO_CERTIFICATE && role == Side.CLIENT) {
            session.clientCertificateDeclined = true; // SSL 3.0's way to send no certificate
        }
        end.onAlert(role, level, description);
    }

    /** An alert behind ChangeCipherSpec, before the handshake was complete. */
    void onEncryptedAlert(Side role) {
        end.saw(role);
        end.onEncryptedAlert(role);
    }

    /** What {@code role} sent is no TLS record. {@code bytes} is only looked at. */
    void onNotTls(Side role, ByteCursor bytes) {
        if (end.onNotTls(role)) {
            session.reply = ReplyKind.of(bytes);
        } else {
            oddities.onOddity(TlsOddity.BAD_RECORD);
        }
    }

    /** The client went on with SSLv2, whose server answered. */
    void onSslV2ServerHello() {
        end.saw(Side.SERVER);
        session.sslV2 = true;
        session.enter(TlsHandshakeState.SERVER_HELLO);
        session.reached(HandshakePhase.SERVER_HELLO);
    }

    /** Both sides sent encrypted SSLv2 records. */
    void onSslV2Completed(long timestampNs) {
        session.reached(HandshakePhase.FINISHED);
        end.complete(timestampNs, SSL_V2_CONFIDENCE);
    }

    /** SSLv2's ERROR message, which is always fatal. */
    void onSslV2Error(Side role) {
        end.onSslV2Error(role);
    }

    void onGap(Side role) {
        end.saw(role);
        end.incomplete();
    }

    /** @param role who closed; null for the connection as a whole */
    void onClose(Side role, CloseKind kind, long timestampNs) {
        end.onClose(role, kind, timestampNs);
    }

    /** The carrier saw how it ended; {@code confidence} as in {@link HandshakeEnd#complete(long, double)}. */
    void complete(long timestampNs, double confidence) {
        end.complete(timestampNs, confidence);
    }

    /** @param failure as in {@code plainsight.handshake.failure} */
    void fail(String failure) {
        end.fail(failure);
    }

    private static int bit(Side role) {
        return 1 << role.ordinal();
    }

    private boolean isIncomplete() {
        return session.state == TlsHandshakeState.UNKNOWN;
    }

    private boolean nothingMoreToLearn() {
        boolean hellos = session.clientHello != null && session.serverHello != null;
        boolean dataOnBothSides = applicationData == BOTH;
        boolean dataAlone = session.clientHello == null && session.serverHello == null && applicationData != 0;
        return dataOnBothSides || dataAlone || hellos && (session.isTls13() || finished != 0);
    }
}

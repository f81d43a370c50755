package io.plainsight.sensor.tls;

import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.x509.CertificateChain;
import io.plainsight.sensor.x509.CertificateSummary;
import java.util.Arrays;

/**
 * All that was read of one connection's handshake: written by {@link TlsHandshake}, read by {@link TlsJudge} and
 * {@link TlsDescriber}.
 *
 * <p><b>Memory:</b> one per connection. Times are nanoseconds since the Unix epoch, packet time.
 */
final class TlsSession {
    static final long NEVER = Long.MIN_VALUE;
    /** A {@link #confidence} of what was read and not inferred. */
    static final double READ = Double.NaN;

    final TlsCarrier carrier;

    TlsHandshakeState state = TlsHandshakeState.START;
    /** Null before the first hello. */
    HandshakePhase phase;

    ClientHello clientHello;
    /** The hello that answered a HelloRetryRequest. */
    ClientHello secondClientHello;

    int clientHelloCount;
    long clientHelloNs = NEVER;
    ServerHello serverHello;
    ServerHello helloRetryRequest;
    long completedNs = NEVER;

    /** The named group, of the ServerHello's key_share or the ServerKeyExchange; 0 when unknown. */
    int group;
    /** Bits of the Diffie-Hellman prime; 0 when unknown. */
    int dhBits;
    /** Algorithm of the ServerKeyExchange's signature; {@link SignatureScheme#NONE} when none was named. */
    int signatureScheme = SignatureScheme.NONE;

    CertificateSummary serverCertificate;
    CertificateSummary clientCertificate;
    /** The chains that the certificates came in; null without certificates. */
    CertificateChain serverChain;

    CertificateChain clientChain;
    /** The stapled OCSP response's word; null when none was stapled. */
    String ocsp;
    /** The peers compare the certificates' fingerprints out of band (RFC 5763): nobody needs to have signed them. */
    boolean fingerprintSignalled;
    /** When the server's certificate was seen, which is when it has to be valid. */
    long serverCertificateNs = NEVER;

    boolean certificateRequested;
    boolean clientCertificateSeen;
    boolean clientCertificateDeclined;
    boolean serverKeyExchange;
    boolean serverHelloDone;
    boolean serverChangeCipherSpec;
    boolean clientChangeCipherSpec;
    /** NewSessionTicket in clear, to TLS 1.2. */
    boolean ticketIssued;
    /** HelloRequest, a hello that refers to an earlier handshake, or a handshake record behind data. */
    boolean renegotiation;

    /** SSLv2: version and cipher kind have their own messages. */
    boolean sslV2;

    int sslV2CipherKind;

    int alert = -1;
    Side alertSender;
    /** Cause of a failure as in {@code plainsight.handshake.failure}; null when it did not fail. */
    String failure;

    /** What came instead of TLS; null where TLS came. */
    ReplyKind reply;

    /** How sure an inferred outcome is, 0 to 1; {@link #READ} when it was read. */
    double confidence = READ;
    /** Lengths behind a TLS 1.3 ServerHello; null before it and for other versions. */
    Tls13Completion tls13;

    /** Moves on to {@code next} if it may follow. @return whether it did */
    boolean enter(TlsHandshakeState next) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    /** Remembers the furthest step; an earlier one changes nothing, and once the end is known nothing does. */
    void reached(HandshakePhase step) {
        if (!state.isFinal() && (phase == null || phase.compareTo(step) < 0)) {
            phase = step;
        }
    }

    TlsSession(TlsCarrier carrier) {
        this.carrier = carrier;
    }

    /** The server's choice: its ServerHello, before that its HelloRetryRequest, which binds version and suite; null before both. */
    ServerHello answer() {
        return serverHello != null ? serverHello : helloRetryRequest;
    }

    boolean versionKnown() {
        return sslV2 || answer() != null;
    }

    /** The negotiated version; meaningful when {@link #versionKnown()}. */
    int version() {
        return sslV2 ? TlsVersion.SSL_2_0 : answer().version();
    }

    boolean isTls13() {
        return serverHello != null && TlsVersion.isTls13(serverHello.version());
    }

    /** The chosen suite's name; null while unknown. */
    String cipher() {
        if (sslV2) {
            return sslV2CipherKind == 0 ? null : SslV2CipherKind.name(sslV2CipherKind);
        }
        if (serverHello != null) {
            return CipherSuite.name(serverHello.cipherSuite); // 0 is a suite: TLS_NULL_WITH_NULL_NULL
        }
        boolean named = helloRetryRequest != null && helloRetryRequest.cipherSuite != 0; // early drafts named none
        return named ? CipherSuite.name(helloRetryRequest.cipherSuite) : null;
    }

    /** What the chosen suite's name says about its strength; null while unknown. */
    CipherSuiteTraits cipherTraits() {
        if (!sslV2 && serverHello != null) {
            return CipherSuite.traits(serverHello.cipherSuite);
        }
        String cipher = cipher();
        return cipher == null ? null : CipherSuiteTraits.of(cipher);
    }

    boolean cipherKnown() {
        return sslV2 ? sslV2CipherKind != 0 : serverHello != null && CipherSuite.isKnown(serverHello.cipherSuite);
    }

    /**
     * Whether an earlier session was resumed: in TLS 1.3 the server took a pre-shared key; before, it echoed the client's
     * session id (RFC 5246 section 7.4.1.3) or went straight to ChangeCipherSpec (tickets, RFC 5077 section 3.4).
     */
    boolean resumed() {
        if (serverHello == null) {
            return false;
        }
        if (isTls13()) {
            return serverHello.preSharedKey;
        }
        if (serverCertificate != null || serverKeyExchange || serverHelloDone) {
            return false;
        }
        boolean echoed = clientHello != null
                && clientHello.legacySessionId.length > 0
                && Arrays.equals(clientHello.legacySessionId, serverHello.legacySessionIdEcho);
        return echoed || serverChangeCipherSpec;
    }
}

package io.plainsight.sensor.tls;

import io.plainsight.sensor.dissect.Side;
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

    final TlsCarrier carrier;

    TlsHandshakeState state = TlsHandshakeState.START;

    ClientHello clientHello;
    int clientHelloCount;
    long clientHelloNs = NEVER;
    ServerHello serverHello;
    ServerHello helloRetryRequest;
    long completedNs = NEVER;

    /** The named group, of the ServerHello's key_share or the ServerKeyExchange; 0 when unknown. */
    int group;
    /** Bits of the Diffie-Hellman prime; 0 when unknown. */
    int dhBits;

    CertificateSummary serverCertificate;
    CertificateSummary clientCertificate;
    /** When the server's certificate was seen, which is when it has to be valid. */
    long serverCertificateNs = NEVER;

    boolean certificateRequested;
    boolean clientCertificateSeen;
    boolean clientCertificateDeclined;
    boolean serverKeyExchange;
    boolean serverHelloDone;
    boolean serverChangeCipherSpec;

    /** SSLv2: version and cipher kind have their own messages. */
    boolean sslV2;

    int sslV2CipherKind;

    int alert = -1;
    Side alertSender;
    /** Cause of a failure as in {@code plainsight.handshake.failure}; null when it did not fail. */
    String failure;

    boolean inferred;

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
        boolean chosen = answer() != null && answer().cipherSuite != ServerHello.NO_SUITE;
        return chosen ? CipherSuite.name(answer().cipherSuite) : null;
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

package io.plainsight.stream.detection.handshakefailure.cause;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.TlsVersions;
import java.time.Instant;
import java.util.List;

/** What an observation shows about a failed handshake, as the questions that the classifier asks. Lives for one classification. */
final class Facts {
    /** Below this many bits clients of today refuse (RFC 9325 section 4.5). */
    private static final int MIN_DH_BITS = 2048;

    private final Observation observation;
    private final Observation.Handshake handshake;
    private final Observation.Tls tls;
    private final Observation.TlsDetail detail;

    Facts(Observation observation, Observation.Handshake handshake) {
        this.observation = observation;
        this.handshake = handshake;
        this.tls = observation.tls();
        this.detail = observation.plainsight().tls();
    }

    Failure stated(FailureCause cause, double confidence) {
        return stated(cause, cause.usualFault() == Party.UNKNOWN ? otherEnd() : cause.usualFault(), confidence);
    }

    Failure stated(FailureCause cause, Party fault, double confidence) {
        return new Failure(cause, rejecter(), fault, confidence, false);
    }

    Failure inferred(FailureCause cause, Party rejecter, double confidence) {
        double known = handshake.confidence() == null ? confidence : Math.min(confidence, handshake.confidence());
        return new Failure(cause, rejecter, cause.usualFault(), known, true);
    }

    String alert() {
        return handshake.alert();
    }

    String phase() {
        return handshake.phase() == null ? "" : handshake.phase();
    }

    String cipher() {
        return tls.cipher();
    }

    List<Integer> clientRecords() {
        return handshake.clientRecords() == null ? List.of() : handshake.clientRecords();
    }

    /** Who sent the alert. */
    Party rejecter() {
        if ("server".equals(handshake.alertSender())) {
            return Party.SERVER;
        }
        return "client".equals(handshake.alertSender()) ? Party.CLIENT : Party.UNKNOWN;
    }

    Party otherEnd() {
        return switch (rejecter()) {
            case SERVER -> Party.CLIENT;
            case CLIENT -> Party.SERVER;
            default -> Party.UNKNOWN;
        };
    }

    boolean isTls13() {
        return TlsVersions.TLS_1_3.equals(tls.version());
    }

    boolean isResumed() {
        return Boolean.TRUE.equals(tls.resumed());
    }

    boolean hasServerAnswered() {
        return tls.version() != null;
    }

    boolean hasClientAnswered() {
        return phase().equals("key_exchange") || phase().equals("finished") || phase().equals("application_data");
    }

    boolean isHelloSeen() {
        boolean fingerprinted = tls.client() != null && tls.client().ja3() != null;
        return fingerprinted || detail != null && detail.offeredVersions() != null;
    }

    /** A TLS server answered something that was no hello. */
    boolean isPlainRequest() {
        return !isHelloSeen();
    }

    boolean isAlpnOffered() {
        return detail != null
                && detail.offeredProtocols() != null
                && !detail.offeredProtocols().isEmpty();
    }

    boolean isLargeHello() {
        return handshake.helloBytes() != null && handshake.helloBytes() > FailureClassifier.ONE_SEGMENT;
    }

    boolean isDowngraded() {
        boolean marked =
                detail != null && detail.downgradeSentinel() != null && !"jdk11".equals(detail.downgradeSentinel());
        return marked
                && TlsVersions.rank(TlsVersions.highest(detail.offeredVersions())) > TlsVersions.rank(tls.version());
    }

    boolean isSmallDiffieHellman() {
        return detail != null && detail.dhBits() != null && detail.dhBits() < MIN_DH_BITS;
    }

    /** A client that offers a key of an earlier session, or one agreed upon elsewhere, shows the same; a plain PSK suite tells. */
    boolean isExternalPsk() {
        boolean chosen = tls.cipher() != null && tls.cipher().contains("_PSK_");
        boolean resumption = detail != null
                && detail.resumption() != null
                && detail.resumption().startsWith("psk");
        return chosen || resumption || Boolean.TRUE.equals(tls.resumed()) && isTls13();
    }

    /** The end that is stuck below TLS 1.2; the server where the client offers that or more. */
    Party lowerEnd() {
        String best = detail == null ? null : TlsVersions.highest(detail.offeredVersions());
        boolean old = TlsVersions.rank(best) < TlsVersions.rank(TlsVersions.TLS_1_2);
        return best == null ? Party.UNKNOWN : old ? Party.CLIENT : Party.SERVER;
    }

    /** Where suites did not meet: the client if it offers none of today's, else the server. */
    Party narrowerEnd() {
        List<String> offered = tls.client() == null ? null : tls.client().supportedCiphers();
        if (offered == null) {
            return Party.UNKNOWN;
        }
        boolean modern = offered.stream()
                .anyMatch(suite -> suite.contains("DHE_") && suite.contains("_GCM_")
                        || suite.startsWith("TLS_AES_")
                        || suite.contains("_CHACHA20_"));
        return modern ? Party.SERVER : Party.CLIENT;
    }

    boolean isCertificateRequested() {
        return detail != null && detail.mutual() != null;
    }

    boolean hasNoClientCertificate() {
        boolean shown = tls.client() != null
                && (tls.client().subject() != null || tls.client().hash() != null);
        return detail != null && detail.mutual() != null && !shown && !"presented".equals(detail.mutual());
    }

    boolean isClientCertificateExpired() {
        return tls.client() != null && isOver(tls.client().notAfter());
    }

    boolean isServerCertificateExpired() {
        return tls.server() != null && isOver(tls.server().notAfter());
    }

    boolean isServerSelfSigned() {
        return tls.server() != null
                && tls.server().x509() != null
                && Boolean.TRUE.equals(tls.server().x509().selfSigned());
    }

    boolean isServerNameWrong() {
        Observation.Certificates certificates = observation.plainsight().certificates();
        return certificates != null
                && certificates.server() != null
                && Boolean.FALSE.equals(certificates.server().nameMatch());
    }

    private boolean isOver(Instant notAfter) {
        return notAfter != null && notAfter.isBefore(observation.timestamp());
    }
}

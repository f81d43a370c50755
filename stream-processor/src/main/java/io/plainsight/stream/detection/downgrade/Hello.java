package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one handshake shows of both sides' abilities.
 *
 * @param offered highest version in the ClientHello; null when it was not seen
 * @param alone whether TLS 1.3 is all that is offered, so that a server without it cannot but refuse
 * @param whole whether all of the ClientHello was read, so that what it does not name was not offered
 * @param negotiated version of the ServerHello; null when there was none
 * @param answerWhole whether all of the ServerHello was read, so that the version is not one that an extension replaces
 * @param sentinel {@code tls12}, {@code tls11} or {@code jdk11} as in {@code plainsight.tls.downgrade_sentinel}; null when none
 * @param refusal how the handshake failed, where it did so in a way that makes clients try a lower version; else null
 * @param fallbackRefused whether the server answered TLS_FALLBACK_SCSV with inappropriate_fallback(86)
 * @param markRejected whether the client ended it with illegal_parameter(47), as it must on a mark that contradicts its hello
 * @param staticRsa whether the server's random was not signed, and so proves less
 * @param stack which implementation the client is by its suites to TLS 1.2: the same with and without TLS 1.3. JA4 cannot
 *     tell that, since the highest version is a part of it
 * @param offer everything in the hello that decides the server's choice
 */
record Hello(
        String offered,
        boolean alone,
        boolean whole,
        String negotiated,
        boolean answerWhole,
        String sentinel,
        boolean fallbackScsv,
        boolean completed,
        boolean resumed,
        String refusal,
        boolean fallbackRefused,
        boolean markRejected,
        boolean staticRsa,
        long stack,
        long offer) {

    private static final Set<String> VERSION_ALERTS =
            Set.of("handshake_failure", "illegal_parameter", "protocol_version", "inappropriate_fallback");
    /** Less than any client waits for a server before it tries again with less; more than who only looks by stays. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Set<String> SILENT_REFUSALS = Set.of("reset_by_server", "closed_by_server", "no_server_hello");

    /**
     * Empty for observations that neither decide a handshake nor are the last word about an undecided one, and for those
     * whose ClientHello was not seen. Missing packets hide how a handshake ended, yet take nothing from what the hellos said.
     */
    static Optional<Hello> of(Observation observation) {
        boolean completed = Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED);
        boolean failed = Services.hasAction(observation, Actions.HANDSHAKE_FAILED);
        if (observation.tls() == null
                || observation.plainsight() == null
                || observation.plainsight().tls() == null
                || !completed && !failed && !endedUndecided(observation)) {
            return Optional.empty();
        }
        Observation.Tls tls = observation.tls();
        Observation.TlsDetail detail = observation.plainsight().tls();
        String offered = TlsVersions.highest(detail.offeredVersions());
        if (offered == null) {
            return Optional.empty();
        }
        Observation.Handshake handshake = observation.plainsight().handshake();
        String alert = handshake == null || !failed ? null : handshake.alert();
        String sender = handshake == null ? null : handshake.alertSender();
        boolean renegotiated = Boolean.TRUE.equals(detail.renegotiation());
        List<String> suites = tls.client() == null ? null : tls.client().supportedCiphers();
        return Optional.of(new Hello(
                offered,
                detail.offeredVersions().stream().allMatch("1.3"::equals),
                isWhole(tls.client()),
                TlsVersions.rank(tls.version()) < 0 ? null : tls.version(),
                isAnswerWhole(tls, detail),
                renegotiated ? null : detail.downgradeSentinel(),
                Boolean.TRUE.equals(detail.fallbackScsv()),
                completed,
                Boolean.TRUE.equals(tls.resumed()),
                failed ? refusal(observation, alert) : null,
                "inappropriate_fallback".equals(alert) && !"client".equals(sender),
                "illegal_parameter".equals(alert) && "client".equals(sender),
                isStaticRsa(tls.cipher()),
                stack(suites),
                offer(detail, suites)));
    }

    private static boolean endedUndecided(Observation observation) {
        Observation.Handshake handshake = observation.plainsight().handshake();
        return Services.hasAction(observation, Actions.FLOW_ENDED)
                && handshake != null
                && !"completed".equals(handshake.state())
                && !"failed".equals(handshake.state());
    }

    /** A hello that was cut short, or came in SSLv2's framing, has no fingerprints. */
    private static boolean isWhole(Observation.Client client) {
        return client != null && (client.ja3() != null || client.ja4() != null);
    }

    /** Of an older version, the sensor tells of extensions where it read all of them, and only there. */
    private static boolean isAnswerWhole(Observation.Tls tls, Observation.TlsDetail detail) {
        return TlsVersions.TLS_1_3.equals(tls.version()) || detail.extendedMasterSecret() != null;
    }

    private static String refusal(Observation observation, String alert) {
        if (alert != null) {
            return VERSION_ALERTS.contains(alert) ? alert : null;
        }
        Observation.Handshake handshake = observation.plainsight().handshake();
        String failure = handshake == null ? null : handshake.failure();
        if (waitedInVain(observation, handshake)) {
            failure = "no_server_hello";
        }
        boolean silent = failure != null && SILENT_REFUSALS.contains(failure);
        return silent && Services.sawDestination(observation) ? failure : null;
    }

    /** Whether it was the client that hung up, after nothing had come for its hello for a while. */
    private static boolean waitedInVain(Observation observation, Observation.Handshake handshake) {
        return handshake != null
                && "client_hello".equals(handshake.phase())
                && ("closed_by_client".equals(handshake.failure()) || "reset_by_client".equals(handshake.failure()))
                && observation.event().start() != null
                && Duration.between(observation.event().start(), observation.timestamp())
                                .compareTo(PATIENCE)
                        >= 0;
    }

    private static long stack(List<String> suites) {
        long hash = Fnv.BASIS;
        if (suites != null) {
            for (String suite : suites) {
                // TLS 1.3 suites come and go with TLS 1.3, signalling values with circumstances
                if (suite.contains("_WITH_")) {
                    hash = Fnv.with(hash, suite);
                }
            }
        }
        return hash;
    }

    private static long offer(Observation.TlsDetail detail, List<String> suites) {
        long hash = Fnv.with(Fnv.BASIS, detail.offeredVersions());
        hash = Fnv.with(hash, suites);
        hash = Fnv.with(hash, detail.offeredGroups());
        hash = Fnv.with(hash, detail.keyShareGroups());
        return Fnv.with(hash, detail.offeredProtocols());
    }

    boolean offers(String version) {
        return TlsVersions.rank(offered) >= TlsVersions.rank(version);
    }

    boolean endedBelow(String version) {
        return negotiated != null && TlsVersions.rank(negotiated) < TlsVersions.rank(version);
    }

    boolean versionRefused() {
        return refusal != null;
    }

    /** BoringSSL's marker for JDK 11.0.0 and 11.0.1: a server that steps back from 1.3 for a client with a known defect. */
    boolean isKnownWorkaround() {
        return "jdk11".equals(sentinel);
    }

    /** The version that the server's own random says it could have spoken; null when it says nothing. */
    String provenByServer() {
        if (sentinel == null || negotiated == null || !endedBelow(TlsVersions.TLS_1_3)) {
            return null; // with TLS 1.3 the value is an accident of some servers (GnuTLS did this)
        }
        return switch (sentinel) {
            case "tls12", "jdk11" -> TlsVersions.TLS_1_3;
            case "tls11" -> TlsVersions.TLS_1_2;
            default -> null;
        };
    }

    private static boolean isStaticRsa(String cipher) {
        return cipher != null && CipherSuiteTraits.of(cipher).keyExchange().startsWith("RSA");
    }
}

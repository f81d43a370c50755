package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a handshake was pushed below what both sides can. Stateless, thread-safe.
 *
 * <p>A TLS 1.3 server that ends lower says so in its signed random (RFC 8446 section 4.1.3), so a mark that contradicts the
 * ClientHello we saw is proof by itself. Everything else compares with memory. The rows, first match wins:
 *
 * <pre>
 *  row                      client offers   ends at   needs                                      severity
 *  fallback-refused         any             -         SCSV answered by alert 86                  low; medium after a refused attempt
 *  sentinel-below-1.2       1.3             &lt;= 1.1    mark 00 or 01                              critical
 *  sentinel-1.2             1.3             1.2       mark 00 or 01                              high; critical if completed
 *  sentinel-legacy          1.2             &lt;= 1.1    mark 00                                    high
 *  fallback-accepted        &lt; server's best           SCSV, server has shown or proves better    high
 *  fallback-dance           &lt; refused one   lower     refused &lt;= 30 s ago, server can do better  high
 *  client-regression        1.2             1.2       mark 01, this address offered 1.3 before   info
 *  best-seen-regression     &gt;= server's best lower    server has shown better                    medium; info without history
 * </pre>
 *
 * A TLS 1.2 client at a TLS 1.3 server (mark 01, nothing else) is normal and no finding, as is a server limited to 1.2.
 */
final class DowngradeJudge {
    private static final double FORGEABLE_CONFIDENCE = 0.6;
    private static final double CERTAIN = 0.99;

    private final Zones zones;

    DowngradeJudge(Policy policy) {
        this.zones = new Zones(policy.zones());
    }

    Optional<Finding> judge(Observation observation, Hello hello, ServerMemory server, ClientMemory client) {
        Instant at = observation.timestamp();
        boolean fellBack = client.isFallback(hello, at);
        if (hello.fallbackScsv() && hello.fallbackRefused()) {
            return found(observation, hello, "fallback-refused", "fallback")
                    .severity(fellBack ? Severity.MEDIUM : Severity.LOW)
                    .reason("A client fell back to TLS " + hello.offered() + " and " + Services.text(observation)
                            + " refused: an earlier attempt was disturbed, though the server can do better.")
                    .note("fallback refused by the server")
                    .confidence(fellBack ? 0.9 : 0.7)
                    .buildOptional();
        }
        if (hello.negotiated() == null || !hello.endedBelow(TlsVersions.TLS_1_3) || "jdk11".equals(hello.sentinel())) {
            return Optional.empty();
        }
        Optional<Finding> proven = provenByMark(observation, hello);
        return proven.isPresent() ? proven : comparedWithMemory(observation, hello, server, client, fellBack);
    }

    private Optional<Finding> provenByMark(Observation observation, Hello hello) {
        boolean below12 = hello.endedBelow(TlsVersions.TLS_1_2);
        if (hello.sentinel() == null) {
            return Optional.empty();
        }
        if (hello.offers(TlsVersions.TLS_1_3)) {
            return found(observation, hello, below12 ? "sentinel-below-1.2" : "sentinel-1.2", "sentinel")
                    .severity(below12 || hello.completed() ? Severity.CRITICAL : Severity.HIGH)
                    .reason("The client offered TLS 1.3 to " + Services.text(observation)
                            + ", yet the server was asked for less: it answered TLS " + hello.negotiated()
                            + " and marked that as a downgrade, so something on the way changed the hello"
                            + (hello.completed() ? ", and the handshake completed." : "."))
                    .note("offered 1.3, ended at " + hello.negotiated() + " with a downgrade mark")
                    .confidence(hello.staticRsa() ? FORGEABLE_CONFIDENCE : CERTAIN)
                    .buildOptional();
        }
        if (below12 && hello.offers(TlsVersions.TLS_1_2) && hello.sentinel().equals("tls11")) {
            return found(observation, hello, "sentinel-legacy", "sentinel")
                    .severity(Severity.HIGH)
                    .reason("The client offered TLS 1.2 to " + Services.text(observation) + ", which can do it, yet the"
                            + " handshake ended at TLS " + hello.negotiated() + ".")
                    .note("offered 1.2, ended at " + hello.negotiated() + " with a downgrade mark")
                    .confidence(hello.staticRsa() ? FORGEABLE_CONFIDENCE : CERTAIN)
                    .buildOptional();
        }
        return Optional.empty();
    }

    private Optional<Finding> comparedWithMemory(
            Observation observation, Hello hello, ServerMemory server, ClientMemory client, boolean fellBack) {
        Instant at = observation.timestamp();
        String best = better(hello.provenByServer(), server.best(at));
        if (best == null || !hello.endedBelow(best)) {
            return Optional.empty();
        }
        String service = Services.text(observation);
        if (hello.fallbackScsv()) {
            return found(observation, hello, "fallback-accepted", "fallback")
                    .severity(Severity.HIGH)
                    .reason("A client fell back to TLS " + hello.offered() + " (TLS_FALLBACK_SCSV) and " + service
                            + " accepted " + hello.negotiated() + ", though it can do " + best + ".")
                    .note("fallback accepted at " + hello.negotiated())
                    .value("server_best", best)
                    .confidence(0.9)
                    .buildOptional();
        }
        if (fellBack) {
            return found(observation, hello, "fallback-dance", "fallback")
                    .severity(Severity.HIGH)
                    .trusting(Certainty.of(observation))
                    .reason("A client was refused with " + client.refused() + " and, within 30 s, ended at "
                            + hello.negotiated() + " on " + service + ", which can do " + best + ".")
                    .note("refused with " + client.refused() + ", then " + hello.negotiated())
                    .value("server_best", best)
                    .confidence(0.8)
                    .buildOptional();
        }
        if (!hello.offers(best)) {
            return clientRegression(observation, hello, client.betterOffer(hello, at), best);
        }
        if (server.isMixedPool(hello.negotiated(), best, at)) {
            return Optional.empty();
        }
        boolean established = server.isEstablished(best, at);
        return found(observation, hello, "best-seen-regression", "regression")
                .severity(established ? Severity.MEDIUM : Severity.INFO)
                .reason(service + " chose " + hello.negotiated() + " although the client offered " + hello.offered()
                        + " and the service has used " + best + " before.")
                .note("ended at " + hello.negotiated() + ", best seen " + best)
                .value("server_best", best)
                .value("server_best_count", server.count(best, at))
                .threshold("server_best_count", ServerMemory.ESTABLISHED_COUNT)
                .confidence(established ? 0.7 : 0.3)
                .buildOptional();
    }

    /** Suggestive only: one address may hide several clients. */
    private Optional<Finding> clientRegression(Observation observation, Hello hello, String betterOffer, String best) {
        if (betterOffer == null || TlsVersions.rank(betterOffer) < TlsVersions.rank(best)) {
            return Optional.empty();
        }
        return found(observation, hello, "client-regression", "client")
                .severity(Severity.INFO)
                .reason(observation.source().ip() + " offered " + betterOffer + " to " + Services.text(observation)
                        + " before and now only " + hello.offered() + ".")
                .note("client offers less than before")
                .value("client_best", betterOffer)
                .value("server_best", best)
                .confidence(0.3)
                .buildOptional();
    }

    private static String better(String one, String other) {
        return TlsVersions.rank(one) >= TlsVersions.rank(other) ? one : other;
    }

    private FindingBuilder found(Observation observation, Hello hello, String row, String cause) {
        return FindingBuilder.of(DowngradeRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .cause(cause)
                .value("row", row)
                .value("offered", hello.offered())
                .value("negotiated", hello.negotiated())
                .value("sentinel", hello.sentinel())
                .value("fallback_scsv", hello.fallbackScsv())
                .value("completed", hello.completed())
                .threshold("negotiated", hello.offered());
    }
}

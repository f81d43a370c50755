package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.policy.Zones;
import java.util.List;
import java.util.Optional;

/**
 * Finds what one handshake proves by itself. A TLS 1.3 server that ends lower says so in its signed random (RFC 8446 section
 * 4.1.3, RFC 9846), so a mark that contradicts the ClientHello means that the server read another hello than we did.
 * Stateless, thread-safe.
 *
 * <p>The mark is eight bytes of a random: by chance it appears once in 2^64 handshakes. A TLS 1.2 client at a TLS 1.3 server
 * (mark 01, nothing else) is normal, as is a server limited to 1.2, which marks nothing.
 */
final class MarkJudge {
    private static final double FORGEABLE = 0.6;
    private static final double CERTAIN = 0.99;

    private final Zones zones;

    MarkJudge(Zones zones) {
        this.zones = zones;
    }

    Optional<Finding> judge(Observation observation, Hello hello) {
        boolean below12 = hello.endedBelow(TlsVersions.TLS_1_2);
        if (hello.provenByServer() == null || hello.isKnownWorkaround()) {
            return impossible(observation, hello);
        }
        if (prefersLess(observation, hello)) {
            return preferred(observation, hello);
        }
        if (hello.offers(TlsVersions.TLS_1_3)) {
            return proven(observation, hello, below12 ? "sentinel-below-1.2" : "sentinel-1.2")
                    .severity(below12 || hello.completed() ? Severity.CRITICAL : Severity.HIGH)
                    .reason("The client offered TLS 1.3 to " + Services.text(observation)
                            + ", yet the server was asked for less: it answered TLS " + hello.negotiated()
                            + " and marked that as a downgrade, so something on the way changed the hello"
                            + (hello.completed() ? ", and the handshake completed." : "."))
                    .note("offered 1.3, ended at " + hello.negotiated() + " with a downgrade mark")
                    .buildOptional();
        }
        if (below12 && hello.offers(TlsVersions.TLS_1_2) && hello.sentinel().equals("tls11")) {
            return proven(observation, hello, "sentinel-legacy")
                    .severity(Severity.HIGH)
                    .reason("The client offered TLS 1.2 to " + Services.text(observation) + ", which can do it, yet the"
                            + " handshake ended at TLS " + hello.negotiated() + ".")
                    .note("offered 1.2, ended at " + hello.negotiated() + " with a downgrade mark")
                    .buildOptional();
        }
        return hello.markRejected() ? rejected(observation, hello) : impossible(observation, hello);
    }

    /**
     * Whether the client itself ranks the version that it got before TLS 1.3. Its list is in the order of its preference (RFC 8446
     * section 4.2.1), which Go's server follows while it marks that it could do more.
     */
    private static boolean prefersLess(Observation observation, Hello hello) {
        List<String> listed = observation.plainsight().tls().offeredVersions();
        int got = listed.indexOf(hello.negotiated());
        return got >= 0 && got < listed.indexOf(TlsVersions.TLS_1_3);
    }

    private Optional<Finding> preferred(Observation observation, Hello hello) {
        Blame blame = Blame.client(
                0.7, "The client lists TLS " + hello.negotiated() + " before TLS 1.3: look at its settings.");
        return blame.on(Words.found(observation, hello, zones, "client-preference", "sentinel"))
                .severity(Severity.INFO)
                .reason("The hello to " + Services.text(observation) + " prefers TLS " + hello.negotiated()
                        + " to TLS 1.3; the server followed it and marked that it could do more, which clients refuse.")
                .note("prefers " + hello.negotiated() + " to 1.3")
                .confidence(0.7)
                .buildOptional();
    }

    private FindingBuilder proven(Observation observation, Hello hello, String row) {
        double confidence = hello.staticRsa() ? FORGEABLE : CERTAIN;
        Blame blame = Blame.onPath(
                Math.min(confidence, 0.95), "The server read another hello than the one that passed this sensor.");
        return blame.on(Words.found(observation, hello, zones, row, "sentinel").confidence(confidence));
    }

    /** The client saw a contradiction that we did not: it offered more than what passed here. */
    private Optional<Finding> rejected(Observation observation, Hello hello) {
        Blame blame = Blame.onPath(0.9, "The client offered more than the hello that passed this sensor.");
        return blame.on(Words.found(observation, hello, zones, "mark-rejected", "sentinel"))
                .severity(Severity.HIGH)
                .reason("The hello that reached " + Services.text(observation) + " offered TLS " + hello.offered()
                        + "; the server marked that as less than it can, and the client refused it with"
                        + " illegal_parameter, which it does only if it had offered more.")
                .note("mark refused by the client")
                .confidence(0.9)
                .buildOptional();
    }

    /** What no server answers to the hello that passed, whatever it can. */
    private Optional<Finding> impossible(Observation observation, Hello hello) {
        if (hello.negotiated() == null || hello.endedBelow("3.0")) {
            return Optional.empty();
        }
        String chosen = observation.tls().cipher();
        if (hello.answerWhole() && SuiteVersions.contradict(chosen, hello.negotiated())) {
            return Blame.onPath(0.9, "The answer that passed this sensor is not the one that the server gave.")
                    .on(Words.found(observation, hello, zones, "suite-of-another-version", "sentinel"))
                    .value("cipher", chosen)
                    .severity(Severity.HIGH)
                    .reason(Services.text(observation) + " answered TLS " + hello.negotiated() + " with " + chosen
                            + ", which that version does not have: something on the way changed the answer.")
                    .note("TLS " + hello.negotiated() + " with " + chosen)
                    .confidence(0.9)
                    .buildOptional();
        }
        // a server that cannot read the list of versions chooses from below it: only what is above proves something
        if (hello.whole() && !hello.offers(hello.negotiated())) {
            return Blame.onPath(0.8, "The server answered a hello that did not pass this sensor.")
                    .on(Words.found(observation, hello, zones, "unoffered-version", "sentinel"))
                    .severity(hello.completed() ? Severity.HIGH : Severity.MEDIUM)
                    .reason(Services.text(observation) + " chose TLS " + hello.negotiated()
                            + ", where the hello that passed this sensor offered no more than " + hello.offered()
                            + ": something on the way changed the hello or the answer.")
                    .note("chose a version that was not offered")
                    .confidence(0.8)
                    .buildOptional();
        }
        return unoffered(observation, hello);
    }

    /** RFC 8446 section 4.1.3 and RFC 5246 section 7.4.1.3: the server chooses from what the client listed. */
    private Optional<Finding> unoffered(Observation observation, Hello hello) {
        Observation.Client client = observation.tls().client();
        List<String> offered = client == null ? null : client.supportedCiphers();
        String chosen = observation.tls().cipher();
        if (!hello.whole() || offered == null || offered.isEmpty() || chosen == null || offered.contains(chosen)) {
            return Optional.empty();
        }
        return Blame.onPath(0.8, "The server answered a hello that did not pass this sensor.")
                .on(Words.found(observation, hello, zones, "unoffered-suite", "sentinel"))
                .value("cipher", chosen)
                .severity(hello.completed() ? Severity.HIGH : Severity.MEDIUM)
                .reason(Services.text(observation) + " chose " + chosen
                        + ", which the hello that passed this sensor did not offer: something on the way changed the hello"
                        + " or the answer.")
                .note("chose what was not offered")
                .confidence(0.8)
                .buildOptional();
    }
}

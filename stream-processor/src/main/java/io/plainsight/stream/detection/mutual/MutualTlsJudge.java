package io.plainsight.stream.detection.mutual;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Service;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.Hashes;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges whether clients showed the certificates that they should, by the policy or by what the service showed before.
 * Stateless, thread-safe.
 */
final class MutualTlsJudge {
    static final String ABSENT = "absent";
    static final String REFUSED = "refused";

    /** From this share of the hour's attempts on, refusals are the service's trouble and not one client's. */
    static final double FAILING_SHARE = 0.2;

    static final long FAILING_COUNT = 10;

    /** So many clients accepted in a row of an hour, without a refusal, end it. */
    static final long RECOVERED_COUNT = 10;

    private static final double BASELINE_CONFIDENCE = 0.8;

    private final Policy policy;
    private final Zones zones;

    MutualTlsJudge(Policy policy) {
        this.policy = policy;
        this.zones = new Zones(policy.zones());
    }

    /** What follows from a connection; {@code next} is the same memory where nothing was learned. */
    record Outcome(List<Finding> findings, MutualTlsMemory next) {}

    /** Whether a service that nothing is known of has to be remembered for this connection. */
    boolean matters(Observation observation, ClientCertificate shown, MutualTlsMemory memory) {
        return shown != ClientCertificate.ABSENT || memory != null || isRequired(observation);
    }

    private boolean isRequired(Observation observation) {
        return wanted(observation) == Service.MutualTls.REQUIRED;
    }

    /** Null where the policy says nothing about the service. */
    private Service.MutualTls wanted(Observation observation) {
        return policy.serviceOf(observation).map(Service::mutualTls).orElse(null);
    }

    Outcome judge(Observation observation, ClientCertificate shown, MutualTlsMemory memory) {
        Service.MutualTls wanted = wanted(observation);
        boolean required = wanted == Service.MutualTls.REQUIRED;
        boolean usual = wanted == null && memory.isBaseline(observation.timestamp());
        List<Finding> findings = new ArrayList<>(1);
        MutualTlsMemory next = memory;
        if (shown == ClientCertificate.REFUSED) {
            next = next.inHour(true, observation.timestamp());
            if (required || usual) {
                boolean failing = isFailing(next);
                findings.add(refused(observation, next, failing, required));
                next = failing == next.failing() ? next : next.failing(true);
            }
            return new Outcome(List.copyOf(findings), next);
        }
        boolean presented = shown == ClientCertificate.PRESENTED;
        boolean exempt = memory.without().contains(observation.source().ip());
        if (!presented && (required || usual && !exempt)) {
            findings.add(absent(observation, memory, required));
        }
        if (memory.known() < MutualTlsMemory.COUNTED || isSampled(observation)) {
            next = next.with(observation.source().ip(), presented, observation.timestamp());
        }
        if (presented && (required || usual) && (next.refused() > 0 || next.failing())) {
            next = next.inHour(false, observation.timestamp());
            if (next.failing() && next.refused() == 0 && next.accepted() >= RECOVERED_COUNT) {
                findings.add(recovered(observation, next));
                next = next.failing(false);
            }
        }
        return new Outcome(List.copyOf(findings), next);
    }

    /** By the connection's id, so that a second run over the same connections counts the same ones. */
    private static boolean isSampled(Observation observation) {
        return Hashes.of(observation.event().id()) % MutualTlsMemory.SAMPLE == 0;
    }

    private static boolean isFailing(MutualTlsMemory memory) {
        return memory.refused() >= FAILING_COUNT && memory.refusedShare() >= FAILING_SHARE;
    }

    private Finding absent(Observation observation, MutualTlsMemory memory, boolean required) {
        String mutual = observation.plainsight().tls() == null
                ? null
                : observation.plainsight().tls().mutual();
        boolean asked = "declined".equals(mutual);
        double inferred = ClientCertificate.confidence(observation);
        return FindingBuilder.of(MutualTlsRule.TEXT, observation)
                .about(subject(observation), Services.entity(observation, zones))
                .cause(ABSENT)
                .severity(required ? Severity.HIGH : Severity.MEDIUM)
                .reason(observation.source().ip() + " completed a handshake with " + Services.text(observation)
                        + " without a client certificate"
                        + (asked
                                ? ": the server asked for one and went on without"
                                : ": the server did not ask for one")
                        + (required
                                ? ", though the policy requires it."
                                : ", though " + memory.presented() + " of " + memory.known()
                                        + " handshakes before had one."))
                .note(asked ? "asked for a certificate, none given, accepted" : "no certificate asked for")
                .value("client", observation.source().ip())
                .value("version", observation.tls().version())
                .value("inferred", inferred < 1 ? true : null)
                .value("expected_by", required ? "policy" : "baseline")
                .value("presented", memory.known() == 0 ? null : memory.presented())
                .value("known", memory.known() == 0 ? null : memory.known())
                .threshold("client_certificate", "required")
                .threshold("baseline_share", MutualTlsMemory.BASELINE_SHARE)
                .confidence(inferred * (required ? 1 : BASELINE_CONFIDENCE))
                .trusting(Certainty.of(observation))
                .build();
    }

    /** One client that is refused is that client's trouble and notifies nobody; many are the service's. */
    private Finding refused(Observation observation, MutualTlsMemory memory, boolean failing, boolean required) {
        String alert = observation.plainsight().handshake() == null
                ? null
                : observation.plainsight().handshake().alert();
        String service = Services.text(observation);
        String rate = Math.round(100 * memory.refusedShare()) + "% of its";
        return FindingBuilder.of(MutualTlsRule.TEXT, observation)
                .about(subject(observation), Services.entity(observation, zones))
                .cause(REFUSED)
                .severity(failing ? Severity.MEDIUM : Severity.INFO)
                .reason(
                        failing
                                ? service + " refuses " + rate + " clients over their certificates, last "
                                        + observation.source().ip() + (alert == null ? "." : " with " + alert + ".")
                                : service + " refused " + observation.source().ip()
                                        + " over its certificate, or for having none"
                                        + (alert == null ? "." : ": " + alert + "."))
                .note(alert == null ? "refused, inferred from record lengths" : "refused with " + alert)
                .value("client", observation.source().ip())
                .value("alert", alert)
                .value("refused", memory.refused())
                .value("accepted", memory.accepted())
                .value("refused_share", Math.round(100 * memory.refusedShare()) / 100.0)
                .value("expected_by", required ? "policy" : "baseline")
                .threshold("refused", FAILING_COUNT)
                .threshold("refused_share", FAILING_SHARE)
                .confidence(ClientCertificate.confidence(observation))
                .remediation(
                        "See which certificate the clients named show, and whether its issuer, its dates and its purpose"
                                + " are what the server accepts; a change of the server's list of authorities is the usual cause"
                                + " when many are refused at once.")
                .build();
    }

    private Finding recovered(Observation observation, MutualTlsMemory memory) {
        return FindingBuilder.of(MutualTlsRule.TEXT, observation)
                .about(subject(observation), Services.entity(observation, zones))
                .cause(REFUSED)
                .reason(Services.text(observation) + " accepted " + memory.accepted()
                        + " clients of this hour and refused none.")
                .note("accepted with a certificate")
                .value("accepted", memory.accepted())
                .resolved(true)
                .build();
    }

    private static String subject(Observation observation) {
        String name = Services.requestedName(observation);
        return name.isEmpty() ? observation.key() : observation.key() + '|' + name;
    }
}

package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Judges the validity of the certificates of both sides at the packets' time. Stateless, thread-safe. */
final class CertificateExpiryJudge {
    private final Policy policy;
    private final Zones zones;

    CertificateExpiryJudge(Policy policy) {
        this.policy = policy;
        this.zones = new Zones(policy.zones());
    }

    List<Finding> judge(Observation observation) {
        Observation.Tls tls = observation.tls();
        List<Finding> findings = new ArrayList<>(1);
        if (tls.server() != null) {
            Observation.Server server = tls.server();
            judge(
                    findings,
                    observation,
                    "server",
                    server.subject(),
                    server.notBefore(),
                    server.notAfter(),
                    server.hash());
        }
        if (tls.client() != null) {
            Observation.Client client = tls.client();
            judge(
                    findings,
                    observation,
                    "client",
                    client.subject(),
                    client.notBefore(),
                    client.notAfter(),
                    client.hash());
        }
        return findings;
    }

    private void judge(
            List<Finding> findings,
            Observation observation,
            String side,
            String subject,
            Instant notBefore,
            Instant notAfter,
            Observation.Hash hash) {
        ExpiryStage.of(notBefore, notAfter, observation.timestamp(), policy.certificateStages())
                .ifPresent(stage -> findings.add(FindingBuilder.of(CertificateExpiryRule.TEXT, observation)
                        .about(
                                Certificates.subject(observation, hash, subject),
                                Certificates.entity(observation, hash, subject, zones))
                        .severity(stage.severity())
                        .reason(reason(observation, side, subject, notAfter, stage))
                        .note(
                                stage.name().equals("expired")
                                        ? "expired certificate in use"
                                        : "certificate in its last days")
                        .value("stage", stage.name())
                        .value("side", side)
                        .value("not_before", notBefore == null ? null : notBefore.toString())
                        .value("not_after", notAfter.toString())
                        .value("remaining_days", stage.remaining().toDays())
                        .value("service", Services.text(observation))
                        .value("sha256", hash == null ? null : hash.sha256())
                        .threshold("remaining_days", stage.limit().toDays())
                        .build()));
    }

    private static String reason(
            Observation observation, String side, String subject, Instant notAfter, ExpiryStage stage) {
        String what =
                "The " + side + " certificate " + Certificates.name(subject) + " used at " + Services.text(observation);
        long days = Math.abs(stage.remaining().toDays());
        String span = days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days";
        return stage.name().equals("expired")
                ? what + " expired " + span + " before it was used, on " + notAfter + "."
                : what + " expires in " + span + ", on " + notAfter + ".";
    }
}

package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges the validity of the certificates of both sides at the packets' time. Stateless, thread-safe. */
final class CertificateExpiryJudge {
    private final Policy policy;
    private final Zones zones;

    CertificateExpiryJudge(Policy policy) {
        this.policy = policy;
        this.zones = new Zones(policy.zones());
    }

    /** The stage of a server's certificate by its dates alone; empty for none. */
    String stage(Observation.Server server, Instant at) {
        return ExpiryStage.of(server.notBefore(), server.notAfter(), at, policy.certificateStages())
                .map(ExpiryStage::name)
                .orElse("");
    }

    /**
     * The server's certificate.
     *
     * @param rhythm in which certificates of this name are replaced
     */
    List<Finding> server(Observation observation, RenewalRhythm rhythm) {
        Observation.Server server = observation.tls().server();
        if (server == null) {
            return List.of();
        }
        return judge(
                observation, "server", server.subject(), server.notBefore(), server.notAfter(), server.hash(), rhythm);
    }

    /** The client's certificate. */
    List<Finding> client(Observation observation) {
        Observation.Client client = observation.tls().client();
        return client == null
                ? List.of()
                : judge(
                        observation,
                        "client",
                        client.subject(),
                        client.notBefore(),
                        client.notAfter(),
                        client.hash(),
                        RenewalRhythm.UNKNOWN);
    }

    private List<Finding> judge(
            Observation observation,
            String side,
            String subject,
            Instant notBefore,
            Instant notAfter,
            Observation.Hash hash,
            RenewalRhythm rhythm) {
        Optional<ExpiryStage> stage =
                ExpiryStage.of(notBefore, notAfter, observation.timestamp(), policy.certificateStages());
        if (rhythm.isKnown()) {
            stage = ExpiryStage.byRhythm(stage, notBefore, notAfter, observation.timestamp(), rhythm);
        }
        return stage
                .map(reached -> finding(observation, side, subject, notBefore, notAfter, hash, reached, rhythm))
                .stream()
                .toList();
    }

    private Finding finding(
            Observation observation,
            String side,
            String subject,
            Instant notBefore,
            Instant notAfter,
            Observation.Hash hash,
            ExpiryStage stage,
            RenewalRhythm rhythm) {
        boolean overdue = stage.name().equals(ExpiryStage.OVERDUE);
        return FindingBuilder.of(CertificateExpiryRule.TEXT, observation)
                .about(
                        Certificates.subject(observation, hash, subject),
                        Certificates.entity(observation, hash, subject, zones))
                .severity(stage.severity())
                .reason(reason(observation, side, subject, notAfter, stage))
                .note(
                        stage.name().equals(ExpiryStage.EXPIRED)
                                ? "expired certificate in use"
                                : overdue ? "renewal overdue" : "certificate in its last days")
                .value("stage", stage.name())
                .value("side", side)
                .value("not_before", notBefore == null ? null : notBefore.toString())
                .value("not_after", notAfter.toString())
                .value("remaining_days", stage.remaining().toDays())
                .value("usual_renewal_share", rhythm.isKnown() ? Math.round(rhythm.share() * 100) / 100.0 : null)
                .value("service", Services.text(observation))
                .value("sha256", hash == null ? null : hash.sha256())
                .threshold("remaining_days", stage.limit().toDays())
                .build();
    }

    private static String reason(
            Observation observation, String side, String subject, Instant notAfter, ExpiryStage stage) {
        String what =
                "The " + side + " certificate " + Certificates.name(subject) + " used at " + Services.text(observation);
        long days = Math.abs(stage.remaining().toDays());
        String span = days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days";
        return stage.name().equals(ExpiryStage.EXPIRED)
                ? what + " expired " + span + " before it was used, on " + notAfter + "."
                : stage.name().equals(ExpiryStage.OVERDUE)
                        ? what + " should have been renewed by now, as those before it were; it expires in " + span
                                + ", on " + notAfter + "."
                        : what + " expires in " + span + ", on " + notAfter + ".";
    }
}

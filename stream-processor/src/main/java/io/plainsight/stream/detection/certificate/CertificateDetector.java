package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.PolicyInForce;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Certificates that are about to end, have ended, or are unfit. Judged from every handshake that showed one, failed ones
 * included: an expired certificate is the very reason for many failures. The alert is the certificate's, wherever it is
 * used; no state but the episode.
 */
public final class CertificateDetector implements Detector {
    private final Supplier<CertificateExpiryJudge> expiry;
    private final Supplier<CertificateWeakJudge> weak;

    public CertificateDetector(PolicyInForce policy) {
        this.expiry = policy.derive(CertificateExpiryJudge::new);
        this.weak = policy.derive(CertificateWeakJudge::new);
    }

    @Override
    public String name() {
        return "certificate";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(CertificateExpiryRule.TEXT, CertificateWeakRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.flatMapValues(this::judge, Named.as("certificate-judge"));
    }

    private List<Finding> judge(Observation observation) {
        boolean decides = Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)
                || Services.hasAction(observation, Actions.HANDSHAKE_FAILED);
        if (!decides || observation.tls() == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(expiry.get().judge(observation));
        findings.addAll(weak.get().judge(observation));
        return findings;
    }
}

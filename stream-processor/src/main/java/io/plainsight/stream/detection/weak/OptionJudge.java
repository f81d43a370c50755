package io.plainsight.stream.detection.weak;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.Reasons;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.policy.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Judges what a TLS 1.2 or older handshake agreed upon beside version, suite and group: compression, renegotiation, and the
 * hash under the server's key exchange. TLS 1.3 has none of these. Stateless, thread-safe.
 */
final class OptionJudge {
    /** The causes, one alert each. */
    static final String COMPRESSION = "compression";

    static final String RENEGOTIATION = "renegotiation";
    static final String SIGNATURE = "signature-hash";

    /** RFC 9155, in the spelling of {@code plainsight.tls.signature_algorithm}. */
    private static final Set<String> WEAK_SIGNATURES =
            Set.of("rsa_pkcs1_sha1", "ecdsa_sha1", "dsa_sha1", "rsa_md5", "ecdsa_md5", "dsa_md5");

    private final Zones zones;

    OptionJudge(Zones zones) {
        this.zones = zones;
    }

    /** @param observation of a completed handshake */
    List<Finding> judge(Observation observation) {
        Observation.TlsDetail detail = observation.plainsight() == null
                ? null
                : observation.plainsight().tls();
        boolean newest = TlsVersions.rank(observation.tls().version()) >= TlsVersions.rank("1.3");
        if (detail == null || newest) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(1);
        if (detail.compression() != null && !detail.compression().equals("null")) {
            findings.add(start(observation, COMPRESSION)
                    .severity(Severity.MEDIUM)
                    .reason(Services.text(observation) + " compresses inside TLS (" + detail.compression()
                            + "), whose lengths give secrets away (CRIME).")
                    .note("TLS compression " + detail.compression())
                    .value("compression", detail.compression())
                    .threshold("compression", "null")
                    .build());
        }
        if (isRenegotiationInsecure(observation, detail)) {
            boolean used = Boolean.TRUE.equals(detail.renegotiation());
            findings.add(start(observation, RENEGOTIATION)
                    .severity(used ? Severity.MEDIUM : Severity.LOW)
                    .reason(Services.text(observation) + " does not bind renegotiation to the connection (RFC 5746)"
                            + (used ? ", and renegotiated." : ", although the client asked for it."))
                    .note(used ? "renegotiated without RFC 5746" : "no answer to renegotiation_info")
                    .value("secure_renegotiation", false)
                    .value("renegotiated", used)
                    .threshold("secure_renegotiation", true)
                    .build());
        }
        if (detail.signatureAlgorithm() != null && WEAK_SIGNATURES.contains(detail.signatureAlgorithm())) {
            findings.add(start(observation, SIGNATURE)
                    .severity(detail.signatureAlgorithm().endsWith("md5") ? Severity.MEDIUM : Severity.LOW)
                    .reason(Services.text(observation) + " signs its key exchange with " + detail.signatureAlgorithm()
                            + ", a broken hash.")
                    .note(detail.signatureAlgorithm())
                    .value("signature_algorithm", detail.signatureAlgorithm())
                    .threshold("signature_algorithm", "no MD5, no SHA-1")
                    .build());
        }
        return findings;
    }

    /** The sensor's word, which knows whether the client asked and the answer was read to its end. */
    private static boolean isRenegotiationInsecure(Observation observation, Observation.TlsDetail detail) {
        List<Observation.Reason> reasons = observation.plainsight().reasons();
        if (reasons != null) {
            for (Observation.Reason reason : reasons) {
                if (Reasons.TLS_RENEGOTIATION_INSECURE.equals(reason.rule())) {
                    return true;
                }
            }
        }
        return Boolean.TRUE.equals(detail.renegotiation()) && Boolean.FALSE.equals(detail.secureRenegotiation());
    }

    private FindingBuilder start(Observation observation, String cause) {
        return FindingBuilder.of(WeakTlsOptionRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .cause(cause)
                .value("option", cause)
                .value("version", observation.tls().version());
    }
}

package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.policy.Zones;

/** How alerts name a certificate. */
final class Certificates {
    private static final int SHOWN_HASH_DIGITS = 12;

    private Certificates() {}

    /** The fingerprint; for a certificate that the sensor could not hash, the service and the subject. */
    static String subject(Observation observation, Observation.Hash hash, String subject) {
        return hash != null && hash.sha256() != null ? hash.sha256() : observation.key() + '/' + subject;
    }

    /** {@code CN=db.internal (sha256 1f0a…) at 10.0.1.9:443 (db.internal)}. */
    static Alert.Entity entity(Observation observation, Observation.Hash hash, String subject, Zones zones) {
        String fingerprint = hash == null || hash.sha256() == null ? "" : " (sha256 " + brief(hash.sha256()) + ")";
        return new Alert.Entity(
                "certificate",
                name(subject) + fingerprint + " at " + Services.text(observation),
                zones.of(observation, Side.DESTINATION));
    }

    /** The first digits of a hash. */
    static String brief(String hash) {
        return hash.substring(0, Math.min(SHOWN_HASH_DIGITS, hash.length())) + "…";
    }

    /** SHA-256 of the public key of the server's own certificate; null where the sensor does not tell. */
    static String publicKey(Observation observation) {
        Observation.Certificates chains = observation.plainsight() == null
                ? null
                : observation.plainsight().certificates();
        Observation.Chain chain = chains == null ? null : chains.server();
        return chain == null
                        || chain.certificates() == null
                        || chain.certificates().isEmpty()
                ? null
                : chain.certificates().get(0).publicKeySha256();
    }

    static String name(String subject) {
        return subject == null || subject.isEmpty() ? "(no subject)" : subject;
    }
}

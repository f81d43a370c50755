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
        String fingerprint = hash == null || hash.sha256() == null
                ? ""
                : " (sha256 "
                        + hash.sha256()
                                .substring(
                                        0,
                                        Math.min(
                                                SHOWN_HASH_DIGITS, hash.sha256().length()))
                        + "…)";
        return new Alert.Entity(
                "certificate",
                name(subject) + fingerprint + " at " + Services.text(observation),
                zones.of(observation, Side.DESTINATION));
    }

    static String name(String subject) {
        return subject == null || subject.isEmpty() ? "(no subject)" : subject;
    }
}

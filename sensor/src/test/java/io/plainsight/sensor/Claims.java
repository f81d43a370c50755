package io.plainsight.sensor;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.events.tls.CipherSuiteTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What must hold of every observation, whatever the packets were. */
final class Claims {
    private static final Set<String> GOOD_VERSIONS = Set.of("1.2", "1.3");

    private Claims() {}

    /** The claims that {@code observation} breaks; empty when it is consistent. */
    static List<String> check(Observation observation) {
        List<String> broken = new ArrayList<>();
        Observation.Plainsight verdict = observation.plainsight();
        if (verdict.reasons().isEmpty()) {
            broken.add("a verdict without a reason");
        }
        if (verdict.protection() == Protection.PROTECTED) {
            checkProtected(observation, broken);
        }
        if (verdict.protection() == Protection.PLAINTEXT
                && observation.network().protocol() == null) {
            broken.add("plaintext of no protocol");
        }
        return broken;
    }

    private static void checkProtected(Observation observation, List<String> broken) {
        if (observation.source().packets() == 0 || observation.destination().packets() == 0) {
            broken.add("protected, yet one side was not seen");
        }
        if (observation.plainsight().reasons().stream().anyMatch(r -> r.rule().equals(Reasons.CRYPTO_ACCEPTABLE))) {
            checkOwnProtection(observation, broken);
        } else {
            checkTls(observation, broken);
        }
    }

    /** Protocols that protect themselves without TLS. */
    private static void checkOwnProtection(Observation observation, List<String> broken) {
        Observation.Crypto crypto = observation.plainsight().crypto();
        if (crypto == null || crypto.encryption() == null || !Boolean.TRUE.equals(crypto.established())) {
            broken.add("protected without a completed negotiation");
        }
        if (observation.plainsight().plaintext() != null) {
            broken.add("protected, yet something passed in clear");
        }
    }

    private static void checkTls(Observation observation, List<String> broken) {
        Observation.Tls tls = observation.tls();
        Observation.Handshake handshake = observation.plainsight().handshake();
        if (tls == null || handshake == null || !"completed".equals(handshake.state())) {
            broken.add("protected without a completed handshake");
            return;
        }
        if (!GOOD_VERSIONS.contains(tls.version())) {
            broken.add("protected with version " + tls.version());
        }
        if (tls.cipher() == null
                || !CipherSuiteTraits.of(tls.cipher()).weaknesses().isEmpty()) {
            broken.add("protected with suite " + tls.cipher());
        }
    }
}

package io.plainsight.stream.posture;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.detection.handshakefailure.cause.FailureClassifier;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Service;
import io.plainsight.stream.profile.Profile;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one ended connection adds to the figures. Stateless, thread-safe. */
final class ConnectionCount {
    /** Nothing was sent that could have been protected. */
    private static final Set<String> NO_DATA =
            Set.of(Reasons.NO_PAYLOAD, Reasons.TLS_HANDSHAKE_FAILED, Reasons.CRYPTO_NEGOTIATION_FAILED);

    private static final Set<String> MUTUAL_STATES =
            Set.of(Names.PRESENTED, Names.DECLINED, Names.REFUSED, Names.REQUESTED, Names.NOT_REQUESTED);

    private static final Set<String> NO_ENCRYPTION = Set.of("none", "ENCR_NULL", "ENCR_NULL_AUTH_AES_GMAC");
    /** More loss than that says nothing about what was lost. */
    private static final double MOST_LOSS = 0.99;

    private static final int THOUSANDTHS = 1000;

    /**
     * What the policy expects of the connection's service.
     *
     * @param mutual whether its clients have to show certificates
     */
    record Expected(Profile profile, boolean mutual) {
        static Expected of(Policy policy, Observation connection, String zone) {
            Optional<Service> service = policy.serviceOf(connection);
            return new Expected(
                    service.map(Service::profile).orElseGet(() -> policy.profileOf(zone)),
                    service.map(Service::mutualTls).orElse(null) == Service.MutualTls.REQUIRED);
        }
    }

    private ConnectionCount() {}

    /** @return what is to be remembered of the service now */
    static ServiceMemory add(
            Tally tally, Observation connection, Expected expected, ServiceMemory service, String hour) {
        Observation.Plainsight own = connection.plainsight();
        double lost = lostBesideIt(own);
        verdict(tally, connection, own, lost);
        ServiceMemory memory = service;
        if (connection.tls() != null) {
            memory = handshake(tally, connection, expected, memory, lost);
            memory = memory.withCertificate(connection.tls().server(), connection.timestamp(), hour, tally);
        } else if (own != null && own.crypto() != null) {
            negotiation(tally, own.crypto(), lost);
        }
        return memory;
    }

    /**
     * How many like it were probably lost unseen: where a share s of all packets was lost, s/(1-s) for each that was seen.
     */
    private static double lostBesideIt(Observation.Plainsight own) {
        if (own == null || own.capture() == null || own.capture().lostShare() == null) {
            return 0;
        }
        double share = Math.min(MOST_LOSS, Math.max(0, own.capture().lostShare()));
        return share / (1 - share);
    }

    private static void verdict(Tally tally, Observation connection, Observation.Plainsight own, double lost) {
        Protection protection = own == null || own.protection() == null ? Protection.UNKNOWN : own.protection();
        long bytes = bytes(connection.source()) + bytes(connection.destination());
        String protocol =
                connection.network() == null ? null : connection.network().protocol();
        tally.count(Names.CONNECTIONS, protection.text());
        tally.count(Names.BYTES, protection.text(), bytes);
        tally.count(Names.PROTOCOLS, protocol == null ? Names.UNKNOWN : protocol);
        tally.count(Names.LOST, Names.CONNECTIONS, Math.round(lost * THOUSANDTHS));
        tally.count(Names.LOST, Names.BYTES, Math.round(lost * THOUSANDTHS * bytes));
        if (protection == Protection.UNKNOWN && sentNothing(own)) {
            correct(tally, Names.NO_DATA, bytes);
        } else if (protection == Protection.WEAK && isUnencrypted(connection, own)) {
            correct(tally, Names.UNENCRYPTED, bytes);
        }
    }

    private static void correct(Tally tally, String correction, long bytes) {
        tally.count(Names.CORRECTIONS, correction + Names.CONNECTIONS);
        tally.count(Names.CORRECTIONS, correction + Names.BYTES, bytes);
    }

    private static boolean sentNothing(Observation.Plainsight own) {
        List<Observation.Reason> reasons = own == null ? null : own.reasons();
        return reasons != null
                && !reasons.isEmpty()
                && reasons.stream().allMatch(reason -> NO_DATA.contains(reason.rule()));
    }

    private static boolean isUnencrypted(Observation connection, Observation.Plainsight own) {
        if (connection.tls() != null && connection.tls().cipher() != null) {
            return CipherSuiteTraits.of(connection.tls().cipher()).weaknesses().contains("no encryption");
        }
        return own.crypto() != null
                && own.crypto().encryption() != null
                && NO_ENCRYPTION.contains(own.crypto().encryption());
    }

    private static ServiceMemory handshake(
            Tally tally, Observation connection, Expected expected, ServiceMemory service, double lost) {
        Observation.Tls tls = connection.tls();
        Observation.Plainsight own = connection.plainsight();
        Observation.Handshake handshake = own == null ? null : own.handshake();
        Observation.TlsDetail detail = own == null ? null : own.tls();
        String outcome = outcome(tls, handshake);
        tally.count(Names.HANDSHAKES, outcome);
        tally.count(Names.LOST, Names.HANDSHAKES, Math.round(lost * THOUSANDTHS));
        mutual(tally, connection, expected, outcome, lost);
        if (outcome.equals(Names.FAILED)) {
            tally.count(
                    Names.FAILURES,
                    FailureClassifier.of(connection).cause().group().id());
            return service;
        }
        tally.count(Names.LOST, Names.KEY_EXCHANGES, Math.round(lost * THOUSANDTHS));
        if (outcome.equals(Names.UNKNOWN)) {
            tally.count(Names.STRONG_SUITES, Names.UNKNOWN);
            tally.count(Names.FORWARD_SECRECY, Names.UNKNOWN);
            tally.count(Names.POST_QUANTUM, Names.UNKNOWN);
            return service;
        }
        if (TlsVersions.rank(tls.version()) >= 0) {
            tally.count(Names.TLS_VERSIONS, tls.version());
        }
        if (tls.cipher() != null) {
            tally.count(Names.CIPHER_SUITES, isNamed(tls.cipher()) ? tls.cipher() : Tally.OTHER);
        }
        tally.count(
                Names.STRONG_SUITES,
                Names.of(accepted(tls, detail, expected.profile().tls())));
        tally.count(Names.FORWARD_SECRECY, Names.of(forwardSecret(tls, detail)));
        Boolean chosen = postQuantum(tls, detail);
        Boolean offered = detail == null ? null : detail.postQuantumOffered();
        tally.count(Names.POST_QUANTUM, PostQuantumState.of(chosen, offered, service.postQuantum()));
        return Boolean.TRUE.equals(chosen) ? service.withPostQuantum() : service;
    }

    private static String outcome(Observation.Tls tls, Observation.Handshake handshake) {
        String state = handshake == null ? null : handshake.state();
        boolean completed = state == null ? Boolean.TRUE.equals(tls.established()) : state.equals(Names.COMPLETED);
        return completed ? Names.COMPLETED : Names.FAILED.equals(state) ? Names.FAILED : Names.UNKNOWN;
    }

    /**
     * What the server asked for counts, and what it should have asked for by the policy; what is not among the known words does
     * not.
     */
    private static void mutual(Tally tally, Observation connection, Expected expected, String outcome, double lost) {
        Observation.TlsDetail detail =
                connection.plainsight() == null ? null : connection.plainsight().tls();
        String state = detail == null ? null : detail.mutual();
        if (expected.mutual() && state == null || Names.NOT_REQUESTED.equals(state)) {
            boolean judged = expected.mutual()
                    && outcome.equals(Names.COMPLETED)
                    && !Boolean.TRUE.equals(connection.tls().resumed());
            state = !judged ? null : state == null && isTls13(connection) ? Names.REQUESTED : Names.NOT_REQUESTED;
        }
        if (state == null || !MUTUAL_STATES.contains(state)) {
            return;
        }
        boolean failed =
                outcome.equals(Names.FAILED) && (state.equals(Names.PRESENTED) || state.equals(Names.REQUESTED));
        tally.count(Names.MUTUAL, failed ? Names.FAILED : state);
        tally.count(Names.LOST, Names.MUTUAL, Math.round(lost * THOUSANDTHS));
    }

    /** There a request passes encrypted: none seen is not none made. */
    private static boolean isTls13(Observation connection) {
        return TlsVersions.TLS_1_3.equals(connection.tls().version());
    }

    private static Boolean forwardSecret(Observation.Tls tls, Observation.TlsDetail detail) {
        if (detail != null && detail.forwardSecret() != null) {
            return detail.forwardSecret();
        }
        return isNamed(tls.cipher()) ? CipherSuiteTraits.of(tls.cipher()).forwardSecret() : null;
    }

    /** By the limits of the rule {@code weak-cipher-suite}; null where nothing is refused and the suite is not known. */
    private static Boolean accepted(Observation.Tls tls, Observation.TlsDetail detail, Profile.Tls limits) {
        boolean encryptsThenMac = detail != null && Boolean.TRUE.equals(detail.encryptThenMac());
        Integer dhBits = detail == null ? null : detail.dhBits();
        boolean refused = !limits.weaknesses(tls.cipher(), encryptsThenMac, tls.curve(), dhBits)
                .isEmpty();
        return refused ? Boolean.FALSE : isNamed(tls.cipher()) ? Boolean.TRUE : null;
    }

    /** Whether the registry has a name for it; of a bare number nothing is known. */
    private static boolean isNamed(String cipher) {
        return cipher != null && !cipher.startsWith("0x");
    }

    /** TLS before 1.3 has no such group, and no such group will be added to it (RFC 9847, draft-ietf-tls-tls12-frozen). */
    private static Boolean postQuantum(Observation.Tls tls, Observation.TlsDetail detail) {
        if (detail != null && detail.postQuantum() != null) {
            return detail.postQuantum();
        }
        int rank = TlsVersions.rank(tls.version());
        return rank >= 0 && rank < TlsVersions.rank(TlsVersions.TLS_1_3) ? Boolean.FALSE : null;
    }

    /** SSH, IKE and others that exchange keys in their own way. */
    private static void negotiation(Tally tally, Observation.Crypto crypto, double lost) {
        if (Boolean.FALSE.equals(crypto.established())) {
            return;
        }
        tally.count(Names.LOST, Names.KEY_EXCHANGES, Math.round(lost * THOUSANDTHS));
        tally.count(Names.FORWARD_SECRECY, Names.of(crypto.forwardSecret()));
        tally.count(Names.POST_QUANTUM, PostQuantumState.of(crypto));
    }

    private static long bytes(Observation.Endpoint endpoint) {
        return endpoint == null || endpoint.bytes() == null ? 0 : endpoint.bytes();
    }
}

package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.certificate.CertificateHistory.Held;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Judges what an endpoint shows against what is known of the certificate's name, and remembers it. Stateless, thread-safe.
 *
 * <p>A certificate is the <i>renewal</i> of another when it appears where that one was shown, has its name and kind of key, is
 * issued later and ends later, and the other was the only one of its kind in use and known for a day: a pool whose members
 * have certificates of their own, or a server with two of them, is no renewal under way.
 */
final class CertificateHistoryJudge {
    /** Before a name is known for so long, whatever appears beside the first certificate is there by design. */
    static final long LEARNING_SECONDS = Duration.ofDays(1).toSeconds();

    /** A certificate of the same kind of key that is not shown for so long, while a newer one is, is gone from there. */
    static final long GONE_SECONDS = Duration.ofHours(2).toSeconds();

    /** The same where the newer one has another kind of key: few clients may ask for the old kind. */
    static final long GONE_OTHER_KEY_SECONDS = Duration.ofDays(1).toSeconds();

    private final CertificateExpiryJudge expiry;
    private final CertificateRolloutJudge rollout;
    private final IssuerChangeJudge issuer;
    private final CertificateWeakJudge weak;
    private final Zones zones;

    CertificateHistoryJudge(Policy policy) {
        this.expiry = new CertificateExpiryJudge(policy);
        this.rollout = new CertificateRolloutJudge(policy);
        this.issuer = new IssuerChangeJudge(policy);
        this.weak = new CertificateWeakJudge(policy);
        this.zones = new Zones(policy.zones());
    }

    /**
     * What follows from a sighting.
     *
     * @param issuerPair the authorities that changed, for whoever counts how common that change is; null when none did
     */
    record Outcome(List<Finding> findings, CertificateHistory next, String issuerPair) {}

    /**
     * @param commonChange whether a change between these authorities, {@code from|to}, was seen for several names before
     */
    Outcome judge(Sighting sighting, CertificateHistory stored, Predicate<String> commonChange) {
        Observation observation = sighting.observation();
        Observation.Server server = observation.tls().server();
        long at = observation.timestamp().getEpochSecond();
        String endpoint = observation.key();
        List<Finding> findings = new ArrayList<>();
        if (sighting.inventory() && !sighting.foreign()) {
            weak.judge(observation).stream().map(InventoryWords::mark).forEach(findings::add);
        }
        long latest = stored.latest();
        if (at < latest - CertificateHistory.FORGET_SECONDS) { // of another year: it proves nothing about today
            addExpiry(findings, sighting, CertificateHistory.NONE);
            return new Outcome(List.copyOf(findings), stored, null);
        }
        CertificateHistory known = at > latest + CertificateHistory.FORGET_SECONDS ? stored.forgotten() : stored;
        String identity = Certificates.subject(observation, server.hash(), server.subject());
        Held before = known.certificate(identity);
        Held held = before == null ? first(identity, sighting, known, at) : before;
        CertificateHistory next = known;
        String issuerPair = null;
        if (before == null) {
            issuerPair = isComparable(sighting) ? issuer.pair(server, known, at) : null;
            if (issuerPair != null) {
                findings.add(issuer.finding(sighting, issuerPair, commonChange.test(issuerPair)));
            }
            Held replaced = known.certificate(held.replaces());
            if (replaced != null && replaced.life() > 0) {
                next = next.withRenewal((double) (held.notBefore() - replaced.notBefore()) / replaced.life());
            }
        }
        held = held.at(endpoint, at);
        if (!sighting.foreign()) {
            boolean ending = addExpiry(findings, sighting, next);
            held = held.announced(held.announced() || ending);
        }
        next = next.with(held, at);
        if (!sighting.inventory()) {
            next = next.withIssuer(CertificateNames.issuerFamily(server), at);
        }
        next = resolve(findings, sighting, next, at);
        next = rollout.judge(findings, sighting, next, at);
        return new Outcome(List.copyOf(findings), next, issuerPair);
    }

    /**
     * Whether its issuer tells anything about the name: on one host anybody listens for a while, and without a name that the
     * client asked for, another certificate may be another service.
     */
    private static boolean isComparable(Sighting sighting) {
        Observation observation = sighting.observation();
        boolean named =
                observation.tls().client() != null && observation.tls().client().serverName() != null;
        return !sighting.inventory() && !Services.staysOnHost(observation) && (named || !sighting.foreign());
    }

    private boolean addExpiry(List<Finding> findings, Sighting sighting, CertificateHistory history) {
        if (sighting.foreign()) {
            return false;
        }
        Instant end = sighting.observation().tls().server().notAfter();
        boolean renewed = end != null
                && history.certificates().stream()
                        .anyMatch(held -> !held.foreign() && held.notAfter() > end.getEpochSecond());
        List<Finding> found = expiry.server(sighting.observation(), renewed ? RenewalRhythm.UNKNOWN : history.rhythm());
        found.stream()
                .map(finding -> sighting.inventory() ? InventoryWords.mark(finding) : finding)
                .forEach(findings::add);
        return !found.isEmpty();
    }

    private static Held first(String identity, Sighting sighting, CertificateHistory known, long at) {
        Observation.Server server = sighting.observation().tls().server();
        String algorithm = server.x509() == null ? "" : server.x509().publicKeyAlgorithm();
        Held held = new Held(
                identity,
                algorithm,
                server.notBefore() == null ? at : server.notBefore().getEpochSecond(),
                server.notAfter() == null ? at : server.notAfter().getEpochSecond(),
                at,
                at,
                "",
                sighting.foreign(),
                false,
                false,
                false,
                Map.of());
        return sighting.foreign() || sighting.inventory() ? held : renewal(held, sighting, known, at);
    }

    private static Held renewal(Held held, Sighting sighting, CertificateHistory known, long at) {
        List<Held> rivals = known.certificates().stream()
                .filter(other -> !other.foreign() && other.algorithm().equals(held.algorithm()))
                .filter(other -> known.certificates().stream()
                        .noneMatch(renewal -> renewal.replaces().equals(other.identity())))
                .toList();
        if (rivals.size() != 1) {
            return held;
        }
        Held other = rivals.get(0);
        boolean renews = other.endpoints().containsKey(sighting.observation().key())
                && held.isNewerThan(other)
                && at - other.first() >= LEARNING_SECONDS;
        return renews ? held.replacing(other.identity()) : held;
    }

    /** The announced end of a certificate is over once every endpoint that showed it shows a newer one instead. */
    private CertificateHistory resolve(List<Finding> findings, Sighting sighting, CertificateHistory history, long at) {
        CertificateHistory next = history;
        for (Held old : history.certificates()) {
            if (old.announced() && !old.crowded() && isGone(old, history)) {
                findings.add(resolved(sighting, old));
                next = next.with(old.announced(false), at);
            }
        }
        return next;
    }

    private static boolean isGone(Held old, CertificateHistory history) {
        return old.endpoints().entrySet().stream().allMatch(endpoint -> history.certificates().stream()
                .anyMatch(newer -> newer.notAfter() > old.notAfter()
                        && newer.endpoints().getOrDefault(endpoint.getKey(), Long.MIN_VALUE)
                                >= endpoint.getValue() + goneAfter(old, newer)));
    }

    private static long goneAfter(Held old, Held newer) {
        return old.algorithm().equals(newer.algorithm()) ? GONE_SECONDS : GONE_OTHER_KEY_SECONDS;
    }

    private Finding resolved(Sighting sighting, Held old) {
        Observation observation = sighting.observation();
        Observation.Server server = observation.tls().server();
        return FindingBuilder.of(CertificateExpiryRule.TEXT, observation)
                .about(old.identity(), Certificates.entity(observation, server.hash(), server.subject(), zones))
                .reason("A newer certificate is shown on all " + old.endpoints().size()
                        + " endpoint(s) that showed this one, last by " + Certificates.name(server.subject())
                        + ", valid to "
                        + server.notAfter() + ".")
                .note("newer certificate in use")
                .value("endpoints", old.endpoints().size())
                .value("not_after", Instant.ofEpochSecond(old.notAfter()).toString())
                .resolved(true)
                .build();
    }
}

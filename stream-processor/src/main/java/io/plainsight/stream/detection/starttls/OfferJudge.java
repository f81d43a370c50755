package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Judges connections that went on in clear with no word about TLS: the offer was not there, or nobody took it. All of it
 * rests on what was not seen, so it is asked for whole connections only. Stateless, thread-safe.
 */
final class OfferJudge {
    /** Two sensors on the way of one connection tell of it within this time. */
    private static final Duration SAME_CONNECTION = Duration.ofSeconds(10);

    private final Zones zones;

    OfferJudge(Zones zones) {
        this.zones = zones;
    }

    /** @param memory without this connection */
    Optional<Suspicion> judge(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        if (Upgrades.isNot(upgrade.offered())) {
            return missing(observation, upgrade, memory);
        }
        boolean ignored = Upgrades.is(upgrade.offered()) && !Upgrades.is(upgrade.requested());
        return ignored ? Optional.of(notTaken(observation, upgrade, memory)) : Optional.empty();
    }

    private Optional<Suspicion> missing(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        Instant at = Upgrades.at(observation);
        Path path = Path.of(observation);
        if (!path.observer().isEmpty()
                && memory.anyAble(isOtherObserver(path), at)
                && !memory.anyAble(other -> other.observer().equals(path.observer()), at)) {
            return Optional.of(elsewhere(observation, upgrade, memory));
        }
        if (memory.anyAble(other -> !other.client().equals(path.client()), at)) {
            return Optional.of(withheld(observation, upgrade, memory));
        }
        if (memory.ableBefore(at) > 0) {
            return Optional.of(vanished(observation, upgrade, memory));
        }
        if (Upgrades.is(upgrade.required())) {
            return Optional.of(new Case(Pattern.OFFER_MISSING_THOUGH_REQUIRED, observation, upgrade, memory, zones)
                    .blame(Blame.BETWEEN, 0.5)
                    .severity(Severity.LOW)
                    .confidence(0.5)
                    .trusting(Certainty.of(observation))
                    .reason(
                            "%s lets nobody log in over %s without TLS and yet offers none; the client went on in clear.")
                    .note("TLS required, not offered")
                    .suspect(null));
        }
        return Optional.empty();
    }

    /** Another sensor sees the offer, this one never does: whoever removes it sits between the two. */
    private Suspicion elsewhere(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        Path path = Path.of(observation);
        Instant at = Upgrades.at(observation);
        long seen =
                memory.of(isOtherObserver(path)).stream().mapToLong(View::able).sum();
        boolean same = sameConnection(path, memory, view -> view.wasAble(at, SAME_CONNECTION));
        return differs(observation, upgrade, memory)
                .blame(Blame.BETWEEN, same ? 0.97 : 0.9)
                .severity(same || seen >= Case.ESTABLISHED ? Severity.HIGH : Severity.MEDIUM)
                .confidence(same ? 0.97 : seen >= Case.ESTABLISHED ? 0.9 : 0.6)
                .value("path", path.observer())
                .value("able_elsewhere", seen)
                .reason("%s offers STARTTLS over %s in sight of another sensor and not in sight of " + path.observer()
                        + ": it is removed between the two.")
                .note("offered elsewhere, not here")
                .suspect(path.observerScope());
    }

    /** Others get the offer at the same time. */
    private Suspicion withheld(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        Path path = Path.of(observation);
        List<View> mine = memory.of(other -> other.network().equals(path.network()));
        boolean everMine = mine.stream().anyMatch(view -> view.able() > 0);
        if (!everMine) {
            // a server may offer by network: only a suggestion, as long as it is one of ours
            boolean foreign = !zones.isInternal(observation.source().ip());
            return differs(observation, upgrade, memory)
                    .blame(Blame.BETWEEN, 0.5)
                    .severity(foreign ? Severity.LOW : Severity.INFO)
                    .confidence(0.4)
                    .value("path", path.networkScope())
                    .reason(
                            "%s offers STARTTLS over %s to others at the same time, but has never done so to the network of"
                                    + " this client; a server may choose by network, and so may a box on the way.")
                    .note("offered to others, never to this network")
                    .suspect(path.networkScope());
        }
        boolean alternates = mine.stream().anyMatch(view -> view.returns() > 0);
        long inARow = 1 + mine.stream().mapToLong(View::unableInARow).sum();
        boolean consistent = !alternates && inARow >= Case.ESTABLISHED;
        return new Case(Pattern.OFFER_WITHHELD, observation, upgrade, memory, zones)
                .trusting(Certainty.of(observation))
                .blame(alternates ? Blame.SERVER : Blame.BETWEEN, consistent ? 0.85 : 0.5)
                .severity(consistent ? Severity.HIGH : Severity.LOW)
                .confidence(consistent ? 0.85 : 0.5)
                .value("missing_in_a_row", inARow)
                .threshold("missing_in_a_row", Case.ESTABLISHED)
                .reason("%s offers STARTTLS over %s to others at the same time and no longer to this client's network"
                        + (alternates ? "; it comes and goes, as behind a pool with unequal members." : "."))
                .note("offered to others, not here")
                .suspect(path.networkScope());
    }

    private Suspicion vanished(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        boolean established = memory.ableBefore(Upgrades.at(observation)) >= Case.ESTABLISHED;
        return new Case(Pattern.OFFER_VANISHED, observation, upgrade, memory, zones)
                .trusting(Certainty.of(observation))
                .blame(Blame.SERVER, 0.5)
                .severity(established ? Severity.MEDIUM : Severity.INFO)
                .confidence(established ? 0.8 : 0.4)
                .reason(
                        "%s offered STARTTLS over %s before and no longer does to anybody; the connection went on in clear:"
                                + " switched off at the server, or removed before it reaches this sensor.")
                .note("no offer, where there was one before")
                .suspect(null);
    }

    private Suspicion notTaken(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        Path path = Path.of(observation);
        Instant at = Upgrades.at(observation);
        if (sameConnection(path, memory, view -> view.wasUnable(at, SAME_CONNECTION))) {
            return differs(observation, upgrade, memory)
                    .blame(Blame.BETWEEN, 0.97)
                    .severity(Severity.HIGH)
                    .confidence(0.97)
                    .value("path", path.observer())
                    .reason("%s offers STARTTLS over %s in sight of " + path.observer()
                            + ", and another sensor on the way of the same connection does not see it: it is removed"
                            + " between the two.")
                    .note("offered here, not elsewhere")
                    .suspect(null);
        }
        Case found = new Case(Pattern.OFFER_NOT_TAKEN, observation, upgrade, memory, zones)
                .trusting(Certainty.of(observation))
                .note("offered, not taken");
        if (Upgrades.is(upgrade.required()) && Upgrades.carriedData(observation)) {
            found.blame(Blame.BETWEEN, 0.7)
                    .severity(Severity.HIGH)
                    .confidence(0.8)
                    .reason(
                            "%s demands TLS over %s, and user data passed without it: somebody else speaks for the server.");
        } else if (usedBefore(path, memory, at)) {
            found.blame(Blame.BETWEEN, 0.5)
                    .severity(Severity.MEDIUM)
                    .confidence(0.7)
                    .reason(
                            "A client of %s that used TLS over %s before no longer takes the offer: its settings changed,"
                                    + " or the offer is removed behind this sensor.");
        } else {
            found.blame(Blame.CLIENT, 0.8)
                    .severity(Severity.INFO)
                    .confidence(0.6)
                    .reason("%s offers STARTTLS over %s, and a client went on in clear without asking for it.");
        }
        return found.suspect(path.networkScope());
    }

    private Case differs(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        return new Case(Pattern.OFFER_DIFFERS_BY_PATH, observation, upgrade, memory, zones)
                .trusting(Certainty.of(observation));
    }

    private static boolean usedBefore(Path path, UpgradeMemory memory, Instant at) {
        return memory.of(other -> other.client().equals(path.client())).stream()
                .anyMatch(view -> view.used() > 0 && view.wasAble(at, Sightings.MEMORY));
    }

    private static boolean sameConnection(Path path, UpgradeMemory memory, Predicate<View> seen) {
        return memory.of(isOtherObserver(path)).stream()
                .anyMatch(view -> view.path().client().equals(path.client()) && seen.test(view));
    }

    private static Predicate<Path> isOtherObserver(Path path) {
        return other -> !path.observer().isEmpty()
                && !other.observer().isEmpty()
                && !other.observer().equals(path.observer());
    }
}

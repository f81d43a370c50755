package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Observation;
import io.plainsight.stream.state.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a service has shown of its upgrade: facts about it as a whole, and who saw what lately. Immutable.
 *
 * @param facts see the constants; forgotten after {@link Sightings#MEMORY}
 * @param views at most {@link #MAX_VIEWS}, the longest unseen goes
 */
record UpgradeMemory(Sightings facts, List<View> views) {
    /** The service offered, accepted or carried out the upgrade. */
    static final String ABLE = "able";
    /** Its certificate proved who it is, as far as a listener can tell. */
    static final String VALID = "valid";
    /** Before the fingerprint of such a certificate. */
    static final String CERTIFICATE = "certificate ";

    static final int MAX_VIEWS = 32;

    /** What others saw so long before or after was seen at the same time. */
    static final Duration SAME_TIME = Duration.ofHours(1);

    private static final Duration COARSE = Duration.ofMinutes(1);
    private static final long ENOUGH = 20;

    static final UpgradeMemory NONE = new UpgradeMemory(Sightings.NONE, List.of());

    UpgradeMemory {
        facts = facts == null ? Sightings.NONE : facts;
        views = views == null ? List.of() : List.copyOf(views);
    }

    /**
     * This and another connection, to be called when it {@link Upgrades#isTold}; the same instance where it says nothing new. What
     * is told again counts no second time, and was seen up to then.
     */
    UpgradeMemory with(Observation observation) {
        Observation.StartTls upgrade = Upgrades.of(observation);
        Instant at = Upgrades.at(observation);
        boolean able = Upgrades.isAble(upgrade);
        boolean unable = Upgrades.isUnable(upgrade) && Upgrades.isWhole(observation);
        boolean again = Upgrades.isToldAgain(observation);
        UpgradeMemory next = this;
        if (able) {
            next = next.with(ABLE, at, again);
        }
        if (able || unable) {
            next = next.with(Path.of(observation), able, Upgrades.is(upgrade.used()), at, again);
        }
        if (ServerIdentity.isValid(observation)) {
            next = next.with(VALID, at, again).with(CERTIFICATE + ServerIdentity.fingerprint(observation), at, again);
        }
        return next;
    }

    private UpgradeMemory with(String fact, Instant at, boolean again) {
        Sightings.Span span = facts.before(fact, at);
        boolean known = span != null
                && span.count() >= ENOUGH
                && !at.isAfter(span.last().plus(COARSE));
        return known ? this : new UpgradeMemory(facts.with(fact, at, again && span != null ? 0 : 1), views);
    }

    private UpgradeMemory with(Path path, boolean able, boolean used, Instant at, boolean again) {
        List<View> next = new ArrayList<>(views);
        for (int i = 0; i < next.size(); i++) {
            View view = next.get(i);
            if (view.path().equals(path)) {
                View changed = again ? view.seenAt(at) : view.with(able, used, at);
                next.set(i, changed);
                return changed == view ? this : new UpgradeMemory(facts, next);
            }
        }
        if (next.size() >= MAX_VIEWS) {
            next.stream().min(Comparator.comparing(View::last)).ifPresent(next::remove);
        }
        next.add(View.of(path).with(able, used, at));
        return new UpgradeMemory(facts, next);
    }

    long ableBefore(Instant at) {
        return facts.count(ABLE, at);
    }

    long validBefore(Instant at) {
        return facts.count(VALID, at);
    }

    boolean knows(String fingerprint, Instant at) {
        return facts.count(CERTIFICATE + fingerprint, at) > 0;
    }

    /** Whether somebody of these saw the offer at the same time. */
    boolean anyAble(Predicate<Path> who, Instant at) {
        return views.stream().anyMatch(view -> who.test(view.path()) && view.wasAble(at, SAME_TIME));
    }

    /** Views of the paths that match. */
    List<View> of(Predicate<Path> who) {
        return views.stream().filter(view -> who.test(view.path())).toList();
    }
}

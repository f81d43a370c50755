package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of the way out of one zone: whose handshakes were lowered lately, and who issues the certificates that are
 * seen. Immutable.
 *
 * <p><i>Bounds:</i> {@value #MAX_AFFECTED} pairs, {@value #MAX_ISSUERS} issuers with {@value #MAX_NAMES} names each,
 * {@value #MAX_RAISED} findings that a box may explain later; the oldest go. Of an issuer, {@value #MAX_MAKES} makes of clients
 * with {@value #MAX_PER_MAKE} names each.
 */
record PathMemory(List<Affected> affected, List<Issuer> issuers, List<Raised> raised) {
    static final int MAX_AFFECTED = 64;
    static final int MAX_ISSUERS = 16;
    static final int MAX_NAMES = 64;
    static final int MAX_RAISED = 32;
    static final int MAX_MAKES = 16;
    static final int MAX_PER_MAKE = 16;

    /** Downgrades this close together may have one cause. */
    static final Duration WINDOW = Duration.ofHours(1);
    /** Issuers are told on once a day, see {@link Tracks#TELL}. */
    static final Duration FORGET = Duration.ofHours(48);
    /** Pairs that were lowered again within this are not written again. */
    private static final Duration REFRESH = Duration.ofMinutes(5);

    static final PathMemory NONE = new PathMemory(List.of(), List.of(), List.of());

    PathMemory {
        affected = affected == null ? List.of() : affected; // absent in JSON where empty
        issuers = issuers == null ? List.of() : issuers;
        raised = raised == null ? List.of() : raised;
    }

    /** A client whose handshakes with a service were lowered. */
    record Affected(String cause, long client, long service, long stack, Instant at) {
        boolean isSame(Affected other) {
            return cause.equals(other.cause) && client == other.client && service == other.service;
        }
    }

    /**
     * An issuer of certificates.
     *
     * @param names hashes of unrelated names
     * @param addresses hashes of servers
     * @param answers hashes of server fingerprints
     * @param recognised whether it was reported as an inspecting box
     * @param makes what clients of each make saw: what a server answers depends on what it is asked
     */
    record Issuer(
            String issuer,
            Set<Long> names,
            Set<Long> addresses,
            Set<Long> answers,
            Instant first,
            Instant last,
            boolean recognised,
            List<Make> makes) {
        Issuer {
            makes = makes == null ? List.of() : makes; // absent in JSON where empty
            names = names == null ? Set.of() : names;
            addresses = addresses == null ? Set.of() : addresses;
            answers = answers == null ? Set.of() : answers;
        }

        Issuer with(Trace trace) {
            return new Issuer(
                    issuer,
                    and(names, trace.name(), MAX_NAMES),
                    and(addresses, trace.address(), MAX_NAMES),
                    and(answers, trace.answer(), MAX_NAMES),
                    trace.at().isBefore(first) ? trace.at() : first,
                    trace.at().isAfter(last) ? trace.at() : last,
                    recognised,
                    withMake(trace));
        }

        private List<Make> withMake(Trace trace) {
            List<Make> next = new ArrayList<>(makes);
            Make mine = new Make(trace.stack(), Set.of(), Set.of());
            for (Make known : makes) {
                if (known.stack() == trace.stack()) {
                    mine = known;
                    next.remove(known);
                }
            }
            if (next.size() < MAX_MAKES) {
                next.add(new Make(
                        trace.stack(),
                        and(mine.names(), trace.name(), MAX_PER_MAKE),
                        and(mine.answers(), trace.answer(), MAX_PER_MAKE)));
            }
            return List.copyOf(next);
        }

        Issuer asRecognised() {
            return new Issuer(issuer, names, addresses, answers, first, last, true, makes);
        }
    }

    /**
     * What clients of one make saw of an issuer.
     *
     * @param names hashes of unrelated names
     * @param answers hashes of server fingerprints
     */
    record Make(long stack, Set<Long> names, Set<Long> answers) {
        Make {
            names = names == null ? Set.of() : names; // absent in JSON where empty
            answers = answers == null ? Set.of() : answers;
        }

        /** In how many cases the answer could have been another one and was not. */
        int coincidences() {
            return Math.max(0, names.size() - answers.size());
        }
    }

    private static Set<Long> and(Set<Long> known, long hash, int most) {
        if (known.contains(hash) || known.size() >= most) {
            return known;
        }
        Set<Long> more = new TreeSet<>(known);
        more.add(hash);
        return more;
    }

    /** A finding that went out as an alert of its own, with the issuer of the certificate seen. */
    record Raised(
            String rule,
            String subject,
            String cause,
            Alert.Entity entity,
            String observation,
            String issuer,
            Instant at) {}

    PathMemory with(Affected seen) {
        List<Affected> next = new ArrayList<>(affected);
        for (Affected known : affected) {
            if (known.isSame(seen)) {
                if (!seen.at().isAfter(known.at().plus(REFRESH))) {
                    return this;
                }
                next.remove(known);
            }
        }
        if (next.size() >= MAX_AFFECTED) {
            next.remove(0);
        }
        next.add(seen);
        return new PathMemory(List.copyOf(next), issuers, raised);
    }

    /** Those with the same cause around that time, {@code seen} among them. */
    List<Affected> around(Affected seen) {
        return affected.stream()
                .filter(other -> other.cause().equals(seen.cause()))
                .filter(other -> Duration.between(other.at(), seen.at()).abs().compareTo(WINDOW) <= 0)
                .toList();
    }

    Issuer issuer(String name) {
        return issuers.stream()
                .filter(known -> known.issuer().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** This memory and one more certificate; an old capture teaches nothing about now. */
    PathMemory withIssuer(Trace trace) {
        Instant newest =
                issuers.stream().map(Issuer::last).max(Instant::compareTo).orElse(trace.at());
        if (trace.at().isBefore(newest.minus(FORGET))) {
            return this;
        }
        List<Issuer> next = new ArrayList<>();
        Issuer mine =
                new Issuer(trace.issuer(), Set.of(), Set.of(), Set.of(), trace.at(), trace.at(), false, List.of());
        for (Issuer known : issuers) {
            if (known.issuer().equals(trace.issuer())) {
                mine = known;
            } else if (!known.last().isBefore(trace.at().minus(FORGET))) {
                next.add(known);
            }
        }
        if (next.size() >= MAX_ISSUERS) {
            next.stream()
                    .min((a, b) -> Integer.compare(a.names().size(), b.names().size()))
                    .ifPresent(next::remove);
        }
        next.add(mine.with(trace));
        return new PathMemory(affected, List.copyOf(next), raised);
    }

    PathMemory recognising(Issuer box) {
        List<Issuer> next = new ArrayList<>(issuers);
        next.replaceAll(known -> known.issuer().equals(box.issuer()) ? known.asRecognised() : known);
        List<Raised> left = new ArrayList<>(raised);
        left.removeIf(finding -> finding.issuer().equals(box.issuer()));
        return new PathMemory(affected, List.copyOf(next), List.copyOf(left));
    }

    PathMemory withRaised(Raised finding) {
        List<Raised> next = new ArrayList<>(raised);
        boolean known = next.stream()
                .anyMatch(other -> other.subject().equals(finding.subject())
                        && other.cause().equals(finding.cause())
                        && other.issuer().equals(finding.issuer()));
        if (known) {
            return this;
        }
        if (next.size() >= MAX_RAISED) {
            next.remove(0);
        }
        next.add(finding);
        return new PathMemory(affected, issuers, List.copyOf(next));
    }
}

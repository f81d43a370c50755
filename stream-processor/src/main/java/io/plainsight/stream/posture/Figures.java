package io.plainsight.stream.posture;

import io.plainsight.events.Posture;
import io.plainsight.events.PostureBuilder;
import io.plainsight.events.PostureShareBuilder;
import io.plainsight.stream.detection.TlsVersions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Between sums and the figures that are read off them; {@code docs/posture.md} has the formulas. Pure functions. */
final class Figures {
    private static final List<String> MEASURES =
            List.of(Names.CERTIFICATE_LEAD, Names.CERTIFICATE_RENEWAL, Names.TIME_TO_DETECT, Names.TIME_TO_REMEDIATE);

    private Figures() {}

    /** @param scope what the sums are about */
    static Posture of(Tally sums, Scope scope) {
        return PostureBuilder.builder()
                .timestamp(sums.end())
                .start(sums.start())
                .period(scope.period())
                .zone(scope.zone())
                .service(scope.service())
                .names(List.copyOf(sums.names()))
                .policies(copy(sums, Names.POLICIES))
                .connections(copy(sums, Names.CONNECTIONS))
                .bytes(copy(sums, Names.BYTES))
                .corrections(copy(sums, Names.CORRECTIONS))
                .lost(copy(sums, Names.LOST))
                .tlsVersions(copy(sums, Names.TLS_VERSIONS))
                .cipherSuites(copy(sums, Names.CIPHER_SUITES))
                .protocols(copy(sums, Names.PROTOCOLS))
                .handshakes(copy(sums, Names.HANDSHAKES))
                .failures(copy(sums, Names.FAILURES))
                .strongSuites(copy(sums, Names.STRONG_SUITES))
                .forwardSecrecy(copy(sums, Names.FORWARD_SECRECY))
                .postQuantumStates(copy(sums, Names.POST_QUANTUM))
                .mutualStates(copy(sums, Names.MUTUAL))
                .stated(copy(sums, Names.STATED))
                .loggedConnections(copy(sums, Names.LOGGED_CONNECTIONS))
                .seenConnections(copy(sums, Names.SEEN_CONNECTIONS))
                .loggedBytes(copy(sums, Names.LOGGED_BYTES))
                .seenBytes(copy(sums, Names.SEEN_BYTES))
                .expectedConnections(copy(sums, Names.EXPECTED_CONNECTIONS))
                .unloggedConnections(copy(sums, Names.UNLOGGED_CONNECTIONS))
                .mutual(sums.get(Names.MUTUAL, Names.PRESENTED))
                .postQuantum(sums.get(Names.POST_QUANTUM, Names.NEGOTIATED))
                .shares(shares(sums))
                .spreads(spreads(sums))
                .build();
    }

    /** The sums that figures were read off. */
    static Tally sums(Posture posture) {
        Tally sums = new Tally();
        sums.span(posture.start(), posture.timestamp());
        posture.names().forEach(sums::named);
        sums.addAll(Names.POLICIES, posture.policies());
        sums.addAll(Names.CONNECTIONS, posture.connections());
        sums.addAll(Names.BYTES, posture.bytes());
        sums.addAll(Names.CORRECTIONS, posture.corrections());
        sums.addAll(Names.LOST, posture.lost());
        sums.addAll(Names.TLS_VERSIONS, posture.tlsVersions());
        sums.addAll(Names.CIPHER_SUITES, posture.cipherSuites());
        sums.addAll(Names.PROTOCOLS, posture.protocols());
        sums.addAll(Names.HANDSHAKES, posture.handshakes());
        sums.addAll(Names.FAILURES, posture.failures());
        sums.addAll(Names.STRONG_SUITES, posture.strongSuites());
        sums.addAll(Names.FORWARD_SECRECY, posture.forwardSecrecy());
        sums.addAll(Names.POST_QUANTUM, posture.postQuantumStates());
        sums.addAll(Names.MUTUAL, posture.mutualStates());
        sums.addAll(Names.STATED, posture.stated());
        sums.addAll(Names.LOGGED_CONNECTIONS, posture.loggedConnections());
        sums.addAll(Names.SEEN_CONNECTIONS, posture.seenConnections());
        sums.addAll(Names.LOGGED_BYTES, posture.loggedBytes());
        sums.addAll(Names.SEEN_BYTES, posture.seenBytes());
        sums.addAll(Names.EXPECTED_CONNECTIONS, posture.expectedConnections());
        sums.addAll(Names.UNLOGGED_CONNECTIONS, posture.unloggedConnections());
        posture.spreads().forEach((measure, spread) -> addSpread(sums, measure, spread));
        return sums;
    }

    private static Map<String, Posture.Share> shares(Tally sums) {
        Map<String, Posture.Share> shares = new TreeMap<>();
        verdicts(shares, sums, Names.CONNECTIONS);
        verdicts(shares, sums, Names.BYTES);
        if (!sums.family(Names.HANDSHAKES).isEmpty()) {
            handshakes(shares, sums);
        }
        long lost = sums.get(Names.LOST, Names.KEY_EXCHANGES);
        judged(shares, sums, Names.FORWARD_SECRECY, lost);
        Map<String, Long> states = sums.family(Names.POST_QUANTUM);
        if (!states.isEmpty()) {
            long negotiated = sums.get(Names.POST_QUANTUM, Names.NEGOTIATED);
            long unknown = sums.get(Names.POST_QUANTUM, Names.UNKNOWN);
            put(shares, Names.POST_QUANTUM, negotiated, sum(states) - negotiated - unknown, unknown, lost);
        }
        if (!sums.family(Names.MUTUAL).isEmpty()) {
            put(
                    shares,
                    "mutual_tls",
                    sums.get(Names.MUTUAL, Names.PRESENTED),
                    sums.get(Names.MUTUAL, Names.DECLINED)
                            + sums.get(Names.MUTUAL, Names.REFUSED)
                            + sums.get(Names.MUTUAL, Names.NOT_REQUESTED)
                            + sums.get(Names.MUTUAL, Names.FAILED),
                    sums.get(Names.MUTUAL, Names.REQUESTED),
                    sums.get(Names.LOST, Names.MUTUAL));
        }
        covered(shares, sums);
        return shares;
    }

    /** Beside every share, how much of the traffic sensors see at all, by what the share counts. */
    private static void covered(Map<String, Posture.Share> shares, Tally sums) {
        Double connections = coverage(sums, Names.SEEN_CONNECTIONS, Names.LOGGED_CONNECTIONS);
        Double bytes = coverage(sums, Names.SEEN_BYTES, Names.LOGGED_BYTES);
        shares.replaceAll((name, share) -> PostureShareBuilder.builder(share)
                .coverage(name.endsWith("_" + Names.BYTES) ? bytes : connections)
                .build());
    }

    /** Null where flow logs tell nothing. A correction may stand in another hour than what it corrects, hence the limits. */
    private static Double coverage(Tally sums, String seen, String logged) {
        long all = sums.get(logged, Names.ALL);
        return all <= 0 ? null : (Double) Math.min(1, Math.max(0, (double) sums.get(seen, Names.ALL) / all));
    }

    private static void handshakes(Map<String, Posture.Share> shares, Tally sums) {
        long lost = sums.get(Names.LOST, Names.HANDSHAKES);
        long undecided = sums.get(Names.HANDSHAKES, Names.UNKNOWN);
        for (String version : List.of(TlsVersions.TLS_1_2, TlsVersions.TLS_1_3)) {
            put(
                    shares,
                    version.equals(TlsVersions.TLS_1_2) ? "tls12_or_later" : "tls13",
                    since(sums, version),
                    before(sums, version),
                    undecided + versionless(sums),
                    lost);
        }
        judged(shares, sums, Names.STRONG_SUITES, lost);
        put(
                shares,
                "handshake_success",
                sums.get(Names.HANDSHAKES, Names.COMPLETED),
                sums.get(Names.HANDSHAKES, Names.FAILED),
                undecided,
                lost);
    }

    /** A family of yes, no and unknown. */
    private static void judged(Map<String, Posture.Share> shares, Tally sums, String family, long lost) {
        if (!sums.family(family).isEmpty()) {
            put(
                    shares,
                    family,
                    sums.get(family, Names.YES),
                    sums.get(family, Names.NO),
                    sums.get(family, Names.UNKNOWN),
                    lost);
        }
    }

    /** Encrypted, and protected as the verdict has it. What sent nothing needs neither. */
    private static void verdicts(Map<String, Posture.Share> shares, Tally sums, String unit) {
        Map<String, Long> verdicts = sums.family(unit);
        if (verdicts.isEmpty()) {
            return;
        }
        long good = sums.get(unit, "protected");
        long weak = sums.get(unit, "weak");
        long unencrypted = sums.get(Names.CORRECTIONS, Names.UNENCRYPTED + unit);
        long plaintext = sums.get(unit, "plaintext");
        long unknown = sums.get(unit, Names.UNKNOWN) - sums.get(Names.CORRECTIONS, Names.NO_DATA + unit);
        long lost = sums.get(Names.LOST, unit);
        boolean few = unit.equals(Names.CONNECTIONS);
        shares.put(
                "encrypted_" + unit, Shares.of(good + weak - unencrypted, plaintext + unencrypted, unknown, lost, few));
        shares.put("protected_" + unit, Shares.of(good, weak + plaintext, unknown, lost, few));
    }

    private static void put(
            Map<String, Posture.Share> shares, String name, long good, long bad, long unknown, long lost) {
        shares.put(name, Shares.of(good, bad, unknown, lost, true));
    }

    private static long since(Tally sums, String version) {
        int floor = TlsVersions.rank(version);
        return sums.family(Names.TLS_VERSIONS).entrySet().stream()
                .filter(entry -> TlsVersions.rank(entry.getKey()) >= floor)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long before(Tally sums, String version) {
        return sums.family(Names.TLS_VERSIONS).entrySet().stream()
                        .filter(entry -> TlsVersions.rank(entry.getKey()) >= 0)
                        .mapToLong(Map.Entry::getValue)
                        .sum()
                - since(sums, version);
    }

    /** Completed, with a version that is not known. */
    private static long versionless(Tally sums) {
        return sums.get(Names.HANDSHAKES, Names.COMPLETED)
                - since(sums, TlsVersions.ascending().get(0));
    }

    private static Map<String, Posture.Spread> spreads(Tally sums) {
        Map<String, Posture.Spread> spreads = new TreeMap<>();
        for (String measure : MEASURES) {
            TreeMap<String, Long> buckets = new TreeMap<>(sums.family(Buckets.family(measure)));
            if (!buckets.isEmpty()) {
                int median = Buckets.median(buckets);
                long count = buckets.remove(Buckets.COUNT);
                Long sum = buckets.remove(Buckets.SUM);
                long least = sums.least(measure);
                long most = sums.most(measure);
                spreads.put(
                        measure,
                        new Posture.Spread(
                                count,
                                sum == null ? 0 : sum,
                                least,
                                most,
                                Math.max((double) least, Buckets.lower(median)),
                                Math.min((double) most, Buckets.upper(median)),
                                buckets));
            }
        }
        return spreads;
    }

    private static void addSpread(Tally sums, String measure, Posture.Spread spread) {
        String family = Buckets.family(measure);
        sums.count(family, Buckets.COUNT, spread.count());
        sums.count(family, Buckets.SUM, spread.sum());
        sums.addAll(family, spread.buckets());
        sums.bounds(measure, spread.min(), spread.max());
    }

    /** A correction may be added before what it corrects; until then there is less than nothing, which is not told. */
    private static Map<String, Long> copy(Tally sums, String family) {
        TreeMap<String, Long> counts = new TreeMap<>(sums.family(family));
        counts.values().removeIf(count -> count < 0);
        return counts;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}

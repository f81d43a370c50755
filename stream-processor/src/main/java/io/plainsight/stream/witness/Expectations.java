package io.plainsight.stream.witness;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.witness.Expectation.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Waits for the records of connections that a sensor saw whole, at interfaces that delivered flow logs before them and go on
 * delivering after them. A connection is missing once its interface's records are {@link #GRACE} later; a record that comes even
 * later takes that back.
 *
 * <p><b>Threading:</b> the stream thread of its task. <b>Lifetime:</b> stores, so that a restart changes nothing. <b>Bounds:</b>
 * {@value #MAX_WAITING} connections wait and as many missing are remembered, {@value #MAX_ENDS} addresses; see {@link Kept}.
 */
final class Expectations {
    static final String WAITING_STORE = "witness-waiting-store";
    static final String MISSING_STORE = "witness-missing-store";
    static final String END_STORE = "witness-end-store";

    /** Intervals have up to 10 minutes and delivery to S3 takes about as long ("Flow log records", Amazon VPC User Guide). */
    static final Duration GRACE = Duration.ofMinutes(20);

    /** Longer without a record, an interface counts as begun anew. */
    static final Duration LULL = Duration.ofHours(1);

    private static final int MAX_WAITING = 20_000;
    private static final int MAX_ENDS = 20_000;

    private final Kept<Waiting> waiting;
    private final Map<String, Set<String>> waitingAt = new HashMap<>();
    private final Kept<Waiting> missing;
    private final Kept<End> ends;

    /**
     * A connection whose record is awaited.
     *
     * @param place where it is missing; null while it waits
     */
    record Waiting(Observation connection, Instant first, Instant last, String place) {
        boolean isAbout(Observation record) {
            return !LoggedSide.start(record).isAfter(last.plus(Connection.WINDOW))
                    && !LoggedSide.end(record).isBefore(first.minus(Connection.WINDOW));
        }

        Waiting at(String where) {
            return new Waiting(connection, first, last, where);
        }
    }

    /** An interface's records of one address, uninterrupted from one time to another. */
    record End(String place, Instant since, Instant latest) {}

    /** A word about a connection. */
    record Word(String place, Expectation expectation) {}

    /** Opens the stores for the calling processor's task; to be called from {@code init}. */
    Expectations(ProcessingContext context, StreamMetrics metrics) {
        waiting = new Kept<>(WAITING_STORE, context, MAX_WAITING, metrics);
        missing = new Kept<>(MISSING_STORE, context, MAX_WAITING, metrics);
        ends = new Kept<>(END_STORE, context, MAX_ENDS, metrics);
        waiting.forEach(this::index);
    }

    /** @param connection after the packets of {@code observation} */
    List<Word> seen(String key, Connection connection, Observation observation) {
        SeenSide seen = connection.seen();
        if (!isExpected(seen, observation)) {
            return List.of();
        }
        Waiting next = new Waiting(slim(observation), seen.first(), seen.last(), null);
        List<Word> words = new ArrayList<>();
        if (connection.logged() != null) {
            told(words, next, placeOf(next));
            return words;
        }
        add(key, next);
        judge(words, observation.source().ip());
        judge(words, observation.destination().ip());
        return words;
    }

    /** @param record let through by the network, seen from its client */
    List<Word> logged(String key, Observation record) {
        List<Word> words = new ArrayList<>();
        String place = FlowRecords.place(record);
        Waiting late = missing.get(key);
        if (late != null && late.isAbout(record)) {
            missing.remove(key);
            words.add(new Word(late.place(), new Expectation(late.connection(), Outcome.TOLD_LATE)));
        }
        Waiting known = waiting.get(key);
        if (known != null && known.isAbout(record)) {
            remove(key);
            told(words, known, place);
        }
        Observation.Endpoint end = FlowRecords.reportedEnd(record);
        if (place != null && end != null && end.nat() == null && !FlowRecords.isDenied(record)) {
            delivered(end.ip(), new End(place, LoggedSide.start(record), LoggedSide.start(record)));
            judge(words, end.ip());
        }
        return words;
    }

    private void delivered(String ip, End latest) {
        End known = ends.get(ip);
        End next = known == null ? latest : going(known, latest);
        if (!next.equals(known)) {
            ends.put(ip, next);
        }
    }

    private static End going(End known, End next) {
        if (!known.place().equals(next.place())
                || next.latest().isAfter(known.latest().plus(LULL))) {
            return next;
        }
        boolean earlier = next.since().isBefore(known.since())
                && !next.since().isBefore(known.since().minus(LULL));
        return new End(
                known.place(),
                earlier ? next.since() : known.since(),
                next.latest().isAfter(known.latest()) ? next.latest() : known.latest());
    }

    private void judge(List<Word> words, String ip) {
        End end = ends.get(ip);
        Set<String> keys = waitingAt.get(ip);
        if (end == null || keys == null) {
            return;
        }
        for (String key : List.copyOf(keys)) {
            Waiting connection = waiting.get(key);
            if (end.latest().isAfter(connection.last().plus(GRACE))) {
                remove(key);
                if (!end.since().isAfter(connection.first())) { // else nothing was delivered in its time
                    missing.put(key, connection.at(end.place()));
                    words.add(new Word(end.place(), new Expectation(connection.connection(), Outcome.MISSING)));
                }
            }
        }
    }

    private static void told(List<Word> words, Waiting connection, String place) {
        if (place != null) {
            words.add(new Word(place, new Expectation(connection.connection(), Outcome.TOLD)));
        }
    }

    private String placeOf(Waiting connection) {
        End end = ends.get(connection.connection().destination().ip());
        End other = end == null ? ends.get(connection.connection().source().ip()) : end;
        return other == null ? null : other.place();
    }

    /** Only TCP that a sensor saw whole; of link-local addresses nothing is logged. */
    private static boolean isExpected(SeenSide seen, Observation observation) {
        return seen.ended()
                && seen.whole()
                && seen.answered()
                && observation.network() != null
                && "tcp".equals(observation.network().transport())
                && !isLinkLocal(observation.source().ip())
                && !isLinkLocal(observation.destination().ip());
    }

    private static boolean isLinkLocal(String ip) {
        return ip.startsWith("169.254.") || ip.startsWith("fe80:");
    }

    private void add(String key, Waiting connection) {
        remove(key);
        waiting.put(key, connection, this::unindex);
        index(key, connection);
    }

    private void remove(String key) {
        Waiting gone = waiting.remove(key);
        if (gone != null) {
            unindex(key, gone);
        }
    }

    private void index(String key, Waiting connection) {
        for (String ip : ipsOf(connection)) {
            waitingAt.computeIfAbsent(ip, none -> new HashSet<>()).add(key);
        }
    }

    private void unindex(String key, Waiting connection) {
        for (String ip : ipsOf(connection)) {
            Set<String> keys = waitingAt.get(ip);
            keys.remove(key);
            if (keys.isEmpty()) {
                waitingAt.remove(ip);
            }
        }
    }

    private static Set<String> ipsOf(Waiting connection) {
        Set<String> ips = new HashSet<>();
        ips.add(connection.connection().source().ip());
        ips.add(connection.connection().destination().ip());
        return ips;
    }

    private static Observation slim(Observation observation) {
        return ObservationBuilder.builder()
                .timestamp(observation.timestamp())
                .event(observation.event())
                .observer(observation.observer())
                .log(observation.log())
                .source(observation.source())
                .destination(observation.destination())
                .network(observation.network())
                .build();
    }
}

package io.plainsight.stream.witness;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Joins packets and flow-log records by connection, in whatever order they come, and remembers how services speak. Keyed by
 * service. Every record and every observation is judged when it comes, against what is known by then: nothing waits for
 * time to pass.
 *
 * <p>Where there are no flow logs, packets are not remembered: of live traffic a partition begins with its first record, and what
 * passed before is not seen. What files hold is all there is, and is remembered always.
 *
 * <p><i>Bounds:</i> {@link #CONNECTIONS}, {@link #SERVICES}, per partition; {@link Expectations}.
 */
final class WitnessStage extends ContextualProcessor<String, Observation, String, Witnessed> {
    static final String CONNECTION_STORE = "witness-connection-store";
    static final String SERVICE_STORE = "witness-service-store";

    /** Records come 1 to 10 minutes late as a rule. */
    static final Bounds CONNECTIONS = new Bounds(50_000, Duration.ofMinutes(30));

    static final Bounds SERVICES = new Bounds(50_000, Duration.ofDays(2));

    /** What changes the view of a connection. */
    private static final Set<String> ACTIONS =
            Set.of(Actions.HANDSHAKE_COMPLETED, Actions.PLAINTEXT_OBSERVED, Actions.FLOW_ENDED);

    private final Supplier<ConflictJudge> conflicts;
    private final Supplier<SuspicionJudge> suspicions;
    private final StreamMetrics metrics;
    private final boolean live;
    private BoundedStore<Connection> connections;
    private BoundedStore<ServiceView> services;
    private Expectations expectations;
    private boolean logsInUse;

    WitnessStage(
            Supplier<ConflictJudge> conflicts,
            Supplier<SuspicionJudge> suspicions,
            StreamMetrics metrics,
            boolean live) {
        this.conflicts = conflicts;
        this.suspicions = suspicions;
        this.metrics = metrics;
        this.live = live;
    }

    @Override
    public void init(ProcessorContext<String, Witnessed> context) {
        super.init(context);
        connections = new BoundedStore<>(CONNECTION_STORE, context, CONNECTIONS, metrics);
        services = new BoundedStore<>(SERVICE_STORE, context, SERVICES, metrics);
        expectations = new Expectations(context, metrics);
        logsInUse = !live || connections.size() > 0 || services.size() > 0;
    }

    @Override
    public void process(Record<String, Observation> record) {
        Observation observation = record.value();
        if (Actions.FLOW_LOGGED.equals(observation.event().action())) {
            logsInUse = true;
            logged(record, observation);
        } else if (logsInUse && ACTIONS.contains(observation.event().action())) {
            seen(record, observation);
        }
    }

    private void seen(Record<String, Observation> record, Observation observation) {
        if (observation.source().port() == null || observation.destination().port() == null) {
            return;
        }
        String key = key(observation, observation.source().text());
        Connection known = connections.get(key);
        Connection before = known == null ? Connection.NONE : known;
        Connection next = compared(record, before.withPackets(observation), observation);
        if (!next.equals(before)) {
            remember(key, known, next);
            count(record, before, next, observation);
        }
        if (Actions.FLOW_ENDED.equals(observation.event().action())) {
            forward(record, expectations.seen(key, next, observation));
        }
        if (observation.plainsight() != null
                && observation.plainsight().protection() != null
                && observation.plainsight().protection() != Protection.UNKNOWN) {
            shown(record, observation);
        }
    }

    /** Packets told how the service speaks. */
    private void shown(Record<String, Observation> record, Observation observation) {
        ServiceView known = services.get(record.key());
        ServiceView before = known == null ? ServiceView.NONE : known;
        boolean clean = observation.plainsight().protection() == Protection.PROTECTED;
        ServiceView next = before.shown(observation.timestamp(), clean);
        if (next != before) {
            services.put(record.key(), next);
            if (before.suspected() != null) {
                forward(record, suspicions.get().resolved(observation));
            }
        }
    }

    private void logged(Record<String, Observation> record, Observation entry) {
        String key = key(entry, entry.source().text());
        Connection known = connections.get(key);
        if (known == null
                && entry.source().nat() != null
                && entry.source().nat().ip() != null) {
            // a sensor on the other side of the translation knows the connection by the interface's address
            String translated = key(
                    entry,
                    new Observation.Endpoint(
                                    entry.source().nat().ip(), entry.source().port(), null, null, null, null)
                            .text());
            Connection other = connections.get(translated);
            known = other;
            key = other == null ? key : translated;
        }
        Connection before = known == null ? Connection.NONE : known;
        Connection joined = before.withRecord(entry);
        Connection next = compared(record, joined, entry);
        if (next.equals(before)) {
            return; // delivered twice
        }
        remember(key, known, next);
        count(record, before, next, entry);
        forward(record, expectations.logged(key, entry));
        suspect(record, next, entry);
    }

    private void suspect(Record<String, Observation> record, Connection connection, Observation entry) {
        if (PlaintextPorts.at(entry.destination().port()).isEmpty()) {
            return;
        }
        ServiceView known = services.get(record.key());
        ServiceView view = known == null ? ServiceView.NONE : known;
        if (view.isKnown(entry.timestamp())) {
            return;
        }
        suspicions.get().judge(entry, connection.logged()).ifPresent(finding -> {
            services.put(record.key(), view.suspected(entry.timestamp()));
            forward(record, finding);
        });
    }

    /** Tells each conflict of a connection once, and takes back what a later record explains. */
    private Connection compared(Record<String, Observation> record, Connection connection, Observation observation) {
        if (connection.seen() == null || connection.logged() == null) {
            return connection;
        }
        ConflictJudge judge = conflicts.get();
        boolean tcp = observation.network() != null
                && "tcp".equals(observation.network().transport());
        Connection next = connection;
        if (next.hasTold(Conflict.REJECTED_ESTABLISHED) && next.logged().allowed()) {
            forward(record, judge.explained(observation));
            next = next.takenBack(Conflict.REJECTED_ESTABLISHED);
        }
        for (Conflict conflict : Conflict.values()) {
            if (!next.hasTold(conflict) && judge.is(conflict, next, tcp)) {
                forward(record, judge.finding(conflict, next, observation));
                next = next.told(conflict);
            }
        }
        return next;
    }

    private void count(Record<String, Observation> record, Connection before, Connection next, Observation entry) {
        Logged change = Logged.between(before, next, entry);
        if (change != null) {
            context().forward(record.withValue(new Witnessed(null, change)));
        }
    }

    private void remember(String key, Connection known, Connection next) {
        if (known == null) {
            connections.put(key, next);
        } else {
            connections.update(key, next);
        }
    }

    private void forward(Record<String, Observation> record, Finding finding) {
        context().forward(record.withValue(new Witnessed(finding, null)));
    }

    private void forward(Record<String, Observation> record, List<Expectations.Word> words) {
        words.forEach(word -> context().forward(record.withValue(new Witnessed(null, null, word))));
    }

    private static String key(Observation observation, String client) {
        String transport =
                observation.network() == null ? "" : observation.network().transport();
        return observation.destination().text() + '|' + client + '|' + transport;
    }
}

package io.plainsight.stream.posture;

import io.plainsight.events.Observation;
import io.plainsight.events.PostureKeys;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.profile.Profile;
import io.plainsight.stream.state.Stamped;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds up the connections of a partition by service and hour, and passes the sums on now and then: a few records instead of
 * one or more per connection.
 *
 * <p>What was added and not yet passed on must survive a crash, since the connections behind it are not read again. So each
 * sum stands in a store as well, in the transaction of the connections that it counts, and is deleted there in the
 * transaction that passes it on. The store's cache keeps that cheap: of the many writes between two commits one is logged.
 *
 * <p><i>Bounds:</i> {@value #MAX_CELLS} sums, then they are passed on at once.
 */
final class Gathering extends ContextualProcessor<String, Observation, String, Gathered> {
    static final String CELLS = "posture-gathering-store";
    static final String SERVICES = "posture-service-memory-store";
    static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    /** With more sums than that pending they are passed on at every tenth tick alone, or once nothing comes any more. */
    static final int BUSY = 50;

    static final int MAX_CELLS = 4_096;
    private static final int TICKS_WHEN_BUSY = 10;
    /** After so long without a connection there is nothing to wait for; a busy thread leaves a partition alone for shorter than that. */
    private static final long IDLE_MS = 900;

    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

    private final Supplier<Policy> policy;
    private final Supplier<Zones> zones;
    private final StreamMetrics metrics;
    private final boolean live;
    private final Map<Scope, Cell> pending = new LinkedHashMap<>();
    private final IdentityHashMap<Profile, String> policyTexts = new IdentityHashMap<>();

    private KeyValueStore<String, Stamped<Gathered>> cells;
    private ServiceRegister services;
    private Policy textsOf;
    private long hourNumber = Long.MIN_VALUE;
    private String hour = "";
    private int ticks;
    private long lastMs;

    /** A sum, and where it stands in the store. */
    private record Cell(String key, Gathered gathered) {}

    Gathering(PolicyInForce policy, StreamMetrics metrics, boolean live) {
        this.policy = policy;
        this.zones = policy.derive(current -> new Zones(current.zones()));
        this.metrics = metrics;
        this.live = live;
    }

    @Override
    public void init(ProcessorContext<String, Gathered> context) {
        super.init(context);
        cells = context.getStateStore(CELLS);
        services = new ServiceRegister(context.getStateStore(SERVICES), metrics);
        try (KeyValueIterator<String, Stamped<Gathered>> all = cells.all()) {
            while (all.hasNext()) {
                KeyValue<String, Stamped<Gathered>> entry = all.next();
                Gathered gathered = entry.value.value();
                pending.put(gathered.scope(), new Cell(entry.key, gathered));
            }
        }
        context.schedule(FLUSH_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tick);
        context.schedule(SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, services::expire);
    }

    @Override
    public void process(Record<String, Observation> record) {
        long nowMs = context().currentSystemTimeMs();
        lastMs = nowMs;
        Observation connection = record.value();
        Instant end = connection.event().end() == null
                ? connection.timestamp()
                : connection.event().end();
        Instant start = connection.event().start() == null
                ? connection.timestamp()
                : connection.event().start();
        String zone = zones.get().of(connection.destination().ip());
        String service = connection.destination().text();
        ServiceMemory known = services.of(zone, service, nowMs);
        Scope scope = new Scope(hourOf(end), zone, known == null ? Tally.OTHER : service);
        Cell cell = pending.computeIfAbsent(scope, key -> new Cell(key.key(live), new Gathered(key, new Tally())));

        Tally tally = cell.gathered().tally();
        ConnectionCount.Expected expected = ConnectionCount.Expected.of(policy.get(), connection, zone);
        ServiceMemory before = known == null ? ServiceMemory.NONE : known;
        ServiceMemory after = ConnectionCount.add(tally, connection, expected, before, scope.period());
        tally.span(start, end);
        tally.count(Names.POLICIES, policyText(expected.profile()));
        String name = Services.serverName(connection);
        if (known != null && !name.isEmpty()) {
            tally.named(name);
        }
        if (known != null && after != before) {
            services.remember(zone, service, after, nowMs);
        }
        cells.put(cell.key(), new Stamped<>(nowMs, cell.gathered()));
        if (pending.size() >= MAX_CELLS) {
            flush(nowMs);
        }
    }

    /** Connections mostly end in the hour of the one before. */
    private String hourOf(Instant time) {
        long number = Math.floorDiv(time.getEpochSecond(), Duration.ofHours(1).toSeconds());
        if (number != hourNumber) {
            hourNumber = number;
            hour = PostureKeys.hour(time);
        }
        return hour;
    }

    private String policyText(Profile profile) {
        Policy current = policy.get();
        if (textsOf != current) {
            policyTexts.clear();
            textsOf = current;
        }
        return policyTexts.computeIfAbsent(
                profile, key -> current.name() + " " + current.version() + " (" + key.name() + ")");
    }

    private void tick(long nowMs) {
        ticks++;
        if (pending.size() <= BUSY || nowMs - lastMs >= IDLE_MS || ticks % TICKS_WHEN_BUSY == 0) {
            flush(nowMs);
        }
    }

    private void flush(long nowMs) {
        Map<Scope, Tally> sums = new LinkedHashMap<>();
        for (Cell cell : pending.values()) {
            for (Scope scope : cell.gathered().scope().andAllAbove()) {
                Tally sum = sums.computeIfAbsent(scope, key -> new Tally());
                sum.add(cell.gathered().tally());
                if (scope.service() == null) {
                    sum.forgetNames();
                }
            }
            cells.delete(cell.key());
        }
        pending.clear();
        sums.forEach((scope, sum) -> context().forward(new Record<>(scope.key(live), new Gathered(scope, sum), nowMs)));
    }
}

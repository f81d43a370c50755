package io.plainsight.stream.detection.destination;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Learning;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.witness.FlowRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells on, by the host's group, that a host used a service: once a day, and again as its volume doubles or its
 * connections prove regular; and not of one of many where that says nothing ({@link Crowds}). For nearly all
 * observations a look into a map says that this is known.
 *
 * <p>What one sensor or interface saw is summed apart from what others saw: the same connection may be in a flow log up to four
 * times.
 */
final class ContactProcessor extends ContextualProcessor<String, Observation, String, Contact> {
    static final String STORE = "destination-pair-store";
    /** Smaller connections are left out of volumes: nearly all are, and each would cost a write. */
    static final long COUNTED_BYTES = 64L << 10;

    private static final Bounds BOUNDS = new Bounds(200_000, Duration.ofDays(3));
    private static final int RECENT = 20_000;

    private final Supplier<ContactReader> reader;
    private final Supplier<Learning> learning;
    private final StreamMetrics metrics;
    private final Crowds crowds = new Crowds();
    private BoundedStore<Pair> pairs;

    /** What the store holds, as objects, and pairs that are no contact at all. Every change goes to both. */
    private final Map<String, Pair> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pair> eldest) {
            return size() > RECENT;
        }
    };

    ContactProcessor(Supplier<ContactReader> reader, Supplier<Learning> learning, StreamMetrics metrics) {
        this.learning = learning;
        this.reader = reader;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Contact> context) {
        super.init(context);
        pairs = new BoundedStore<>(STORE, context, BOUNDS, metrics);
        recent.clear();
        crowds.forget();
    }

    @Override
    public void process(Record<String, Observation> record) {
        Observation observation = record.value();
        if (!ContactReader.cameAbout(observation)) {
            return;
        }
        String key = key(record.key(), observation);
        Pair known = known(key);
        long day = Contact.dayOf(observation);
        long sent = counted(observation);
        if (known.day() > day) {
            if (sent > 0) {
                metrics.late(STORE);
            }
            return;
        }
        boolean today = known.day() == day;
        Rhythm rhythm = rhythm(known, observation);
        if (today && (known.isIgnored() || sent == 0 && rhythm == known.rhythm())) {
            return;
        }
        Pair next = known.with(day, sent, sent == 0 ? 0 : received(observation)).with(rhythm);
        boolean beats = rhythm != null
                && rhythm != known.rhythm()
                && rhythm.isWorthTelling(learning.get().beacon());
        if (!today || beats || next.isWorthTelling()) {
            Optional<Contact> contact = reader.get().read(observation);
            if (contact.isEmpty()) {
                recent.put(key, next.ignored());
                return;
            }
            next = next.afterTelling();
            Contact told = contact.get().with(next.out(), next.in(), beats ? rhythm.beat() : null);
            if (!crowds.isNews(told)) {
                // found out again after a restart: there is nothing to keep, and no rhythm that would be told
                recent.put(key, next.with((Rhythm) null));
                return;
            }
            if (!today) {
                next = next.with(watched(told, rhythm));
            }
            context().forward(record.withKey(told.group()).withValue(told));
        }
        pairs.put(key, next);
        recent.put(key, next);
    }

    /** Of what leaves our networks and is not the policy's to judge. */
    private static Rhythm watched(Contact contact, Rhythm rhythm) {
        if (!contact.external() || contact.decided()) {
            return null;
        }
        return rhythm == null ? Rhythm.NONE : rhythm;
    }

    /** The known one after a small connection of the packet path; itself after anything else. */
    private static Rhythm rhythm(Pair known, Observation observation) {
        Instant start = observation.event().start();
        Long sent = observation.source().bytes();
        boolean small = known.rhythm() != null
                && Services.hasAction(observation, Actions.FLOW_ENDED)
                && start != null
                && sent != null
                && sent < COUNTED_BYTES
                && received(observation) < COUNTED_BYTES;
        return small ? known.rhythm().with(start.toEpochMilli()) : known.rhythm();
    }

    private Pair known(String key) {
        Pair cached = recent.get(key);
        if (cached != null) {
            return cached;
        }
        Pair stored = pairs.get(key);
        if (stored == null) {
            return Pair.NONE; // what it becomes is kept, and that is at once
        }
        recent.put(key, stored);
        return stored;
    }

    private static String key(String service, Observation observation) {
        String protocol =
                observation.network() == null ? null : observation.network().protocol();
        String vantage =
                observation.observer() == null ? null : observation.observer().text();
        return service
                + '|'
                + observation.source().ip()
                + '|'
                + protocol
                + '|'
                + vantage
                + '|'
                + FlowRecords.reporter(observation)
                + '|'
                + Services.serverName(observation);
    }

    /** Bytes that the connection's end tells the host sent; 0 where they are not counted. */
    private static long counted(Observation observation) {
        boolean total = Services.hasAction(observation, Actions.FLOW_ENDED)
                || Services.hasAction(observation, Actions.FLOW_LOGGED);
        Long sent = observation.source().bytes();
        return total && sent != null && sent >= COUNTED_BYTES ? sent : 0;
    }

    private static long received(Observation observation) {
        Long bytes = observation.destination().bytes();
        return bytes == null ? 0 : bytes;
    }
}

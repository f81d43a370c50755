package io.plainsight.stream.recovery;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Closes what a detector has found wrong with a service, once it has been seen to be well: {@link OpenCause} says when. Only
 * whole views count: a connection of which the sensor lost packets, saw one direction or missed the beginning, and one
 * whose verdict is unknown, closes nothing.
 *
 * <p><i>Cost:</i> an observation of a service with nothing open costs one look into a set on the heap; bad connections are
 * written once a minute and service, clean ones {@value OpenCause#CLEAN_CONNECTIONS} times in all.
 *
 * <p><i>Threading:</i> the stream thread of its task. <i>Bounds:</i> {@link #BOUNDS}; what is evicted stays open until it is
 * found again.
 */
public final class Recovery {
    static final Bounds BOUNDS = new Bounds(100_000, Duration.ofDays(30));

    private final String store;
    private final BoundedStore<OpenCauses> causes;
    private final Map<String, RuleText> rules = new HashMap<>();
    private final StreamMetrics metrics;
    /** Services with something open; rebuilt from the store after a restart. */
    private final Set<String> open = new HashSet<>();

    /** To be called from {@code init} of the detector's processor. */
    public Recovery(String store, List<RuleText> rules, ProcessingContext context, StreamMetrics metrics) {
        this.store = store;
        this.causes = new BoundedStore<>(store, context, BOUNDS, metrics);
        this.metrics = metrics;
        rules.forEach(rule -> this.rules.put(rule.id(), rule));
        index();
    }

    /** The store that {@link Recovery} needs, under this name. */
    public static StoreBuilder<KeyValueStore<String, Stamped<OpenCauses>>> store(StateStores stores, String name) {
        // of the many changes between two commits only the last one is logged
        return stores.keyValue(name, OpenCauses.class).withCachingEnabled();
    }

    /** A finding is on its way that is not itself a resolution. */
    public void found(String service, Finding finding) {
        found(service, finding, null);
    }

    /** @param scope see {@link OpenCause} */
    public void found(String service, Finding finding, String scope) {
        OpenCauses known = get(service);
        for (int i = 0; i < known.all().size(); i++) {
            OpenCause cause = known.all().get(i);
            if (cause.isAbout(finding)) {
                OpenCause next = cause.bad(finding.time(), scope);
                if (next != cause) {
                    put(service, known.with(i, next));
                }
                return;
            }
        }
        metrics.evicted(store, "causes", known.isFull() ? 1 : 0);
        put(service, known.and(OpenCause.of(finding, scope)));
    }

    /** What the observation closes; to be asked after {@link #found} for what it opens. */
    public List<Finding> hear(String service, Observation observation, Witness witness) {
        if (!open.contains(service)) {
            return List.of();
        }
        OpenCauses known = get(service);
        OpenCauses next = known;
        List<Finding> closed = new ArrayList<>();
        for (int i = 0; i < known.all().size(); i++) {
            OpenCause cause = known.all().get(i);
            if (!cause.over()) {
                OpenCause heard = hear(observation, cause, witness.about(observation, cause), closed);
                next = heard == cause ? next : next.with(i, heard);
            }
        }
        if (next != known || !next.hasOpen()) {
            put(service, next);
        }
        return closed;
    }

    private OpenCause hear(Observation observation, OpenCause cause, Witness.Word word, List<Finding> closed) {
        switch (word) {
            case SHOWN -> {
                return cause.bad(observation.timestamp(), cause.scope());
            }
            case ACCEPTED -> {
                closed.add(start(observation, cause)
                        .reason(cause.entity().value() + ": accepted by the policy from now on.")
                        .note("accepted by the policy")
                        .build());
                return cause.closed();
            }
            case CLEAN -> {
                Instant start = start(observation);
                OpenCause counted = isWhole(observation) ? cause.clean(start) : cause;
                boolean counts = counted != cause || counted.clean() >= OpenCause.CLEAN_CONNECTIONS;
                if (!counts || !isWhole(observation) || !counted.isOver(start)) {
                    return counted;
                }
                closed.add(over(observation, counted));
                return counted.closed();
            }
            default -> {
                return cause;
            }
        }
    }

    private Finding over(Observation observation, OpenCause cause) {
        return start(observation, cause)
                .reason(cause.entity().value() + " has been clean since " + cause.cleanSince() + ": at least "
                        + cause.clean() + " connections, and no bad one.")
                .note("clean")
                .value("clean_connections", cause.clean())
                .value("clean_since", cause.cleanSince().toString())
                .value("clean_minutes", cause.needed().toMinutes())
                .build();
    }

    private FindingBuilder start(Observation observation, OpenCause cause) {
        return FindingBuilder.of(rules.get(cause.rule()), observation)
                .about(cause.subject(), cause.entity())
                .cause(cause.cause())
                .severity(Severity.INFO)
                .resolved(true);
    }

    /** Every connection is counted once, at its end, when all is known about how it was seen. */
    private static boolean isWhole(Observation observation) {
        Observation.Plainsight seen = observation.plainsight();
        return Services.hasAction(observation, Actions.FLOW_ENDED)
                && seen != null
                && seen.capture() == null
                && (seen.protection() == Protection.PROTECTED || seen.protection() == Protection.WEAK);
    }

    private static Instant start(Observation observation) {
        return observation.event().start() == null
                ? observation.timestamp()
                : observation.event().start();
    }

    private OpenCauses get(String service) {
        OpenCauses known = causes.get(service);
        return known == null ? OpenCauses.NONE : known;
    }

    private void put(String service, OpenCauses next) {
        if (next.hasOpen()) {
            open.add(service);
            if (open.size() > 2 * BOUNDS.capacity()) {
                index();
            }
        } else {
            open.remove(service);
        }
        if (!next.all().isEmpty()) {
            causes.put(service, next);
        }
    }

    private void index() {
        open.clear();
        causes.forEach((service, known) -> {
            if (known.hasOpen()) {
                open.add(service);
            }
        });
    }
}

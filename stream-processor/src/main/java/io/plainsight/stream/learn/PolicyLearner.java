package io.plainsight.stream.learn;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.backtest.RetainedSource;
import io.plainsight.stream.detection.destination.DestinationJudge;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.policy.IpAddress;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns from observations where our hosts go outside of our networks, which services they offer, and what of it speaks in
 * clear. What was seen is grouped by the zones of a policy, and where those say nothing by /24 and /64.
 *
 * <p>The same connections count as in the detector of unexpected destinations, so what is drafted allows all that was read.
 *
 * <p><i>Bounds:</i> {@link #MAX_GROUPS}, {@link #MAX_DESTINATIONS}, {@link #MAX_SERVICES}, {@link #MAX_EXPOSED}; what finds
 * no room is counted. One use, one thread.
 */
public final class PolicyLearner {
    static final int MAX_GROUPS = 256;
    /** Of all groups together: a draft of more is larger than a policy file may be. */
    static final int MAX_DESTINATIONS = 10_000;

    static final int MAX_SERVICES = 20_000;
    static final int MAX_EXPOSED = 1_000;
    /** Connections remembered, so that the second observation of one does not count again. */
    private static final int MAX_CONNECTIONS = 100_000;

    private static final String PLAINTEXT_RULE = "plaintext";
    private static final String OTHERS = "other internal hosts";
    private static final List<String> INTERNAL =
            List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10");

    final Policy base;
    final Map<String, SourceGroup> groups = new TreeMap<>();
    /** By endpoint. */
    final Map<String, Contact> services = new TreeMap<>();
    /** By alert id: services that the rule {@code plaintext} minds. */
    final Map<String, Alert> exposed = new LinkedHashMap<>();

    private final Zones zones;
    private final Map<String, Boolean> connections = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_CONNECTIONS;
        }
    };
    private int destinations;
    private long leftOut;
    private long servicesLeftOut;

    /** @param base whose zones group the sources, and which says what may speak in clear already */
    public PolicyLearner(Policy base) {
        this.base = base;
        this.zones = new Zones(base.zones());
    }

    /**
     * Learns what the sources hold.
     *
     * @throws IOException when one cannot be read to its end
     */
    public PolicyLearner learn(List<? extends RetainedSource> sources, Reading reading) throws IOException {
        for (RetainedSource source : sources) {
            try (OfflineAnalysis analysis = new OfflineAnalysis(base, Inventory.NONE, this::raised)) {
                reading.read(source, observation -> {
                    analysis.accept(observation);
                    accept(observation);
                });
                analysis.finish();
            }
        }
        return this;
    }

    /** Destinations for which there was no room; the draft does not allow them. */
    public long leftOut() {
        return leftOut;
    }

    long servicesLeftOut() {
        return servicesLeftOut;
    }

    private void raised(Alert alert) {
        if (alert.rule().id().equals(PLAINTEXT_RULE)
                && (exposed.size() < MAX_EXPOSED
                        || exposed.containsKey(alert.detail().id()))) {
            exposed.put(alert.detail().id(), alert);
        }
    }

    void accept(Observation observation) {
        if (!isComplete(observation) || !DestinationJudge.decides(observation)) {
            return;
        }
        boolean again = connections.put(observation.event().id(), true) != null;
        boolean external = !zones.isInternal(observation.destination().ip());
        if (!external) {
            service(observation, again);
        }
        if (zones.isInternal(observation.source().ip())
                && !Zones.isLoopback(observation.source().ip())) {
            SourceGroup group = group(observation.source().ip());
            group.seen(observation.source().ip());
            if (external) {
                SourceGroup.Added added = group.add(observation, again, destinations < MAX_DESTINATIONS);
                destinations += added == SourceGroup.Added.NEW ? 1 : 0;
                leftOut += added == SourceGroup.Added.LEFT_OUT ? 1 : 0;
            }
        }
    }

    private static boolean isComplete(Observation observation) {
        return observation.event() != null
                && observation.event().id() != null
                && observation.source() != null
                && observation.destination() != null
                && IpAddress.parse(observation.source().ip()).isPresent()
                && IpAddress.parse(observation.destination().ip()).isPresent();
    }

    private void service(Observation observation, boolean again) {
        String endpoint = observation.destination().text();
        Contact service = services.get(endpoint);
        if (service == null) {
            if (services.size() >= MAX_SERVICES) {
                servicesLeftOut++;
                return;
            }
            service = new Contact();
            services.put(endpoint, service);
        }
        service.add(observation, again);
    }

    private SourceGroup group(String host) {
        String zone = zones.of(host);
        boolean named = !zone.equals(Zones.INTERNAL);
        String block = named ? zone : Generalised.block(host).orElseThrow();
        SourceGroup known = groups.get(block);
        if (known != null) {
            return known;
        }
        if (!named && groups.size() >= MAX_GROUPS) {
            return groups.computeIfAbsent(OTHERS, name -> new SourceGroup(name, INTERNAL));
        }
        SourceGroup made = new SourceGroup(block, named ? List.of() : List.of(block));
        groups.put(block, made);
        return made;
    }
}

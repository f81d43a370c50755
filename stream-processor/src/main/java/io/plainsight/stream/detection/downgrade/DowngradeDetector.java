package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Handshakes pushed below what both sides can (ATT&amp;CK T1562.010). Keyed by service, so both memories live beside the
 * service: the server's under service and server name, each client's under service, server name and client address.
 */
public final class DowngradeDetector implements Detector {
    static final String SERVER_STORE = "downgrade-server-store";
    static final String CLIENT_STORE = "downgrade-client-store";
    private static final Bounds SERVER_BOUNDS = new Bounds(100_000, Duration.ofDays(30));
    private static final Bounds CLIENT_BOUNDS = new Bounds(500_000, Duration.ofDays(30));

    private final Supplier<DowngradeJudge> judge;
    private final StreamMetrics metrics;
    private final StoreBuilder<KeyValueStore<String, Stamped<ServerMemory>>> serverStore;
    private final StoreBuilder<KeyValueStore<String, Stamped<ClientMemory>>> clientStore;

    public DowngradeDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.judge = policy.derive(DowngradeJudge::new);
        this.metrics = metrics;
        this.serverStore = stores.keyValue(SERVER_STORE, ServerMemory.class);
        this.clientStore = stores.keyValue(CLIENT_STORE, ClientMemory.class);
    }

    @Override
    public String name() {
        return "downgrade";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(DowngradeRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.process(
                new Stateful<>(Judging::new, serverStore, clientStore), Named.as("downgrade-judge"));
    }

    private final class Judging extends ContextualProcessor<String, Observation, String, Finding> {
        private BoundedStore<ServerMemory> servers;
        private BoundedStore<ClientMemory> clients;

        @Override
        public void init(ProcessorContext<String, Finding> context) {
            super.init(context);
            servers = new BoundedStore<>(SERVER_STORE, context, SERVER_BOUNDS, metrics);
            clients = new BoundedStore<>(CLIENT_STORE, context, CLIENT_BOUNDS, metrics);
        }

        @Override
        public void process(Record<String, Observation> record) {
            Observation observation = record.value();
            Optional<Hello> seen = Hello.of(observation);
            if (seen.isEmpty()) {
                return;
            }
            Hello hello = seen.get();
            Instant at = observation.timestamp();
            String serverKey = record.key() + '|' + Services.requestedName(observation);
            String clientKey = serverKey + '|' + observation.source().ip();
            ServerMemory server = orElse(servers.get(serverKey), ServerMemory.NONE);
            ClientMemory client = orElse(clients.get(clientKey), ClientMemory.NONE);
            judge.get().judge(observation, hello, server, client).ifPresent(finding -> context()
                    .forward(record.withValue(finding)));
            ServerMemory nextServer = server.with(hello, at);
            if (nextServer != server) {
                servers.put(serverKey, nextServer);
            }
            clients.put(clientKey, client.with(hello, at));
        }
    }

    private static <T> T orElse(T value, T absent) {
        return value == null ? absent : value;
    }
}

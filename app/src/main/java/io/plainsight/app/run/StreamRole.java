package io.plainsight.app.run;

import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.stream.StreamProcessor;
import io.plainsight.stream.StreamProcessorSettings;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** Starts a stream processor and ties its end to that of the process. */
public final class StreamRole {
    private StreamRole() {}

    /** @param clients settings of every Kafka client, the bootstrap servers among them */
    public static StreamProcessorSettings settings(
            String applicationId, Map<String, Object> clients, short replication, Path data) {
        Map<String, String> passedThrough = new HashMap<>();
        clients.forEach((key, value) -> passedThrough.put(key, value.toString()));
        return StreamProcessorSettings.of(
                        passedThrough.remove("bootstrap.servers"), applicationId, data.resolve("streams"))
                .withReplicationFactor(replication)
                .withSecurity(passedThrough);
    }

    /**
     * Follows the policy and begins processing; when the application stops by an error, {@code lifetime} ends with it.
     *
     * @param clients settings of every Kafka client
     */
    public static void start(
            StreamProcessorSettings settings,
            Map<String, Object> clients,
            PolicyRole policy,
            Supplier<Inventory> inventory,
            Topic<String, Observation> input,
            StreamMetrics metrics,
            Lifetime lifetime) {
        start(settings, policy.follow(clients, lifetime), inventory, input, metrics, lifetime);
    }

    /** As the other, where several applications of a process follow one policy. */
    static void start(
            StreamProcessorSettings settings,
            PolicyInForce policy,
            Supplier<Inventory> inventory,
            Topic<String, Observation> input,
            StreamMetrics metrics,
            Lifetime lifetime) {
        StreamProcessor processor = new StreamProcessor(settings, policy, inventory, input, metrics);
        processor.onStateChange(state -> {
            if (state == KafkaStreams.State.ERROR) {
                lifetime.fail(
                        processor.failure().orElseGet(() -> new IllegalStateException("the stream processor failed")));
            }
        });
        lifetime.own(processor).start();
    }
}

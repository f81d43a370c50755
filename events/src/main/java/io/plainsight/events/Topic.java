package io.plainsight.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serde;

/**
 * A Kafka topic with everything that the parts must agree on.
 *
 * @param retention how long records are kept; ignored when {@code compacted}
 * @param compacted whether only the latest record per key is kept, for ever
 */
public record Topic<K, V>(
        String name, Serde<K> key, Serde<V> value, int partitions, Duration retention, boolean compacted) {

    /** The request that creates this topic; {@code replicationFactor} 1 on a single broker. */
    public NewTopic create(short replicationFactor) {
        Map<String, String> settings = new HashMap<>();
        settings.put("cleanup.policy", compacted ? "compact" : "delete");
        if (!compacted) {
            settings.put("retention.ms", Long.toString(retention.toMillis()));
        }
        return new NewTopic(name, partitions, replicationFactor).configs(settings);
    }
}

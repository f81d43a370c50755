package io.plainsight.stream.rollout;

import io.plainsight.events.PublishedPolicy;
import io.plainsight.events.Topics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Puts a policy on its topic. Thread-safe; holds no connection between two publications, which are months apart. */
public final class PolicyPublisher {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    /** Above what a policy file may have; a broker judges the compressed size. */
    private static final int MAX_REQUEST_BYTES = 8 << 20;

    private final Map<String, Object> clients;
    private final String publisher;

    /** @param clients settings of every Kafka client, the bootstrap servers among them */
    public PolicyPublisher(Map<String, Object> clients) {
        this.clients = Map.copyOf(clients);
        this.publisher = System.getProperty("user.name") + "@" + hostName();
    }

    /**
     * Publishes and waits until the broker has it.
     *
     * @throws RolloutException when it does not take it in time
     */
    public PublishedPolicy publish(PolicyDocument document) throws RolloutException {
        PublishedPolicy policy = document.published(Instant.now(), publisher);
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis() / 2));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (KafkaProducer<String, PublishedPolicy> producer = new KafkaProducer<>(
                settings,
                Topics.POLICY.key().serializer(),
                Topics.POLICY.value().serializer())) {
            producer.send(new ProducerRecord<>(Topics.POLICY.name(), Topics.POLICY_KEY, policy))
                    .get();
            return policy;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RolloutException("interrupted while publishing the policy", e);
        } catch (ExecutionException e) {
            throw refused(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    private RolloutException refused(Throwable cause) {
        String servers = String.valueOf(clients.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
        String remedy = cause instanceof RecordTooLargeException
                ? "; raise max.message.bytes of the topic, or split what the policy lists into address blocks"
                : "; check that the broker runs, and the right to write to the topic";
        return new RolloutException(
                "Kafka at " + servers + " does not take the policy for " + Topics.POLICY.name() + ": "
                        + cause.getMessage() + remedy,
                cause);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a host that cannot resolve its own name may still publish
        }
    }
}

package io.plainsight.events;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics that are missing. Every role calls it before it reads or writes, in any order and at the same time. */
public final class TopicSetup {
    /** How long an unreachable broker is waited for. */
    public static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final String TIMESTAMP_AFTER_MAX_MS = TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG;

    private TopicSetup() {}

    /** As {@link #ensure(Map, Collection, short, Duration)} with {@link #TIMEOUT}. */
    public static Set<String> ensure(Map<String, Object> adminConfig, Collection<Topic<?, ?>> topics, short replication)
            throws IOException {
        return ensure(adminConfig, topics, replication, TIMEOUT);
    }

    /**
     * Returns once all topics exist and the broker answers for them; topics that exist already are left as they are.
     *
     * @param adminConfig at least {@code bootstrap.servers}
     * @param replication replicas of a new topic: 1 on a single broker, 3 in a cluster
     * @return names of the topics that this call created
     * @throws IOException when the broker cannot be reached or refuses; names the broker and what to check
     */
    public static Set<String> ensure(
            Map<String, Object> adminConfig, Collection<Topic<?, ?>> topics, short replication, Duration timeout)
            throws IOException {
        String broker = String.valueOf(adminConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        try (Admin admin = Admin.create(adminConfig)) {
            return ensure(admin, topics, replication, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while creating topics on Kafka at " + broker, e);
        } catch (ExecutionException e) {
            throw describe(broker, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw describe(broker, e);
        }
    }

    private static Set<String> ensure(Admin admin, Collection<Topic<?, ?>> topics, short replication, Duration timeout)
            throws InterruptedException, ExecutionException {
        int timeoutMs = Math.toIntExact(timeout.toMillis());
        CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs(timeoutMs);
        Set<String> existing = admin.listTopics(new ListTopicsOptions().timeoutMs(timeoutMs))
                .names()
                .get();
        Set<String> created = new TreeSet<>();
        for (Topic<?, ?> topic : topics) {
            if (!existing.contains(topic.name()) && create(admin, topic, replication, options)) {
                created.add(topic.name());
            }
        }
        awaitVisible(admin, topics, timeout);
        return created;
    }

    /** False when another role was quicker. */
    private static boolean create(Admin admin, Topic<?, ?> topic, short replication, CreateTopicsOptions options)
            throws InterruptedException, ExecutionException {
        try {
            return create(admin, acceptingAnyTime(topic.create(replication)), options);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidConfigurationException) {
                // brokers before 3.6 do not know the setting, nor the check that it lifts
                return create(admin, topic.create(replication), options);
            }
            throw e;
        }
    }

    private static boolean create(Admin admin, NewTopic topic, CreateTopicsOptions options)
            throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(List.of(topic), options).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** A record's time is packet time. A broker refuses by default what lies an hour ahead of its own clock; a capture may. */
    private static NewTopic acceptingAnyTime(NewTopic topic) {
        Map<String, String> settings = new HashMap<>(topic.configs());
        settings.put(TIMESTAMP_AFTER_MAX_MS, Long.toString(Long.MAX_VALUE));
        return topic.configs(settings);
    }

    /** A broker learns of a new topic a moment after the controller made it; Kafka Streams fails on a source topic it cannot see. */
    private static void awaitVisible(Admin admin, Collection<Topic<?, ?>> topics, Duration timeout)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + timeout.toNanos();
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(Math.toIntExact(timeout.toMillis()));
        while (true) {
            try {
                admin.describeTopics(topics.stream().map(Topic::name).toList(), options)
                        .allTopicNames()
                        .get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static IOException describe(String broker, Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new IOException(
                    "cannot reach Kafka at " + broker
                            + ": no answer; check that the broker runs, that the address is the one it advertises,"
                            + " and that its listener's security (TLS or not) matches the settings",
                    cause);
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new IOException("cannot set up topics on Kafka at " + broker + ": " + root.getMessage(), cause);
    }
}

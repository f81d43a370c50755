package io.plainsight.stream.rollout;

import io.plainsight.events.PublishedPolicy;
import io.plainsight.events.Topics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyInForce;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into force what the topic of policies says, on a thread of its own beside the detectors. It is no part of their
 * topology: what goes wrong with the topic (a broker away, a right that is missing, a damaged record) leaves the policy as
 * it is and detection undisturbed, and is tried again for as long as it takes.
 *
 * <p><i>Threading:</i> {@link #catchUp}, then {@link #follow}, then {@link #close}, each once.
 */
final class PolicyFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long RETRY_MS = 2_000;
    private static final long STOP_MS = 2_000;

    private final Map<String, Object> clients;
    private final PolicyInForce inForce;
    private final PolicyMetrics metrics;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "policy-follower");
    private volatile PolicyTopic topic;
    /** Of the policy in force; null for the defaults. */
    private volatile String hash;
    /** So that an outage is told once. */
    private boolean complained;

    /** @param first what {@code inForce} holds already; null for the defaults */
    PolicyFollower(Map<String, Object> clients, PolicyInForce inForce, PolicyDocument first, PolicyMetrics metrics) {
        this.clients = Map.copyOf(clients);
        this.inForce = inForce;
        this.metrics = metrics;
        this.hash = first == null ? null : first.hash();
        thread.setDaemon(true);
        metrics.inForce(inForce.get(), Instant.now());
    }

    /** The last record of the topic; it is not put into force. Empty when there is none, or the topic cannot be read. */
    Optional<PolicyTopic.Entry> catchUp(Duration patience) {
        try {
            topic = new PolicyTopic(clients);
            return topic.readToEnd(patience);
        } catch (KafkaException e) {
            metrics.failed();
            LOG.warn("cannot read the policy yet, going on without: topic={}", Topics.POLICY.name(), e);
            reset();
            return Optional.empty();
        }
    }

    /** Whether this very policy is in force; callable from any thread. */
    boolean follows(PolicyDocument document) {
        return document.hash().equals(hash);
    }

    /** From now on what the topic says is put into force. */
    void follow() {
        thread.start();
    }

    /** Puts a record into force, or refuses it and says why. */
    void take(PolicyTopic.Entry entry) {
        PublishedPolicy published = entry.policy();
        if (entry.problem() != null) {
            refuse(entry.problem());
        } else if (published == null) {
            replace(Policy.defaults(), null, "taken back, the defaults hold");
        } else {
            try {
                PolicyDocument document = PolicyDocument.parse(Topics.POLICY.name(), published.text());
                replace(
                        document.policy(),
                        document.hash(),
                        "published by " + published.publishedBy() + " at " + published.publishedAt());
            } catch (PolicyException e) {
                refuse(e.getMessage());
            } catch (RuntimeException e) { // a fault of the reader's must not end the following
                LOG.error("reading the policy failed", e);
                refuse(e.toString());
            }
        }
    }

    private void replace(Policy next, String nextHash, String why) {
        boolean same = nextHash == null ? hash == null : nextHash.equals(hash);
        if (!same) {
            hash = nextHash;
            inForce.replace(next);
            metrics.inForce(next, Instant.now());
            metrics.reloaded();
            LOG.info("policy in force: {}, version {} ({})", next.name(), next.version(), why);
        }
    }

    private void refuse(String problem) {
        metrics.refused(PolicyMetrics.Source.TOPIC);
        Policy kept = inForce.get();
        LOG.error(
                "the policy on {} is refused; {}, version {}, stays in force:\n{}",
                Topics.POLICY.name(),
                kept.name(),
                kept.version(),
                problem);
    }

    private void run() {
        while (stop.getCount() > 0) {
            try {
                next().ifPresent(this::take);
                complained = false;
            } catch (KafkaException e) {
                if (stop.getCount() > 0) {
                    metrics.failed();
                    if (!complained) {
                        complained = true;
                        LOG.warn("cannot follow the policy, trying again: topic={}", Topics.POLICY.name(), e);
                    }
                    reset();
                    pause();
                }
            }
        }
        reset();
    }

    /** A new reader begins at the beginning, of which only the end counts; what is in force already changes nothing. */
    private Optional<PolicyTopic.Entry> next() {
        if (topic != null) {
            return topic.poll(POLL);
        }
        topic = new PolicyTopic(clients);
        return topic.readToEnd(PATIENCE);
    }

    private void reset() {
        PolicyTopic old = topic;
        topic = null;
        if (old != null) {
            try {
                old.close();
            } catch (KafkaException e) {
                LOG.debug("a reader of the topic of policies did not close in order", e);
            }
        }
    }

    private void pause() {
        try {
            stop.await(RETRY_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        PolicyTopic current = topic;
        if (current != null) {
            current.wakeUp();
        }
        if (thread.isAlive()) {
            thread.join(STOP_MS);
        } else {
            reset();
        }
    }
}

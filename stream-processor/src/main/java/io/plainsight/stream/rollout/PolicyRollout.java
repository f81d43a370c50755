package io.plainsight.stream.rollout;

import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of a process with detectors: at the start that of its file, which is published, else the one on the topic, else
 * the defaults; from then on whatever the topic says last. The topic alone decides, so all instances follow the same
 * policy, whoever published it.
 *
 * <p><i>Lifetime:</i> {@link #start} before the detectors, {@link #close} after them.
 */
public final class PolicyRollout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyRollout.class);
    /** How long the start waits for the topic; after that the detectors begin without. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Two looks must agree, so a changed file is in force within twice this and a moment. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final PolicyInForce inForce;
    private final PolicyFollower follower;
    private final PolicyWatcher watcher;

    private PolicyRollout(PolicyInForce inForce, PolicyFollower follower, PolicyWatcher watcher) {
        this.inForce = inForce;
        this.follower = follower;
        this.watcher = watcher;
    }

    /**
     * Publishes the file when the topic's last policy is another one, and begins to follow topic and file.
     *
     * @param clients settings of every Kafka client; the topic must exist
     * @param file the policy file to watch; null when there is none
     * @param document what was read from it; null when there is none
     * @throws RolloutException when the file's policy cannot be published
     */
    public static PolicyRollout start(
            Map<String, Object> clients, Path file, PolicyDocument document, CollectorRegistry registry)
            throws RolloutException {
        Policy first = document == null ? Policy.defaults() : document.policy();
        PolicyInForce inForce = new PolicyInForce(first);
        PolicyMetrics metrics = new PolicyMetrics(registry, first);
        PolicyFollower follower = new PolicyFollower(clients, inForce, document, metrics);
        Optional<PolicyTopic.Entry> last = follower.catchUp(PATIENCE);
        PolicyWatcher watcher = null;
        if (document == null) {
            last.ifPresent(follower::take);
        } else {
            PolicyPublisher publisher = new PolicyPublisher(clients);
            if (!holds(last, document)) {
                publisher.publish(document);
            }
            watcher = new PolicyWatcher(
                    file, document, changed -> publish(changed, follower, inForce, publisher), metrics, LOOK_INTERVAL);
            watcher.start();
        }
        follower.follow();
        return new PolicyRollout(inForce, follower, watcher);
    }

    /** What the detectors are to follow. */
    public PolicyInForce inForce() {
        return inForce;
    }

    @Override
    public void close() throws InterruptedException {
        if (watcher != null) {
            watcher.close();
        }
        follower.close();
    }

    private static void publish(
            PolicyDocument changed, PolicyFollower follower, PolicyInForce inForce, PolicyPublisher publisher)
            throws RolloutException {
        if (follower.follows(changed)) {
            return; // as it was before somebody broke the file
        }
        Policy before = inForce.get();
        if (changed.policy().name().equals(before.name())
                && changed.policy().version().equals(before.version())) {
            LOG.warn(
                    "the policy changed and is still {}: alerts before and after name the same; change its version",
                    changed.title());
        }
        publisher.publish(changed);
    }

    private static boolean holds(Optional<PolicyTopic.Entry> last, PolicyDocument document) {
        return last.map(PolicyTopic.Entry::policy)
                .filter(published -> document.hash().equals(published.hash()))
                .isPresent();
    }
}

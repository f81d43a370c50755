package io.plainsight.app.run;

import io.plainsight.app.UserException;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.rollout.PolicyDocument;
import io.plainsight.stream.rollout.PolicyRollout;
import io.plainsight.stream.rollout.RolloutException;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.util.Map;

/**
 * The policy that a process with detectors begins with.
 *
 * @param file where it was read from, and is watched; null when none was given
 * @param document null when none was given
 */
public record PolicyRole(Path file, PolicyDocument document) {

    /** Begins to follow the policy; it ends with {@code lifetime}. */
    PolicyInForce follow(Map<String, Object> clients, Lifetime lifetime) {
        try {
            return lifetime.own(PolicyRollout.start(clients, file, document, CollectorRegistry.defaultRegistry))
                    .inForce();
        } catch (RolloutException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}

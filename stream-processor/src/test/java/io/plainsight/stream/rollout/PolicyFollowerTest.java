package io.plainsight.stream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.PublishedPolicy;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyInForce;
import io.prometheus.client.CollectorRegistry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyFollowerTest {
    private static final String TEXT = "name: site\nversion: one\nminimum-tls-version: \"1.3\"\n";

    private final CollectorRegistry registry = new CollectorRegistry();
    private final PolicyInForce inForce = new PolicyInForce(Policy.defaults());
    private final PolicyFollower follower =
            new PolicyFollower(Map.of(), inForce, null, new PolicyMetrics(registry, Policy.defaults()));

    @Test
    void shouldPutIntoForceWhatWasPublished() throws PolicyException {
        follower.take(entry(TEXT));

        assertThat(inForce.get().version()).isEqualTo("one");
        assertThat(inForce.get().profile().tls().minimumVersion()).isEqualTo("1.3");
        assertThat(info("site", "one")).isEqualTo(1);
        assertThat(info("default", "1")).isNull();
        assertThat(registry.getSampleValue("plainsight_policy_reloads_total")).isEqualTo(1);
        assertThat(registry.getSampleValue("plainsight_policy_last_reload_timestamp_seconds"))
                .isGreaterThan(1.7e9);
    }

    @Test
    void shouldReplaceNothingByTheSame() throws PolicyException {
        follower.take(entry(TEXT));
        Policy first = inForce.get();
        follower.take(entry(TEXT));

        assertThat(inForce.get()).isSameAs(first);
        assertThat(registry.getSampleValue("plainsight_policy_reloads_total")).isEqualTo(1);
    }

    @Test
    void shouldKeepThePolicyWhenTheNextOneIsNotUnderstood() throws PolicyException {
        follower.take(entry(TEXT));

        follower.take(new PolicyTopic.Entry(published("name: site\nversion: two\nnewer-key: 1\n"), null));
        follower.take(new PolicyTopic.Entry(null, "no JSON"));

        assertThat(inForce.get().version()).isEqualTo("one");
        assertThat(registry.getSampleValue(
                        "plainsight_policy_refused_total", new String[] {"source"}, new String[] {"topic"}))
                .isEqualTo(2);
        assertThat(info("site", "one")).isEqualTo(1);
    }

    @Test
    void shouldReturnToTheDefaultsWhenThePolicyIsTakenBack() throws PolicyException {
        follower.take(entry(TEXT));
        follower.take(new PolicyTopic.Entry(null, null));

        assertThat(inForce.get()).isEqualTo(Policy.defaults());
        assertThat(info("default", "1")).isEqualTo(1);
    }

    private Double info(String name, String version) {
        return registry.getSampleValue(
                "plainsight_policy_info", new String[] {"name", "version"}, new String[] {name, version});
    }

    private static PolicyTopic.Entry entry(String text) throws PolicyException {
        return new PolicyTopic.Entry(PolicyDocument.parse("x", text).published(Instant.EPOCH, "somebody"), null);
    }

    private static PublishedPolicy published(String text) {
        return new PublishedPolicy("site", "two", PolicyDocument.hash(text), Instant.EPOCH, "somebody", text);
    }
}

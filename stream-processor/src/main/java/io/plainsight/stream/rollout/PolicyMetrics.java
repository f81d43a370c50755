package io.plainsight.stream.rollout;

import io.plainsight.stream.policy.Policy;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Which policy holds, since when, and what was refused. One instance per registry; thread-safe. */
public final class PolicyMetrics {
    private final Counter reloads;
    private final Counter refused;
    private final Counter failures;
    private final Gauge reloadTime;
    private volatile Policy inForce;

    /** Where a policy that was refused came from. */
    public enum Source {
        /** The file that is watched. */
        FILE,
        /** The topic: published by another version of the program, or damaged. */
        TOPIC;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param first the policy that holds from the beginning */
    public PolicyMetrics(CollectorRegistry registry, Policy first) {
        inForce = first;
        reloads = Counter.build("plainsight_policy_reloads_total", "Times that another policy came into force.")
                .register(registry);
        refused = Counter.build(
                        "plainsight_policy_refused_total",
                        "Policies that were refused, by where they came from; the one before stays in force.")
                .labelNames("source")
                .register(registry);
        for (Source source : Source.values()) {
            refused.labels(source.label());
        }
        failures = Counter.build(
                        "plainsight_policy_topic_failures_total",
                        "Attempts to read the topic of policies, or to publish to it, that failed; they are repeated.")
                .register(registry);
        reloadTime = Gauge.build(
                        "plainsight_policy_last_reload_timestamp_seconds",
                        "When the policy in force came into force, by the wall clock, in seconds since 1970.")
                .register(registry);
        new Info().register(registry);
    }

    void inForce(Policy policy, Instant at) {
        inForce = policy;
        reloadTime.set(at.toEpochMilli() / 1000.0);
    }

    void reloaded() {
        reloads.inc();
    }

    void refused(Source source) {
        refused.labels(source.label()).inc();
    }

    void failed() {
        failures.inc();
    }

    /** One series at any time, so that a changed policy replaces its predecessor. */
    private final class Info extends Collector {
        @Override
        public List<MetricFamilySamples> collect() {
            Policy policy = inForce;
            GaugeMetricFamily family = new GaugeMetricFamily(
                    "plainsight_policy_info", "The policy in force; always 1.", List.of("name", "version"));
            family.addMetric(List.of(policy.name(), policy.version()), 1);
            return List.of(family);
        }
    }
}

package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Zones;

/** What every finding about a handshake says. */
final class Words {
    private Words() {}

    static FindingBuilder found(Observation observation, Hello hello, Zones zones, String row, String cause) {
        return about(DowngradeRule.TEXT, observation, zones, row, cause)
                .value("offered", hello.offered())
                .value("negotiated", hello.negotiated())
                .value("sentinel", hello.sentinel())
                .value("fallback_scsv", hello.fallbackScsv())
                .value("completed", hello.completed())
                .threshold("negotiated", hello.offered());
    }

    static FindingBuilder about(RuleText rule, Observation observation, Zones zones, String row, String cause) {
        return FindingBuilder.of(rule, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .cause(cause)
                .value("row", row);
    }
}

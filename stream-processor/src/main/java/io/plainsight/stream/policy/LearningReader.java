package io.plainsight.stream.policy;

import io.plainsight.stream.policy.YamlDocument.Fields;
import java.util.Map;

/** Reads the block {@code learning} of a policy. */
final class LearningReader {
    private static final String KEY = "learning";
    private static final int PERCENT = 100;
    private static final int MOST_COUNT = 10_000;
    private static final int MOST_MIB = 1 << 20;
    private static final int MOST_HEADROOM = 10_000;
    private static final int MOST_DEVIATIONS = 100;

    private final YamlDocument document;

    LearningReader(YamlDocument document) {
        this.document = document;
    }

    Learning read(Fields policy) {
        Learning defaults = Learning.defaults();
        if (!policy.has(KEY)) {
            return defaults;
        }
        Fields fields = document.fields(
                policy.node(KEY),
                KEY,
                "days",
                "new-destination",
                "unusual-volume",
                "beacon",
                "handshake-failures",
                "handshake-outage",
                "handshake-failure-client",
                "handshake-failure-cause",
                "tls-scanner");
        return new Learning(
                fields.number("days", Learning.LEAST_DAYS, Learning.MOST_DAYS, defaults.days()),
                newDestination(fields, defaults.newDestination()),
                unusualVolume(fields, defaults.unusualVolume()),
                beacon(fields, defaults.beacon()),
                handshakeFailures(fields, defaults.handshakeFailures()),
                handshakeFloors(fields, defaults.handshakeFloors()));
    }

    private Learning.NewDestination newDestination(Fields learning, Learning.NewDestination otherwise) {
        Fields fields = part(learning, "new-destination", "low-percent", "medium-percent");
        Learning.NewDestination read = new Learning.NewDestination(
                fields.number("low-percent", 1, PERCENT, otherwise.lowPercent()),
                fields.number("medium-percent", 1, PERCENT, otherwise.mediumPercent()));
        if (read.mediumPercent() < read.lowPercent()) {
            fields.problem("medium-percent (" + read.mediumPercent() + ") is below low-percent (" + read.lowPercent()
                    + "); raise the one or lower the other");
        }
        return read;
    }

    private Learning.UnusualVolume unusualVolume(Fields learning, Learning.UnusualVolume otherwise) {
        Fields fields =
                part(learning, "unusual-volume", "new-floor-mib", "floor-mib", "headroom-percent", "deviations");
        return new Learning.UnusualVolume(
                fields.number("new-floor-mib", 1, MOST_MIB, otherwise.newFloorMib()),
                fields.number("floor-mib", 1, MOST_MIB, otherwise.floorMib()),
                fields.number("headroom-percent", PERCENT, MOST_HEADROOM, otherwise.headroomPercent()),
                fields.number("deviations", 1, MOST_DEVIATIONS, otherwise.deviations()));
    }

    private Learning.Beacon beacon(Fields learning, Learning.Beacon otherwise) {
        Fields fields = part(learning, "beacon", "intervals", "jitter-percent");
        return new Learning.Beacon(
                fields.number("intervals", 2, MOST_COUNT, otherwise.intervals()),
                fields.number("jitter-percent", 1, PERCENT, otherwise.jitterPercent()));
    }

    private Learning.HandshakeFailures handshakeFailures(Fields learning, Learning.HandshakeFailures otherwise) {
        Fields fields = part(
                learning,
                "handshake-failures",
                "failures",
                "clients",
                "rise-percent",
                "deviations",
                "without-history-percent");
        return new Learning.HandshakeFailures(
                fields.number("failures", 1, MOST_COUNT, otherwise.failures()),
                fields.number("clients", 1, MOST_COUNT, otherwise.clients()),
                fields.number("rise-percent", 1, PERCENT, otherwise.risePercent()),
                fields.number("deviations", 1, MOST_DEVIATIONS, otherwise.deviations()),
                fields.number("without-history-percent", 1, PERCENT, otherwise.withoutHistoryPercent()));
    }

    private HandshakeFloors handshakeFloors(Fields learning, HandshakeFloors otherwise) {
        Fields outage = part(learning, "handshake-outage", "failures", "clients");
        Fields client = part(learning, "handshake-failure-client", "failures", "services");
        Fields cause = part(learning, "handshake-failure-cause", "failures", "services", "clients");
        Fields scanner = part(learning, "tls-scanner", "failures", "services");
        return new HandshakeFloors(
                new HandshakeFloors.Outage(
                        failures(outage, otherwise.outage().failures()),
                        others(outage, "clients", otherwise.outage().clients())),
                new HandshakeFloors.Client(
                        failures(client, otherwise.client().failures()),
                        others(client, "services", otherwise.client().services())),
                new HandshakeFloors.Cause(
                        failures(cause, otherwise.cause().failures()),
                        others(cause, "services", otherwise.cause().services()),
                        others(cause, "clients", otherwise.cause().clients())),
                new HandshakeFloors.Scanner(
                        failures(scanner, otherwise.scanner().failures()),
                        others(scanner, "services", otherwise.scanner().services())));
    }

    private static int failures(Fields fields, int otherwise) {
        return fields.number("failures", 1, HandshakeFloors.MOST_FAILURES, otherwise);
    }

    private static int others(Fields fields, String key, int otherwise) {
        return fields.number(key, 1, HandshakeFloors.MOST_OTHERS, otherwise);
    }

    private Fields part(Fields learning, String key, String... known) {
        YamlNode node = learning.has(key) ? learning.node(key) : new YamlNode.Mapping(Map.of(), 1, 1);
        return document.fields(node, key, known);
    }
}

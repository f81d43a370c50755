package io.plainsight.alerting.store;

import com.fasterxml.jackson.databind.ObjectReader;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Reads the value of a record on the alerts topic. What comes out is complete: every part that the rest of alerting
 * relies on is present, and collections are never null, so that nobody downstream has to ask.
 */
public final class AlertDecoder {
    /** Longest accepted record; a well-formed alert has a few KiB, its evidence being capped. */
    public static final int MAX_BYTES = 256 * 1024;

    private final ObjectReader reader = Json.mapper().readerFor(Alert.class);

    /**
     * @throws IOException when the bytes are not an alert; the message says what is wrong with them
     */
    public Alert decode(byte[] bytes) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException("alert record longer than " + MAX_BYTES + " bytes: bytes=" + bytes.length);
        }
        Alert alert = reader.readValue(bytes);
        require(alert != null, "alert");
        require(alert.event() != null, "event");
        require(alert.event().start() != null && alert.event().end() != null, "event.start and event.end");
        require(alert.rule() != null && text(alert.rule().id()), "rule.id");
        require(alert.plainsight() != null && alert.detail() != null, "plainsight.alert");
        require(text(alert.detail().id()), "plainsight.alert.id");
        require(alert.detail().severity() != null, "plainsight.alert.severity");
        require(alert.detail().status() != null, "plainsight.alert.status");
        return complete(alert);
    }

    private static Alert complete(Alert alert) {
        Alert.Event event = alert.event();
        Alert.Rule rule = alert.rule();
        Alert.Detail detail = alert.detail();
        Alert.Entity entity = detail.entity() == null ? new Alert.Entity("unknown", "unknown", null) : detail.entity();
        return new Alert(
                alert.timestamp() == null ? event.end() : alert.timestamp(),
                new Alert.Event(event.kind(), event.start(), event.end(), orElse(event.reason(), "")),
                new Alert.Rule(
                        rule.id(),
                        orElse(rule.name(), rule.id()),
                        rule.category(),
                        list(rule.reference()),
                        rule.version()),
                alert.threat(),
                new Alert.Plainsight(new Alert.Detail(
                        detail.id(),
                        detail.severity(),
                        detail.status(),
                        detail.confidence(),
                        new Alert.Entity(
                                orElse(entity.type(), "unknown"), orElse(entity.value(), "unknown"), entity.zone()),
                        Math.max(1, detail.count()),
                        detail.values() == null ? Map.of() : detail.values(),
                        detail.thresholds() == null ? Map.of() : detail.thresholds(),
                        list(detail.evidence()),
                        detail.remediation(),
                        detail.policy())));
    }

    private static <T> List<T> list(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String orElse(String value, String fallback) {
        return value == null ? fallback : value;
    }

    private static boolean text(String value) {
        return value != null && !value.isBlank();
    }

    private static void require(boolean present, String field) throws IOException {
        if (!present) {
            throw new IOException("alert record without " + field);
        }
    }
}

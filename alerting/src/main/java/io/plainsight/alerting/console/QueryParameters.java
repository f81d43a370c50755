package io.plainsight.alerting.console;

import io.plainsight.alerting.store.AlertQuery;
import io.plainsight.events.Alert;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a request's query into an {@link AlertQuery}; lists are separated by commas. Unknown parameters are ignored. */
final class QueryParameters {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 500;
    static final int MAX_VALUE_CHARS = 1024;
    static final int MAX_PARAMETERS = 32;

    private final Map<String, String> values = new HashMap<>();

    /** @param rawQuery as in the request line, null when there is none */
    QueryParameters(String rawQuery) {
        if (rawQuery == null) {
            return;
        }
        for (String pair : rawQuery.split("&", MAX_PARAMETERS)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (value.length() > 3 * MAX_VALUE_CHARS) {
                throw new BadRequestException("a parameter is longer than " + MAX_VALUE_CHARS + " characters");
            }
            try {
                values.put(decode(name), decode(value));
            } catch (IllegalArgumentException e) {
                throw new BadRequestException("a parameter's percent-encoding is broken");
            }
        }
    }

    AlertQuery toQuery() {
        return new AlertQuery(
                severities(),
                list("rule"),
                statuses(),
                text("q"),
                text("entity"),
                number("offset", 0, 0, 1_000_000),
                number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT));
    }

    private Set<Alert.Severity> severities() {
        return list("severity").stream()
                .map(text -> Arrays.stream(Alert.Severity.values())
                        .filter(severity -> severity.text().equals(text))
                        .findFirst()
                        .orElseThrow(
                                () -> new BadRequestException("severity must be of critical, high, medium, low, info")))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Alert.Severity.class)));
    }

    private Set<Alert.Status> statuses() {
        return list("status").stream()
                .map(text -> Arrays.stream(Alert.Status.values())
                        .filter(status -> status.text().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new BadRequestException("status must be of open, resolved")))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Alert.Status.class)));
    }

    private Set<String> list(String name) {
        Set<String> items = new LinkedHashSet<>(Arrays.asList(text(name).split(",")));
        items.remove("");
        return items;
    }

    private int number(String name, int absent, int least, int most) {
        String text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new BadRequestException(name + " must be a number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    private String text(String name) {
        return values.getOrDefault(name, "");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

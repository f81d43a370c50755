package io.plainsight.sensor.flowlog.azure;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the objects around a flow tuple say: its rule, its network interface, its resource. A name counts within the object
 * that has it.
 *
 * <p><b>Memory:</b> a handful of names for each of at most {@value #MAX_DEPTH} levels.
 */
final class TupleContext {
    static final int MAX_DEPTH = 64;
    private static final int MAX_VALUE_CHARS = 1024;

    /** Names that are kept, with what they are called in {@code plainsight.flow.fields}. */
    private static final Map<String, String> NAMES = Map.of(
            "rule", "rule",
            "aclid", "aclID",
            "mac", "macAddress",
            "macaddress", "macAddress",
            "version", "version",
            "flowlogversion", "version",
            "resourceid", "resourceId",
            "targetresourceid", "resourceId");

    private static final Set<String> IDENTITY = Set.of("rule", "macAddress", "resourceId");

    private final Deque<Map<String, String>> levels = new ArrayDeque<>();

    void enter() {
        levels.push(new HashMap<>());
    }

    void leave() {
        levels.pop();
    }

    int depth() {
        return levels.size();
    }

    void put(String name, String value) {
        String known = NAMES.get(name.toLowerCase(Locale.ROOT));
        if (known != null && !levels.isEmpty() && value.length() <= MAX_VALUE_CHARS) {
            levels.peek().put(known, value);
        }
    }

    /** The same for two copies of a tuple. */
    String identity() {
        StringBuilder identity = new StringBuilder();
        IDENTITY.stream().sorted().forEach(name -> identity.append(get(name)).append('\u001f'));
        return identity.toString();
    }

    void addTo(FlowRecord flow) {
        NAMES.values().stream().distinct().sorted().forEach(name -> flow.field(name, get(name)));
    }

    /** The subscription is the account. */
    Observation.Cloud cloud() {
        String resource = get("resourceId");
        String account = null;
        if (resource != null) {
            String[] path = resource.split("/");
            for (int i = 0; i + 1 < path.length && account == null; i++) {
                account = path[i].equalsIgnoreCase("subscriptions") ? path[i + 1] : null;
            }
        }
        return new Observation.Cloud(
                "azure", account == null ? null : new Observation.Account(account), null, null, null);
    }

    private String get(String name) {
        for (Map<String, String> level : levels) {
            String value = level.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}

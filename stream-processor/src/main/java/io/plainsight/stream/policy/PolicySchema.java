package io.plainsight.stream.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The JSON Schema (draft 2020-12) of a policy file, for editors and for checks before a policy is brought in. What a schema
 * cannot say, {@link PolicyReader} checks: names that are referred to, blocks that overlap, files that have to exist.
 */
public final class PolicySchema {
    private static final String RESOURCE = "policy.schema.json";
    private static final String TEXT = load();
    private static final Set<String> RULES = readRules();
    private static final Set<String> RULES_WITH_EXCEPTIONS = RULES.stream()
            .filter(rule -> !Set.of("sensor-health", "flow-log-gap", "policy-exception-expired")
                    .contains(rule))
            .collect(Collectors.toUnmodifiableSet());

    private PolicySchema() {}

    /** The schema as it is shipped. */
    public static String text() {
        return TEXT;
    }

    /** Ids of the rules that a policy may name: every rule of the program. */
    public static Set<String> rules() {
        return RULES;
    }

    /** Those of {@link #rules} that can have an exception: not what is about something else than traffic, or about exceptions. */
    public static Set<String> rulesWithExceptions() {
        return RULES_WITH_EXCEPTIONS;
    }

    private static String load() {
        try (InputStream in = PolicySchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("schema is missing from the program: " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("schema cannot be read: " + RESOURCE, e);
        }
    }

    private static Set<String> readRules() {
        try {
            Set<String> rules = new TreeSet<>();
            for (JsonNode rule : Json.mapper().readTree(TEXT).at("/$defs/rule/enum")) {
                rules.add(rule.asText());
            }
            return Collections.unmodifiableSet(rules);
        } catch (IOException e) {
            throw new UncheckedIOException("schema is no JSON: " + RESOURCE, e);
        }
    }
}

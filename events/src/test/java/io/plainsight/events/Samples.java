package io.plainsight.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/** The design's sample observation, its ellipses filled in. */
final class Samples {
    private Samples() {}

    /** With the explicit nulls of the original, which a writer of ours would leave out. */
    static JsonNode observationAsWritten() throws IOException {
        try (InputStream in = Samples.class.getResourceAsStream("sample-observation.json")) {
            return Json.mapper().readTree(in);
        }
    }

    /** Without nulls. */
    static JsonNode observation() throws IOException {
        return withoutNulls(observationAsWritten());
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(field -> withoutNulls(field.getValue()));
            ((ObjectNode) node).properties().removeIf(field -> field.getValue().isNull());
        }
        return node;
    }
}

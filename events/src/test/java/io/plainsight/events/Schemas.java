package io.plainsight.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;

/** The packaged JSON Schemas. */
final class Schemas {
    private Schemas() {}

    static JsonNode of(Class<?> type) throws IOException {
        String resource = "schema/" + type.getSimpleName().toLowerCase(Locale.ROOT) + ".json";
        try (InputStream in = Observation.class.getResourceAsStream(resource)) {
            return Json.mapper().readTree(in);
        }
    }

    static Set<ValidationMessage> validate(Class<?> type, JsonNode json) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(of(type))
                .validate(json);
    }
}

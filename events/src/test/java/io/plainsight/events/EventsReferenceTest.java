package io.plainsight.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps docs/events.md in step with the schemas. */
class EventsReferenceTest {
    private static final Path REFERENCE = Path.of("../docs/events.md");

    @ParameterizedTest
    @ValueSource(classes = {Observation.class, Alert.class, Posture.class, PublishedPolicy.class})
    void shouldListExactlyTheFieldsOfTheSchema(Class<?> type) throws Exception {
        List<String> fields = new ArrayList<>();
        collect(Schemas.of(type), "", fields);

        assertThat(documented(type.getSimpleName())).containsExactlyElementsOf(fields);
    }

    /** First column of the table below the heading. */
    private static List<String> documented(String heading) throws Exception {
        String text = Files.readString(REFERENCE);
        String section = text.substring(text.indexOf("\n## " + heading + "\n") + 1);
        int next = section.indexOf("\n## ");
        return Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(next < 0 ? section : section.substring(0, next))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static void collect(JsonNode schema, String prefix, List<String> into) {
        schema.path("properties").properties().forEach(property -> {
            String path = prefix + property.getKey();
            JsonNode items = property.getValue().path("items");
            if (items.has("properties")) {
                into.add(path + "[]");
                collect(items, path + "[].", into);
            } else if (property.getValue().has("properties")) {
                collect(property.getValue(), path + ".", into);
            } else {
                into.add(path);
            }
        });
    }
}

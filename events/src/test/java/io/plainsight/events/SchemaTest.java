package io.plainsight.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged schemas say what the records say, no more and no less. */
class SchemaTest {
    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    @ParameterizedTest
    @ValueSource(classes = {Observation.class, Alert.class, Posture.class, PublishedPolicy.class})
    void shouldDescribeEveryFieldOfTheRecordAndNoOther(Class<?> type) throws Exception {
        assertSame(type, Schemas.of(type), type.getSimpleName());
    }

    @ParameterizedTest
    @ValueSource(classes = {Observation.class, Alert.class, Posture.class, PublishedPolicy.class})
    void shouldBeValidDraft202012WithADescriptionOfEachField(Class<?> type) throws Exception {
        JsonNode schema = Schemas.of(type);

        assertThat(schema.get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.findValues("description"))
                .allSatisfy(text -> assertThat(text.asText()).endsWith("."));
        assertDescribed(schema);
    }

    @Test
    void shouldListTheValuesThatTheCodeHas() throws Exception {
        JsonNode observation = Schemas.of(Observation.class).get("properties");
        JsonNode alert = Schemas.of(Alert.class).at("/properties/plainsight/properties/alert/properties");

        assertThat(values(observation.at("/event/properties/action"))).containsExactlyInAnyOrderElementsOf(actions());
        assertThat(values(observation.at("/plainsight/properties/protection")))
                .containsExactlyElementsOf(
                        Stream.of(Protection.values()).map(Protection::text).toList());
        assertThat(values(alert.get("severity")))
                .containsExactlyElementsOf(Stream.of(Alert.Severity.values())
                        .map(Alert.Severity::text)
                        .toList());
        assertThat(values(alert.get("status")))
                .containsExactlyElementsOf(
                        Stream.of(Alert.Status.values()).map(Alert.Status::text).toList());
    }

    @Test
    void shouldRefuseWrongTypesValuesAndTimes() throws Exception {
        ObjectNode sample = (ObjectNode) Samples.observation();

        assertThat(Schemas.validate(Observation.class, sample.deepCopy().put("@timestamp", "yesterday")))
                .isNotEmpty();
        assertThat(Schemas.validate(Observation.class, sample.deepCopy().without("event")))
                .isNotEmpty();
        ObjectNode badPort = sample.deepCopy();
        ((ObjectNode) badPort.get("source")).put("port", 65_536);
        assertThat(Schemas.validate(Observation.class, badPort)).isNotEmpty();
        ObjectNode badVerdict = sample.deepCopy();
        ((ObjectNode) badVerdict.get("plainsight")).put("protection", "fine");
        assertThat(Schemas.validate(Observation.class, badVerdict)).isNotEmpty();
    }

    private static void assertSame(Type type, JsonNode schema, String path) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) {
                assertThat(schema.path("type").asText()).as(path).isEqualTo("array");
                assertSame(last, schema.get("items"), path + "[]");
            } else {
                assertThat(generic.getRawType()).isEqualTo(Map.class);
                assertThat(schema.path("type").asText()).as(path).isEqualTo("object");
                if (last != Object.class) {
                    assertSame(last, schema.get("additionalProperties"), path + ".*");
                }
            }
            return;
        }
        Class<?> plain = (Class<?>) type;
        assertThat(schema.path("type").asText()).as(path).isEqualTo(typeOf(plain));
        if (plain.isRecord()) {
            Set<String> names = new HashSet<>();
            for (RecordComponent component : plain.getRecordComponents()) {
                String name = nameOf(component);
                names.add(name);
                assertThat(schema.path("properties").has(name))
                        .as(path + "." + name)
                        .isTrue();
                assertSame(component.getGenericType(), schema.at("/properties/" + name), path + "." + name);
            }
            List<String> described = new ArrayList<>();
            schema.get("properties").fieldNames().forEachRemaining(described::add);
            assertThat(described).as(path).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty explicit = component.getAccessor().getAnnotation(JsonProperty.class);
        return explicit != null ? explicit.value() : SNAKE_CASE.translate(component.getName());
    }

    private static String typeOf(Class<?> type) {
        if (type == String.class || type == Instant.class || type.isEnum()) {
            return "string";
        }
        if (type == Boolean.class) {
            return "boolean";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        return type.isRecord() ? "object" : "integer";
    }

    private static void assertDescribed(JsonNode schema) {
        schema.path("properties").properties().forEach(property -> {
            assertThat(property.getValue().has("description"))
                    .as(property.getKey())
                    .isTrue();
            assertDescribed(property.getValue());
            assertDescribed(property.getValue().path("items"));
        });
    }

    private static List<String> actions() throws IllegalAccessException {
        List<String> actions = new ArrayList<>();
        for (Field field : Actions.class.getFields()) {
            actions.add((String) field.get(null));
        }
        return actions;
    }

    private static List<String> values(JsonNode property) {
        return Arrays.asList(Json.mapper().convertValue(property.get("enum"), String[].class));
    }
}

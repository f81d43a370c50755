package io.plainsight.app.catalogue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.plainsight.events.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code pcaps/CATALOGUE.yaml}: what each sample capture must raise. */
public record Catalogue(List<Entry> captures) {
    public record Entry(String file, String shows, List<String> programs, List<String> servers, List<Expected> alerts) {
        @Override
        public String toString() {
            return file;
        }
    }

    /** An alert that must be raised; severity only where the rules fix it. */
    public record Expected(String rule, Entity entity, String severity) {
        boolean matches(Alert alert) {
            return rule.equals(alert.rule().id())
                    && entity.matches(alert.detail().entity())
                    && (severity == null
                            || severity.equals(alert.detail().severity().text()));
        }
    }

    public record Entity(String type, String value) {
        boolean matches(Alert.Entity actual) {
            if (!type.equals(actual.type())) {
                return false;
            }
            return type.equals("service")
                    ? actual.value().equals(value) || actual.value().startsWith(value + " ")
                    : actual.value().contains(value);
        }
    }

    /** The repository's {@code pcaps} directory, from wherever the tests run. */
    public static Path directory() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("pcaps/CATALOGUE.yaml"))) {
            directory = directory.getParent();
        }
        return directory.resolve("pcaps");
    }

    public static Catalogue read() throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(directory().resolve("CATALOGUE.yaml").toFile(), Catalogue.class);
    }

    /** Every difference between what must be raised and what was, as text; empty when they agree alert for alert. */
    public static List<String> differences(List<Expected> expected, List<Alert> raised) {
        List<Alert> unexpected = new ArrayList<>(raised);
        List<String> differences = new ArrayList<>();
        for (Expected wanted : expected) {
            Alert found =
                    unexpected.stream().filter(wanted::matches).findFirst().orElse(null);
            if (found == null) {
                differences.add("missing: " + wanted);
            } else {
                unexpected.remove(found);
            }
        }
        for (Alert alert : unexpected) {
            differences.add("unexpected: " + alert.rule().id() + " "
                    + alert.detail().severity().text() + " " + alert.detail().entity() + ": "
                    + alert.event().reason());
        }
        return differences;
    }
}

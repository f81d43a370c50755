package io.plainsight.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that guide through the code name only what is there. */
class DocumentsTest {
    private static final Path REPOSITORY = Catalogue.directory().getParent();
    private static final List<String> MODULES = List.of("events", "sensor", "stream-processor", "alerting", "app");

    private static final Pattern IN_CODE_FONT = Pattern.compile("`([^`\\n]+)`");
    /** To a file of the repository; pictures are made by other tests. */
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*\\]\\((?!https?:)([^)#]+)");
    /** A capital, then letters of both cases: a constant such as START_TLS or an HTTP header is no class. */
    private static final Pattern CLASS_NAME = Pattern.compile("(?=.*[a-z])[A-Z][A-Za-z0-9]*");

    private static final Pattern PATH = Pattern.compile(
            "(events|sensor|stream-processor|alerting|app|docs|pcaps|deploy|\\.ci)/[^ ]*|[A-Za-z]+\\.md");
    /** Classes of libraries. */
    private static final Set<String> FOREIGN = Set.of("org.apache.kafka.streams.TopologyTestDriver");

    private static Set<String> classes;

    @BeforeAll
    static void listClasses() throws IOException {
        classes = new TreeSet<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> classes.add(name.replace(".java", "")));
            }
        }
        for (String name : FOREIGN) {
            assertThat(DocumentsTest.class.getClassLoader().getResource(name.replace('.', '/') + ".class"))
                    .as(name)
                    .isNotNull();
            classes.add(name.substring(name.lastIndexOf('.') + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/extending.md", "docs/architecture.md"})
    void shouldNameClassesThatExist(String document) throws IOException {
        Set<String> named = matches(document, IN_CODE_FONT).stream()
                .filter(text -> CLASS_NAME.matcher(text).matches())
                .collect(Collectors.toSet());

        assertThat(named).isNotEmpty();
        assertThat(classes).containsAll(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/extending.md", "docs/architecture.md", "README.md", "pcaps/README.md"})
    void shouldNameFilesThatExist(String document) throws IOException {
        Path folder = REPOSITORY.resolve(document).getParent();

        assertThat(matches(document, IN_CODE_FONT))
                .filteredOn(text -> PATH.matcher(text).matches())
                .allSatisfy(path -> assertThat(REPOSITORY.resolve(path)).exists());
        assertThat(matches(document, LINK))
                .allSatisfy(path -> assertThat(folder.resolve(path)).exists());
    }

    private static Set<String> matches(String document, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(REPOSITORY.resolve(document)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package io.plainsight.stream.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A YAML document under examination: gives its values out and remembers everything that is wrong with them, with line and
 * column, so that one run reports all. A wrong value is replaced by something harmless, since the document is refused in
 * the end. Not thread-safe, used once.
 */
public final class YamlDocument {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    /** @param file name used in messages */
    public YamlDocument(String file) {
        this.file = file;
    }

    private record Problem(int line, int column, String text) {}

    /** The document's only value. */
    public YamlNode root(String text) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                problem(1, 1, "the file is empty; start from the example policy");
            } else {
                return YamlNode.read(parser, this::problem, 0);
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            problem(
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    "not valid YAML (" + firstLine(e.getOriginalMessage()) + "); check indentation and quotes");
        } catch (IOException e) {
            problem(1, 1, "cannot be read (" + e.getMessage() + "); check the file");
        }
        return new YamlNode.Mapping(Map.of(), 1, 1);
    }

    /** @throws PolicyException with every problem, in the order of the file, when there are any */
    public void check() throws PolicyException {
        if (!problems.isEmpty()) {
            throw new PolicyException(problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                    .map(p -> file + ":" + p.line() + ":" + p.column() + ": " + p.text())
                    .toList());
        }
    }

    public void problem(int line, int column, String text) {
        problems.add(new Problem(line, column, text));
    }

    /** The keys of a mapping; those that are not {@code known} are problems. */
    public Fields fields(YamlNode node, String what, String... known) {
        return new Fields(mapping(node, what), known);
    }

    /** A single value's text. */
    public String scalar(YamlNode node, String what) {
        if (node instanceof YamlNode.Scalar scalar && scalar.text() != null) {
            return scalar.text();
        }
        problem(node.line(), node.column(), "expected " + what + "; write a single value here");
        return "";
    }

    private YamlNode.Mapping mapping(YamlNode node, String what) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        problem(node.line(), node.column(), "expected " + what + " as keys and values; write key: value lines");
        return new YamlNode.Mapping(Map.of(), node.line(), node.column());
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** The keys of one mapping. */
    public final class Fields {
        private final YamlNode.Mapping mapping;

        private Fields(YamlNode.Mapping mapping, String... known) {
            this.mapping = mapping;
            List<String> names = List.of(known);
            mapping.entries().forEach((key, entry) -> {
                if (!names.contains(key)) {
                    YamlDocument.this.problem(
                            entry.line(),
                            entry.column(),
                            "unknown key \"" + key + "\"; known here: " + String.join(", ", names));
                }
            });
        }

        public boolean has(String key) {
            return mapping.entries().containsKey(key);
        }

        /** The key's value; only where {@link #has} it. */
        public YamlNode node(String key) {
            return mapping.entries().get(key).value();
        }

        public Optional<String> text(String key) {
            return has(key) ? Optional.of(scalar(node(key), "a text for " + key)) : Optional.empty();
        }

        public String required(String key) {
            require(key);
            return text(key).orElse("");
        }

        public void require(String key) {
            if (!has(key) && !mapping.entries().isEmpty()) {
                YamlDocument.this.problem(
                        mapping.line(), mapping.column(), "key \"" + key + "\" is missing; add " + key + ": …");
            }
        }

        /** A whole number in a range; {@code otherwise} where the key is absent or wrong. */
        public int number(String key, int least, int most, int otherwise) {
            if (!has(key)) {
                return otherwise;
            }
            String text = scalar(node(key), "a number for " + key);
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // reported below, like a number out of range
            }
            problem(key, "\"" + text + "\" is no number for " + key + "; write " + least + " to " + most);
            return otherwise;
        }

        /** {@code true} or {@code false}; {@code otherwise} where the key is absent or wrong. */
        public boolean flag(String key, boolean otherwise) {
            String text = text(key).orElse(Boolean.toString(otherwise));
            if (!text.equals("true") && !text.equals("false")) {
                problem(key, "\"" + text + "\" is neither true nor false");
            }
            return text.equals("true");
        }

        public <T> List<T> list(String key, Function<YamlNode, T> item) {
            if (!has(key)) {
                return List.of();
            }
            YamlNode value = node(key);
            if (value instanceof YamlNode.Sequence sequence) {
                return sequence.items().stream().map(item).toList();
            }
            YamlDocument.this.problem(
                    value.line(), value.column(), "expected a list for " + key + "; write [a, b] or lines with -");
            return List.of();
        }

        /** Something is wrong with the key's value. */
        public void problem(String key, String text) {
            YamlNode value = node(key);
            YamlDocument.this.problem(value.line(), value.column(), text);
        }
    }
}

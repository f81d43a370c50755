package io.plainsight.stream.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A YAML document under examination: gives its values out and remembers everything that is wrong with them, with line and
 * column, so that one run reports all. A wrong value is replaced by something harmless, since the document is refused in
 * the end. Not thread-safe, used once.
 */
public final class YamlDocument {
    /** Longer texts are no part of a policy; some of them become labels and parts of messages. */
    public static final int MAX_TEXT = 1_000;

    /** Whoever has repaired so many runs the check again. */
    private static final int MAX_PROBLEMS = 200;

    private static final int MAX_PROBLEM_LENGTH = 600;

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
                YamlNode root = YamlNode.read(parser, this::problem, 0);
                if (parser.nextToken() != null) {
                    JsonLocation at = parser.currentTokenLocation();
                    problem(at.getLineNr(), at.getColumnNr(), "a second document begins; put all into one");
                }
                return root;
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
            List<String> lines = new ArrayList<>(problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                    .limit(MAX_PROBLEMS)
                    .map(p -> file + ":" + p.line() + ":" + p.column() + ": " + p.text())
                    .toList());
            if (problems.size() > MAX_PROBLEMS) {
                lines.add(file + ": and " + (problems.size() - MAX_PROBLEMS) + " more; repair these first");
            }
            throw new PolicyException(lines);
        }
    }

    public void problem(int line, int column, String text) {
        String shown = text.length() <= MAX_PROBLEM_LENGTH ? text : text.substring(0, MAX_PROBLEM_LENGTH) + "…";
        problems.add(new Problem(line, column, shown));
    }

    /** The keys of a mapping; those that are not {@code known} are problems. */
    public Fields fields(YamlNode node, String what, String... known) {
        return new Fields(mapping(node, what), node instanceof YamlNode.Mapping, known);
    }

    /** A single value's text, without blanks around it; empty when there is none that is usable. */
    public String scalar(YamlNode node, String what) {
        if (node instanceof YamlNode.Scalar scalar && scalar.text() != null) {
            String text = scalar.text().strip();
            if (text.isBlank()) {
                problem(node.line(), node.column(), "expected " + what + "; the text is empty");
            } else if (text.length() > MAX_TEXT) {
                problem(
                        node.line(),
                        node.column(),
                        "expected " + what + "; the text is longer than " + MAX_TEXT + " characters");
            } else if (text.codePoints().anyMatch(YamlDocument::isUnprintable)) {
                problem(node.line(), node.column(), "expected " + what + "; the text has control characters");
            } else {
                return text;
            }
            return "";
        }
        problem(node.line(), node.column(), "expected " + what + "; write a single value here");
        return "";
    }

    /** Texts come to terminals, pages and labels; a reason may have several lines. */
    private static boolean isUnprintable(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t';
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
        /** Where it is none, that has been said, and nothing is missing in it. */
        private final boolean isMapping;

        private Fields(YamlNode.Mapping mapping, boolean isMapping, String... known) {
            this.mapping = mapping;
            this.isMapping = isMapping;
            List<String> names = List.of(known);
            mapping.entries().forEach((key, entry) -> {
                if (!names.contains(key)) {
                    YamlDocument.this.problem(
                            entry.line(),
                            entry.column(),
                            "unknown key \"" + key + "\"" + Suggestion.of(key, names) + "; known here: "
                                    + String.join(", ", names));
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
            if (!has(key) && isMapping) {
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

        /** As {@link #list}, of which an empty one would not say what it means. */
        public <T> List<T> listOfSome(String key, Function<YamlNode, T> item) {
            List<T> items = list(key, item);
            if (has(key) && node(key) instanceof YamlNode.Sequence && items.isEmpty()) {
                problem(key, "the list of " + key + " is empty; name something, or leave the key out");
            }
            return items;
        }

        /** One of the words of an enumeration, in lower case with hyphens; {@code otherwise} where absent or wrong. */
        public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
            if (!has(key)) {
                return otherwise;
            }
            String text = text(key).orElse("");
            List<String> words = new ArrayList<>();
            for (E value : type.getEnumConstants()) {
                String word = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (word.equals(text)) {
                    return value;
                }
                words.add(word);
            }
            problem(key, "unknown " + key + " \"" + text + "\"; use one of " + String.join(", ", words));
            return otherwise;
        }

        /** Something is wrong with the mapping as a whole. */
        public void problem(String text) {
            if (isMapping) {
                YamlDocument.this.problem(mapping.line(), mapping.column(), text);
            }
        }

        /** Something is wrong with the key's value. */
        public void problem(String key, String text) {
            YamlNode value = node(key);
            YamlDocument.this.problem(value.line(), value.column(), text);
        }
    }
}

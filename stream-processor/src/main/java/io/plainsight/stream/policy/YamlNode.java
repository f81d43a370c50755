package io.plainsight.stream.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML value that knows its place in the file; a plain tree has lost that by the time a value proves wrong. */
public sealed interface YamlNode {
    /** Deeper nesting than any policy needs is refused before the stack is. */
    int MAX_DEPTH = 16;

    int line();

    int column();

    /** @param text the scalar as written, null for an empty value */
    record Scalar(String text, int line, int column) implements YamlNode {}

    record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {}

    record Mapping(Map<String, Entry> entries, int line, int column) implements YamlNode {}

    /** A value with the place of its key. */
    record Entry(YamlNode value, int line, int column) {}

    /** Reports what the tree cannot hold. */
    interface Problems {
        void add(int line, int column, String problem);
    }

    /** Reads the value that the parser's current token begins. */
    static YamlNode read(JsonParser parser, Problems problems, int depth) throws IOException {
        JsonLocation at = parser.currentTokenLocation();
        int line = at.getLineNr();
        int column = at.getColumnNr();
        if (depth > MAX_DEPTH) {
            problems.add(line, column, "nested deeper than " + MAX_DEPTH + " levels; flatten it");
            parser.skipChildren();
            return new Scalar(null, line, column);
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            // a few lines of aliases can stand for billions of values; and whoever reviews a policy should see what it
            // says
            problems.add(line, column, "alias *" + parser.getText() + " is not supported; write the value out");
            return new Scalar(null, line, column);
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonLocation keyAt = parser.currentTokenLocation();
                parser.nextToken();
                Entry entry = new Entry(read(parser, problems, depth + 1), keyAt.getLineNr(), keyAt.getColumnNr());
                if (entries.putIfAbsent(key, entry) != null) {
                    problems.add(entry.line(), entry.column(), "key \"" + key + "\" stands twice; remove one");
                }
            }
            return new Mapping(entries, line, column);
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(read(parser, problems, depth + 1));
            }
            return new Sequence(items, line, column);
        }
        String text = parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
        return new Scalar(text, line, column);
    }
}

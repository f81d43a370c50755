package io.plainsight.sensor.flowlog;

import io.plainsight.sensor.flowlog.aws.AwsFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which order of fields AWS rows without a header have, by where they come from. Immutable.
 *
 * <p>A pattern is a part of the name, in which {@code *} stands for anything: {@code s3://logs/edge/*}, {@code custom-*.log}.
 */
public final class FlowLogFormats {
    /** Rows tell it themselves. */
    public static final FlowLogFormats NONE = new FlowLogFormats(List.of());

    private record Rule(Pattern name, AwsFormat format) {}

    private final List<Rule> rules;

    private FlowLogFormats(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * @param options each {@code FORMAT} or {@code PATTERN=FORMAT}, FORMAT as {@link AwsFormat#of} takes it; the first whose
     *     pattern fits counts
     * @throws IllegalArgumentException naming everything that is wrong, one line each
     */
    public static FlowLogFormats of(List<String> options) {
        List<Rule> rules = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String option : options) {
            int begin = option.indexOf("${");
            int equals = begin < 0 ? -1 : option.lastIndexOf('=', begin);
            String pattern = equals < 0 ? "" : option.substring(0, equals).strip();
            try {
                rules.add(new Rule(pattern(pattern), AwsFormat.of(option.substring(equals + 1))));
            } catch (IllegalArgumentException e) {
                problems.add("--flow-log-format " + option + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return new FlowLogFormats(rules);
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        for (String part : glob.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** @param name a file or object as messages name it; null where no pattern fits */
    AwsFormat of(String name) {
        for (Rule rule : rules) {
            if (rule.name.matcher(name).find()) {
                return rule.format;
            }
        }
        return null;
    }
}

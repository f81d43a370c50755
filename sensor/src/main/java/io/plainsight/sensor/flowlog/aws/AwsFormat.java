package io.plainsight.sensor.flowlog.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of fields of a flow log, as AWS itself writes it: {@code ${version} ${account-id} …} ({@code LogFormat} of
 * CreateFlowLogs, Amazon EC2 API Reference). Immutable.
 */
public final class AwsFormat {
    private static final Pattern FIELD = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_-]*)}");

    private final Columns columns;

    private AwsFormat(Columns columns) {
        this.columns = columns;
    }

    /**
     * @throws IllegalArgumentException when this is no such format, or one without both addresses; says where and what to do
     */
    public static AwsFormat of(String text) {
        List<String> names = new ArrayList<>();
        Matcher field = FIELD.matcher(text);
        int at = 0;
        while (field.find()) {
            gap(text, at, field.start());
            names.add(field.group(1));
            at = field.end();
        }
        gap(text, at, text.length());
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "a flow log's format reads ${version} ${account-id} …; copy it from the flow log"
                            + " (aws ec2 describe-flow-logs, LogFormat), in single quotes so that the shell leaves it alone");
        }
        return new AwsFormat(Columns.declared(names));
    }

    private static void gap(String text, int from, int to) {
        String between = text.substring(from, to).strip();
        if (!between.isEmpty()) {
            throw new IllegalArgumentException("column " + (text.indexOf(between, from) + 1) + ": \"" + between
                    + "\" is no field; a flow log's format"
                    + " reads ${version} ${account-id} …, in single quotes so that the shell leaves it alone");
        }
    }

    Columns columns() {
        return columns;
    }

    /** With hyphens, in the order of the rows. */
    public List<String> names() {
        return columns.names();
    }
}

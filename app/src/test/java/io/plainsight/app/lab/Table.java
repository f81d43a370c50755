package io.plainsight.app.lab;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was seen, as docs/proving-ground.md has it. */
final class Table {
    private Table() {}

    static String of(List<Lab.Seen> all) {
        StringBuilder text = new StringBuilder(
                "| attack | client at server | what the client did | client's side | server's side |\n"
                        + "|---|---|---|---|---|\n");
        for (Lab.Seen one : all) {
            text.append("| ")
                    .append(one.what().attack())
                    .append(" | ")
                    .append(one.what().ends())
                    .append(" | ")
                    .append(one.said().stream().map(Table::outcome).collect(Collectors.joining(", then ")))
                    .append(" | ")
                    .append(alerts(one.clientSide()))
                    .append(" | ")
                    .append(alerts(one.serverSide()))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String outcome(String said) {
        if (said.endsWith("exit 0")) {
            return "went on";
        }
        return said.endsWith("exit 124") ? "waited in vain" : "gave up";
    }

    private static String alerts(Set<String> alerts) {
        return alerts.isEmpty() ? "–" : String.join("; ", alerts);
    }
}

package io.plainsight.stream.policy;

import io.plainsight.stream.policy.YamlDocument.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a policy accepts: {@code exceptions}, and {@code tolerated-plaintext} as their short form. */
final class ExceptionReader {
    private final YamlDocument document;
    private final PolicyValues values;

    ExceptionReader(YamlDocument document, PolicyValues values) {
        this.document = document;
        this.values = values;
    }

    /** Both forms, each name once. */
    List<AcceptedException> read(Fields policy) {
        List<AcceptedException> all =
                new ArrayList<>(values.named(policy, "exceptions", AcceptedException::name, this::exception));
        all.addAll(policy.list("tolerated-plaintext", this::tolerated));
        return all;
    }

    private AcceptedException exception(YamlNode node) {
        Fields fields = document.fields(
                node,
                "an exception",
                "name",
                "rules",
                "networks",
                "zones",
                "server-names",
                "ports",
                "protocols",
                "services",
                "sources",
                "source-zones",
                "owner",
                "reason",
                "expires");
        fields.require("rules");
        List<String> rules = values.rules(fields, "rules");
        rules.stream()
                .filter(rule -> PolicySchema.rules().contains(rule)
                        && !PolicySchema.rulesWithExceptions().contains(rule))
                .forEach(
                        rule -> fields.problem("rules", "rule \"" + rule + "\" cannot have an exception; take it out"));
        return exception(fields, fields.required("name"), rules);
    }

    private AcceptedException tolerated(YamlNode node) {
        Fields fields = document.fields(
                node,
                "an exception",
                "networks",
                "zones",
                "ports",
                "protocols",
                "sources",
                "source-zones",
                "owner",
                "reason",
                "expires");
        return exception(fields, "", List.of("plaintext"));
    }

    private AcceptedException exception(Fields fields, String name, List<String> rules) {
        Endpoints endpoints = values.endpoints(fields);
        List<String> services = values.services(fields, "services");
        List<Cidr> sources = values.networks(fields, "sources");
        List<String> sourceZones = values.zones(fields, "source-zones");
        if (endpoints.equals(Endpoints.ANY) && services.isEmpty() && sources.isEmpty() && sourceZones.isEmpty()) {
            fields.problem("the exception matches everything; name networks, zones, ports, protocols or sources");
        }
        return new AcceptedException(
                name.isEmpty() ? describe(endpoints, sources, sourceZones) : name,
                rules,
                endpoints,
                services,
                sources,
                sourceZones,
                fields.required("owner"),
                fields.required("reason"),
                values.date(fields, "expires"));
    }

    /** A name that says what is tolerated, so that it changes only when that does. */
    private static String describe(Endpoints endpoints, List<Cidr> sources, List<String> sourceZones) {
        String what = Stream.of(endpoints.protocols(), endpoints.networks(), endpoints.zones(), endpoints.ports())
                .flatMap(List::stream)
                .map(Objects::toString)
                .collect(Collectors.joining(" "));
        String who = Stream.of(sources, sourceZones)
                .flatMap(List::stream)
                .map(Objects::toString)
                .collect(Collectors.joining(" "));
        String text =
                "tolerated-plaintext" + (what.isEmpty() ? "" : " " + what) + (who.isEmpty() ? "" : " from " + who);
        return text.length() <= YamlDocument.MAX_TEXT ? text : text.substring(0, YamlDocument.MAX_TEXT);
    }
}

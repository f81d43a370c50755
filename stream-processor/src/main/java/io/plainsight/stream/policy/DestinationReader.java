package io.plainsight.stream.policy;

import io.plainsight.stream.policy.YamlDocument.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads who may talk to what, and opens the files that know addresses. */
final class DestinationReader {
    private final YamlDocument document;
    private final PolicyValues values;
    private final Path directory;
    private boolean systems;
    private boolean countries;

    /** @param directory what paths in the policy are relative to */
    DestinationReader(YamlDocument document, PolicyValues values, Path directory) {
        this.document = document;
        this.values = values;
        this.directory = directory;
    }

    /** To be called before the destinations are read: says which of their conditions can be judged. */
    AddressDatabase addresses(Fields policy) {
        systems = policy.has("asn-database");
        countries = policy.has("country-database");
        return AddressDatabase.of(open(policy, "asn-database"), open(policy, "country-database"));
    }

    private AddressDatabase.Source open(Fields policy, String key) {
        String text = policy.text(key).orElse("");
        if (text.isEmpty()) {
            return null;
        }
        try {
            Path file = directory.resolve(text);
            if (!Files.isRegularFile(file)) {
                policy.problem(key, "no such file: " + file + "; the path is relative to the policy's directory");
            } else if (Files.size(file) > AddressDatabase.MAX_FILE_BYTES) {
                policy.problem(
                        key,
                        file + " is larger than " + AddressDatabase.MAX_FILE_BYTES + " bytes; give a file"
                                + " of autonomous systems or countries");
            } else {
                return AddressDatabase.open(file);
            }
        } catch (IOException | RuntimeException e) {
            // the library answers some damaged files, and the platform some paths, with unchecked exceptions
            policy.problem(
                    key,
                    "\"" + text + "\" cannot be read as a MaxMind DB file (" + e.getMessage() + "); download it anew");
        }
        return null;
    }

    Policy.DestinationRule destination(YamlNode node) {
        Fields fields =
                document.fields(node, "a destination rule", "name", "sources", "source-zones", "scope", "allow");
        if (!fields.has("sources") && !fields.has("source-zones")) {
            fields.problem("no sources; add sources or source-zones");
        }
        fields.require("allow");
        return new Policy.DestinationRule(
                fields.required("name"),
                values.networks(fields, "sources"),
                values.zones(fields, "source-zones"),
                fields.choice("scope", Policy.Scope.class, Policy.Scope.EXTERNAL),
                fields.list("allow", this::allowed));
    }

    private Policy.Allowed allowed(YamlNode node) {
        Fields fields = document.fields(
                node,
                "an allowed destination",
                "networks",
                "zones",
                "domains",
                "server-names",
                "ports",
                "protocols",
                "asns",
                "countries");
        if (fields.has("asns") && !systems) {
            fields.problem("asns", "asns need to know addresses; add asn-database with a MaxMind DB file");
        }
        if (fields.has("countries") && !countries) {
            fields.problem(
                    "countries", "countries need to know addresses; add country-database with a MaxMind DB file");
        }
        List<String> domains = fields.listOfSome("domains", values::domain);
        return new Policy.Allowed(
                values.endpoints(fields),
                domains,
                fields.listOfSome("asns", values::asn),
                fields.listOfSome("countries", values::country));
    }
}

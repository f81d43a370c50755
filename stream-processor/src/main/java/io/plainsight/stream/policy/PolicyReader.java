package io.plainsight.stream.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads a policy file and reports everything that is wrong with it at once. Not thread-safe, used once. */
public final class PolicyReader {
    /** No policy comes near; a larger file is the wrong file. */
    private static final long MAX_FILE_BYTES = 4L << 20;

    private static final List<String> VERSIONS = List.of("1.2", "1.3");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private PolicyReader(String file) {
        this.file = file;
    }

    /**
     * @throws PolicyException when the file cannot be read or breaks a rule, naming each place
     */
    public static Policy read(Path path) throws PolicyException {
        String text;
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new PolicyException(
                        List.of(path + ":1:1: larger than " + MAX_FILE_BYTES + " bytes; give a policy file"));
            }
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PolicyException(List.of(path + ": " + unreadable(path, e)));
        }
        return parse(path.toString(), text);
    }

    /**
     * @param file name used in messages
     * @param text the YAML document
     */
    public static Policy parse(String file, String text) throws PolicyException {
        return new PolicyReader(file).parse(text);
    }

    private Policy parse(String text) throws PolicyException {
        Policy policy = Policy.defaults();
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                problem(1, 1, "the file is empty; start from the example policy");
            } else {
                policy = policy(mapping(YamlNode.read(parser, this::problem, 0), "the policy"));
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
        if (!problems.isEmpty()) {
            throw new PolicyException(problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                    .map(p -> file + ":" + p.line() + ":" + p.column() + ": " + p.text())
                    .toList());
        }
        return policy;
    }

    private Policy policy(YamlNode.Mapping root) {
        Fields fields = new Fields(
                root,
                "name",
                "version",
                "minimum-tls-version",
                "certificate-expiry-days",
                "zones",
                "tolerated-plaintext",
                "destinations");
        Policy defaults = Policy.defaults();
        String name = fields.text("name").orElse(defaults.name());
        String version = fields.text("version").orElse(defaults.version());
        String minimum = fields.text("minimum-tls-version").orElse(defaults.minimumTlsVersion());
        if (!VERSIONS.contains(minimum)) {
            fields.problem("minimum-tls-version", "unknown version \"" + minimum + "\"; use \"1.2\" or \"1.3\"");
        }
        List<Integer> stages = fields.has("certificate-expiry-days")
                ? fields.list("certificate-expiry-days", this::days).stream()
                        .sorted(Comparator.reverseOrder())
                        .toList()
                : defaults.certificateStages();
        List<Policy.Zone> zones = fields.list("zones", this::zone);
        return new Policy(
                name,
                version,
                minimum,
                stages,
                zones,
                fields.list("tolerated-plaintext", node -> tolerated(node, zones)),
                fields.list("destinations", node -> destination(node, zones)));
    }

    private Policy.Zone zone(YamlNode node) {
        Fields fields = new Fields(mapping(node, "a zone"), "name", "networks");
        String name = fields.required("name");
        if (name.equals(Zones.INTERNAL) || name.equals(Zones.EXTERNAL)) {
            fields.problem("name", "zone name \"" + name + "\" is built in; choose another");
        }
        fields.require("networks");
        return new Policy.Zone(name, fields.list("networks", this::cidr));
    }

    private Policy.ToleratedPlaintext tolerated(YamlNode node, List<Policy.Zone> zones) {
        Fields fields = new Fields(
                mapping(node, "an exception"), "networks", "zones", "ports", "protocols", "owner", "expires", "reason");
        LocalDate expires = fields.text("expires")
                .flatMap(text -> {
                    try {
                        return Optional.of(LocalDate.parse(text));
                    } catch (DateTimeParseException e) {
                        fields.problem("expires", "\"" + text + "\" is no date; write it as 2026-12-31");
                        return Optional.empty();
                    }
                })
                .orElse(null);
        if (!fields.has("networks") && !fields.has("zones") && !fields.has("ports") && !fields.has("protocols")) {
            problem(node.line(), node.column(), "the exception matches everything; name networks, ports or protocols");
        }
        return new Policy.ToleratedPlaintext(
                networks(fields, zones, "networks", "zones"),
                fields.list("ports", this::port),
                fields.list("protocols", item -> scalar(item, "a protocol").toLowerCase(Locale.ROOT)),
                fields.required("owner"),
                expires,
                fields.text("reason").orElse(""));
    }

    private Policy.DestinationRule destination(YamlNode node, List<Policy.Zone> zones) {
        Fields fields =
                new Fields(mapping(node, "a destination rule"), "name", "sources", "source-zones", "scope", "allow");
        String scope = fields.text("scope").orElse("external");
        if (!scope.equals("external") && !scope.equals("all")) {
            fields.problem("scope", "unknown scope \"" + scope + "\"; use external or all");
        }
        if (!fields.has("sources") && !fields.has("source-zones")) {
            problem(node.line(), node.column(), "no sources; add sources or source-zones");
        }
        fields.require("allow");
        return new Policy.DestinationRule(
                fields.required("name"),
                networks(fields, zones, "sources", "source-zones"),
                scope.equals("all") ? Policy.Scope.ALL : Policy.Scope.EXTERNAL,
                fields.list("allow", item -> allowed(item, zones)));
    }

    private Policy.Allowed allowed(YamlNode node, List<Policy.Zone> zones) {
        Fields fields = new Fields(mapping(node, "an allowed destination"), "networks", "zones", "domains", "ports");
        return new Policy.Allowed(
                networks(fields, zones, "networks", "zones"),
                fields.list("domains", this::domain),
                fields.list("ports", this::port));
    }

    private List<Cidr> networks(Fields fields, List<Policy.Zone> zones, String networksKey, String zonesKey) {
        List<Cidr> networks = new ArrayList<>(fields.list(networksKey, this::cidr));
        fields.list(zonesKey, item -> {
            String name = scalar(item, "a zone's name");
            Optional<Policy.Zone> zone =
                    zones.stream().filter(z -> z.name().equals(name)).findFirst();
            if (zone.isEmpty()) {
                problem(item.line(), item.column(), "unknown zone \"" + name + "\"; define it under zones");
            }
            zone.ifPresent(z -> networks.addAll(z.networks()));
            return name;
        });
        return networks;
    }

    private Cidr cidr(YamlNode node) {
        String text = scalar(node, "an address block");
        return Cidr.parse(text).orElseGet(() -> {
            problem(
                    node.line(),
                    node.column(),
                    "\"" + text + "\" is no address block; write it as 10.0.0.0/8, with no bits set beyond the prefix");
            return Cidr.of("0.0.0.0/32");
        });
    }

    private PortRange port(YamlNode node) {
        String text = scalar(node, "a port");
        int dash = text.indexOf('-');
        try {
            int from =
                    Integer.parseInt(dash < 0 ? text : text.substring(0, dash).strip());
            int to = dash < 0 ? from : Integer.parseInt(text.substring(dash + 1).strip());
            return new PortRange(from, to);
        } catch (IllegalArgumentException e) {
            problem(node.line(), node.column(), "\"" + text + "\" is no port; write 443 or 8000-8100, up to 65535");
            return new PortRange(0, 0);
        }
    }

    private Integer days(YamlNode node) {
        String text = scalar(node, "a number of days");
        try {
            int days = Integer.parseInt(text);
            if (days > 0 && days <= 365) {
                return days;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number out of range
        }
        problem(node.line(), node.column(), "\"" + text + "\" is no number of days; write 1 to 365");
        return 1;
    }

    private String domain(YamlNode node) {
        String text = scalar(node, "a domain").toLowerCase(Locale.ROOT);
        String name = text.startsWith("*.") ? text.substring(2) : text.startsWith(".") ? text.substring(1) : text;
        if (!name.matches("[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?") || name.length() > 253) {
            problem(node.line(), node.column(), "\"" + text + "\" is no domain; write it as example.org");
        }
        return name;
    }

    private String scalar(YamlNode node, String what) {
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
        return new YamlNode.Mapping(java.util.Map.of(), node.line(), node.column());
    }

    private void problem(int line, int column, String text) {
        problems.add(new Problem(line, column, text));
    }

    private static String unreadable(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file; check the path";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied; give the user " + System.getProperty("user.name") + " the right to read it";
        }
        if (Files.isDirectory(path)) {
            return "is a directory; name the policy file in it";
        }
        if (e instanceof CharacterCodingException) {
            return "is no text in UTF-8; save it in that encoding";
        }
        return "cannot be read (" + e + "); check the file";
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private record Problem(int line, int column, String text) {}

    /** The keys of one mapping; unknown ones are reported at once. */
    private final class Fields {
        private final YamlNode.Mapping mapping;

        Fields(YamlNode.Mapping mapping, String... known) {
            this.mapping = mapping;
            List<String> names = List.of(known);
            mapping.entries().forEach((key, entry) -> {
                if (!names.contains(key)) {
                    PolicyReader.this.problem(
                            entry.line(),
                            entry.column(),
                            "unknown key \"" + key + "\"; known here: " + String.join(", ", names));
                }
            });
        }

        boolean has(String key) {
            return mapping.entries().containsKey(key);
        }

        Optional<String> text(String key) {
            return has(key)
                    ? Optional.of(scalar(mapping.entries().get(key).value(), "a text for " + key))
                    : Optional.empty();
        }

        String required(String key) {
            require(key);
            return text(key).orElse("");
        }

        void require(String key) {
            if (!has(key) && !mapping.entries().isEmpty()) {
                PolicyReader.this.problem(
                        mapping.line(), mapping.column(), "key \"" + key + "\" is missing; add " + key + ": …");
            }
        }

        <T> List<T> list(String key, Function<YamlNode, T> item) {
            if (!has(key)) {
                return List.of();
            }
            YamlNode value = mapping.entries().get(key).value();
            if (value instanceof YamlNode.Sequence sequence) {
                return sequence.items().stream().map(item).toList();
            }
            PolicyReader.this.problem(
                    value.line(), value.column(), "expected a list for " + key + "; write [a, b] or lines with -");
            return List.of();
        }

        void problem(String key, String text) {
            YamlNode value = mapping.entries().get(key).value();
            PolicyReader.this.problem(value.line(), value.column(), text);
        }
    }
}

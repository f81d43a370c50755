package io.plainsight.stream.policy;

import io.plainsight.stream.profile.Profile;
import io.plainsight.stream.profile.ProfileReader;
import io.plainsight.stream.profile.Profiles;
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

/** Reads a policy file and reports everything that is wrong with it at once. Not thread-safe, used once. */
public final class PolicyReader {
    /** No policy comes near; a larger file is the wrong file. */
    private static final long MAX_FILE_BYTES = 4L << 20;

    private static final List<String> VERSIONS = List.of("1.2", "1.3");

    private final YamlDocument document;

    private PolicyReader(YamlDocument document) {
        this.document = document;
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
        YamlDocument document = new YamlDocument(file);
        Policy policy = new PolicyReader(document).policy(document.root(text));
        document.check();
        return policy;
    }

    private Policy policy(YamlNode root) {
        YamlDocument.Fields fields = document.fields(
                root,
                "the policy",
                "name",
                "version",
                "profile",
                "profiles",
                "minimum-tls-version",
                "certificate-expiry-days",
                "zones",
                "tolerated-plaintext",
                "destinations",
                "mutual-tls");
        Policy defaults = Policy.defaults();
        List<Profile> own = fields.list("profiles", node -> ProfileReader.read(node, document));
        Profile profile = profile(fields, own).orElse(defaults.profile());
        if (fields.has("minimum-tls-version")) {
            profile = profile.withMinimumVersion(minimumVersion(fields));
        }
        List<Integer> stages = fields.has("certificate-expiry-days")
                ? fields.list("certificate-expiry-days", this::days).stream()
                        .sorted(Comparator.reverseOrder())
                        .toList()
                : defaults.certificateStages();
        Profile base = profile;
        List<Policy.Zone> zones = fields.list("zones", node -> zone(node, own, base));
        return new Policy(
                fields.text("name").orElse(defaults.name()),
                fields.text("version").orElse(defaults.version()),
                profile,
                stages,
                zones,
                fields.list("tolerated-plaintext", node -> tolerated(node, zones)),
                fields.list("destinations", node -> destination(node, zones)),
                fields.list("mutual-tls", node -> mutualTls(node, zones)));
    }

    private Policy.MutualTls mutualTls(YamlNode node, List<Policy.Zone> zones) {
        YamlDocument.Fields fields =
                document.fields(node, "services with mutual TLS", "networks", "zones", "ports", "server-names");
        if (!fields.has("networks") && !fields.has("zones") && !fields.has("ports") && !fields.has("server-names")) {
            document.problem(
                    node.line(),
                    node.column(),
                    "this would ask every service for it; name networks, ports or server-names");
        }
        return new Policy.MutualTls(
                networks(fields, zones, "networks", "zones"),
                fields.list("ports", this::port),
                fields.list("server-names", this::domain));
    }

    private static String minimumVersion(YamlDocument.Fields fields) {
        String version = fields.text("minimum-tls-version").orElse("");
        if (!VERSIONS.contains(version)) {
            fields.problem("minimum-tls-version", "unknown version \"" + version + "\"; use \"1.2\" or \"1.3\"");
        }
        return version;
    }

    /** The profile that the key names, one of the policy's own or one that comes with the program. */
    private static Optional<Profile> profile(YamlDocument.Fields fields, List<Profile> own) {
        Optional<String> name = fields.text("profile");
        Optional<Profile> found = name.flatMap(wanted -> own.stream()
                .filter(profile -> profile.name().equals(wanted))
                .findFirst()
                .or(() -> Profiles.named(wanted)));
        if (name.isPresent() && found.isEmpty()) {
            fields.problem(
                    "profile",
                    "unknown profile \"" + name.get() + "\"; use one of " + String.join(", ", Profiles.names())
                            + " or define it under profiles");
        }
        return found;
    }

    private Policy.Zone zone(YamlNode node, List<Profile> own, Profile base) {
        YamlDocument.Fields fields = document.fields(node, "a zone", "name", "networks", "profile", "self-signed");
        String name = fields.required("name");
        if (name.equals(Zones.INTERNAL) || name.equals(Zones.EXTERNAL)) {
            fields.problem("name", "zone name \"" + name + "\" is built in; choose another");
        }
        fields.require("networks");
        Profile profile = profile(fields, own).orElse(null);
        if (fields.has("self-signed")) {
            profile = (profile == null ? base : profile).withSelfSigned(allowed(fields, "self-signed"));
        }
        return new Policy.Zone(name, fields.list("networks", this::cidr), profile);
    }

    private static boolean allowed(YamlDocument.Fields fields, String key) {
        String text = fields.text(key).orElse("");
        if (!text.equals("allowed") && !text.equals("forbidden")) {
            fields.problem(key, "\"" + text + "\" is neither allowed nor forbidden");
        }
        return text.equals("allowed");
    }

    private Policy.ToleratedPlaintext tolerated(YamlNode node, List<Policy.Zone> zones) {
        YamlDocument.Fields fields = document.fields(
                node, "an exception", "networks", "zones", "ports", "protocols", "owner", "expires", "reason");
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
            document.problem(
                    node.line(), node.column(), "the exception matches everything; name networks, ports or protocols");
        }
        return new Policy.ToleratedPlaintext(
                networks(fields, zones, "networks", "zones"),
                fields.list("ports", this::port),
                fields.list(
                        "protocols", item -> document.scalar(item, "a protocol").toLowerCase(Locale.ROOT)),
                fields.required("owner"),
                expires,
                fields.text("reason").orElse(""));
    }

    private Policy.DestinationRule destination(YamlNode node, List<Policy.Zone> zones) {
        YamlDocument.Fields fields =
                document.fields(node, "a destination rule", "name", "sources", "source-zones", "scope", "allow");
        String scope = fields.text("scope").orElse("external");
        if (!scope.equals("external") && !scope.equals("all")) {
            fields.problem("scope", "unknown scope \"" + scope + "\"; use external or all");
        }
        if (!fields.has("sources") && !fields.has("source-zones")) {
            document.problem(node.line(), node.column(), "no sources; add sources or source-zones");
        }
        fields.require("allow");
        return new Policy.DestinationRule(
                fields.required("name"),
                networks(fields, zones, "sources", "source-zones"),
                scope.equals("all") ? Policy.Scope.ALL : Policy.Scope.EXTERNAL,
                fields.list("allow", item -> allowed(item, zones)));
    }

    private Policy.Allowed allowed(YamlNode node, List<Policy.Zone> zones) {
        YamlDocument.Fields fields =
                document.fields(node, "an allowed destination", "networks", "zones", "domains", "ports");
        return new Policy.Allowed(
                networks(fields, zones, "networks", "zones"),
                fields.list("domains", this::domain),
                fields.list("ports", this::port));
    }

    private List<Cidr> networks(
            YamlDocument.Fields fields, List<Policy.Zone> zones, String networksKey, String zonesKey) {
        List<Cidr> networks = new ArrayList<>(fields.list(networksKey, this::cidr));
        fields.list(zonesKey, item -> {
            String name = document.scalar(item, "a zone's name");
            Optional<Policy.Zone> zone =
                    zones.stream().filter(z -> z.name().equals(name)).findFirst();
            if (zone.isEmpty()) {
                document.problem(item.line(), item.column(), "unknown zone \"" + name + "\"; define it under zones");
            }
            zone.ifPresent(z -> networks.addAll(z.networks()));
            return name;
        });
        return networks;
    }

    private Cidr cidr(YamlNode node) {
        String text = document.scalar(node, "an address block");
        return Cidr.parse(text).orElseGet(() -> {
            document.problem(
                    node.line(),
                    node.column(),
                    "\"" + text + "\" is no address block; write it as 10.0.0.0/8, with no bits set beyond the prefix");
            return Cidr.of("0.0.0.0/32");
        });
    }

    private PortRange port(YamlNode node) {
        String text = document.scalar(node, "a port");
        int dash = text.indexOf('-');
        try {
            int from =
                    Integer.parseInt(dash < 0 ? text : text.substring(0, dash).strip());
            int to = dash < 0 ? from : Integer.parseInt(text.substring(dash + 1).strip());
            return new PortRange(from, to);
        } catch (IllegalArgumentException e) {
            document.problem(
                    node.line(), node.column(), "\"" + text + "\" is no port; write 443 or 8000-8100, up to 65535");
            return new PortRange(0, 0);
        }
    }

    private Integer days(YamlNode node) {
        String text = document.scalar(node, "a number of days");
        try {
            int days = Integer.parseInt(text);
            if (days > 0 && days <= 365) {
                return days;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number out of range
        }
        document.problem(node.line(), node.column(), "\"" + text + "\" is no number of days; write 1 to 365");
        return 1;
    }

    private String domain(YamlNode node) {
        String text = document.scalar(node, "a domain").toLowerCase(Locale.ROOT);
        String name = text.startsWith("*.") ? text.substring(2) : text.startsWith(".") ? text.substring(1) : text;
        if (!name.matches("[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?") || name.length() > 253) {
            document.problem(node.line(), node.column(), "\"" + text + "\" is no domain; write it as example.org");
        }
        return name;
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
}

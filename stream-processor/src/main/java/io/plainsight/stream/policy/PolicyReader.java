package io.plainsight.stream.policy;

import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.policy.YamlDocument.Fields;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Reads a policy file and reports everything that is wrong with it at once. Not thread-safe, used once. */
public final class PolicyReader {
    /** No policy comes near; a larger file is the wrong file. */
    private static final long MAX_FILE_BYTES = 2L << 20;

    private static final int FINGERPRINT_BYTES = 6;
    private static final List<String> VERSIONS = List.of("1.2", "1.3");
    private static final int MAX_RAISE = Severity.values().length - 1;

    private final YamlDocument document;
    private final PolicyValues values;
    private final Path directory;

    private PolicyReader(YamlDocument document, Path directory) {
        this.document = document;
        this.values = new PolicyValues(document);
        this.directory = directory;
    }

    /**
     * @throws PolicyException when the file cannot be read or breaks a rule, naming each place
     */
    public static Policy read(Path path) throws PolicyException {
        Path parent = path.toAbsolutePath().getParent();
        return parse(path.toString(), text(path), parent == null ? path : parent);
    }

    /** As {@link #parse(String, String, Path)}, with paths in the policy relative to the working directory. */
    public static Policy parse(String file, String text) throws PolicyException {
        return parse(file, text, Path.of(""));
    }

    /**
     * The file's text, for whoever needs more of it than the policy.
     *
     * @throws PolicyException when the file cannot be read
     */
    public static String text(Path path) throws PolicyException {
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new PolicyException(List.of(path + ":1:1: " + tooLarge()));
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PolicyException(List.of(path + ": " + unreadable(path, e)));
        }
    }

    /**
     * @param file name used in messages
     * @param text the YAML document
     * @param directory what paths in the policy are relative to
     */
    public static Policy parse(String file, String text, Path directory) throws PolicyException {
        if (text.length() > MAX_FILE_BYTES) {
            throw new PolicyException(List.of(file + ":1:1: " + tooLarge()));
        }
        YamlDocument document = new YamlDocument(file);
        Policy policy = new PolicyReader(document, directory).policy(document.root(text), fingerprint(text));
        document.check();
        return policy;
    }

    private Policy policy(YamlNode root, String fingerprint) {
        Fields fields = document.fields(
                root,
                "the policy",
                "name",
                "version",
                "profile",
                "profiles",
                "minimum-tls-version",
                "certificate-expiry-days",
                "asn-database",
                "country-database",
                "zones",
                "resolvers",
                "provider-encryption",
                "services",
                "severity",
                "exceptions",
                "tolerated-plaintext",
                "destinations",
                "learning");
        Policy defaults = Policy.defaults();
        values.named(fields, "profiles", Profile::name, this::ownProfile);
        Profile profile = values.profile(fields, "profile").orElse(defaults.profile());
        if (fields.has("minimum-tls-version")) {
            profile = profile.withMinimumVersion(minimumVersion(fields));
        }
        List<Integer> stages = fields.has("certificate-expiry-days")
                ? fields.list("certificate-expiry-days", values::days).stream()
                        .sorted(Comparator.reverseOrder())
                        .toList()
                : defaults.certificateStages();
        // names first, references to them after
        Zones zones = new Zones(new ZoneReader(document, values, profile).read(fields));
        List<Service> services = values.named(fields, "services", Service::name, this::service);
        DestinationReader destinations = new DestinationReader(document, values, directory);
        AddressDatabase addresses = destinations.addresses(fields);
        return new Policy(
                fields.text("name").orElse(defaults.name()),
                fields.text("version").orElse(defaults.version()),
                fingerprint,
                profile,
                stages,
                zones,
                services,
                new ExceptionReader(document, values).read(fields),
                values.named(fields, "destinations", Policy.DestinationRule::name, destinations::destination),
                values.networks(fields, "resolvers"),
                fields.list("severity", this::severity),
                addresses,
                fields.choice("provider-encryption", ProviderEncryption.class, defaults.providerEncryption()),
                new LearningReader(document).read(fields));
    }

    private Profile ownProfile(YamlNode node) {
        Profile profile = ProfileReader.read(node, document);
        if (Profiles.names().contains(profile.name())) {
            values.problem(node, "profile \"" + profile.name() + "\" comes with the program; choose another name");
        }
        values.know(profile);
        return profile;
    }

    private static String minimumVersion(Fields fields) {
        String version = fields.text("minimum-tls-version").orElse("");
        if (!VERSIONS.contains(version)) {
            fields.problem("minimum-tls-version", "unknown version \"" + version + "\"; use \"1.2\" or \"1.3\"");
        }
        return version;
    }

    private Service service(YamlNode node) {
        Fields fields = document.fields(
                node,
                "a service",
                "name",
                "networks",
                "zones",
                "server-names",
                "ports",
                "protocols",
                "plaintext",
                "mutual-tls",
                "profile",
                "criticality");
        String name = fields.required("name");
        values.knowService(name);
        Endpoints endpoints = values.endpoints(fields);
        if (endpoints.equals(Endpoints.ANY)) {
            fields.problem("the service is everywhere; name networks, zones, server-names, ports or protocols");
        }
        return new Service(
                name,
                endpoints,
                fields.choice("plaintext", Service.Plaintext.class, null),
                fields.choice("mutual-tls", Service.MutualTls.class, null),
                values.profile(fields, "profile").orElse(null),
                fields.choice("criticality", Service.Criticality.class, Service.Criticality.NORMAL));
    }

    private SeverityRule severity(YamlNode node) {
        Fields fields = document.fields(node, "a severity", "rules", "zones", "raise", "lower", "set");
        long changes =
                List.of("raise", "lower", "set").stream().filter(fields::has).count();
        if (changes != 1) {
            fields.problem("a severity needs one of raise, lower and set; it has " + changes);
        }
        if (!fields.has("rules") && !fields.has("zones")) {
            fields.problem("the severity holds for everything; name rules or zones");
        }
        int raise = fields.number("raise", 1, MAX_RAISE, 0) - fields.number("lower", 1, MAX_RAISE, 0);
        return new SeverityRule(
                values.rules(fields, "rules"),
                values.zones(fields, "zones"),
                raise,
                fields.choice("set", Severity.class, null));
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String tooLarge() {
        return "larger than " + MAX_FILE_BYTES + " bytes; give a policy file";
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

package io.plainsight.stream.profile;

import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.Suggestion;
import io.plainsight.stream.policy.YamlDocument;
import io.plainsight.stream.policy.YamlNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a profile; problems go to the document that it stands in. Keys that are left out keep the values of the base. */
public final class ProfileReader {
    private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "1.3");
    private static final int MAX_BITS = 16_384;
    private static final int MAX_DAYS = 36_500;
    /** What a profile that extends nothing starts from: nothing is forbidden. */
    private static final Profile NOTHING = new Profile(
            "",
            "",
            "",
            "",
            new Profile.Tls("1.0", Set.of(), true, List.of(), List.of(), 0, List.of()),
            new Profile.Certificate(0, 0, List.of(), true, MAX_DAYS),
            new Profile.Algorithms(List.of(), List.of(), List.of(), List.of(), List.of()),
            new Profile.Algorithms(List.of(), List.of(), List.of(), List.of(), List.of()));

    private final YamlDocument document;

    private ProfileReader(YamlDocument document) {
        this.document = document;
    }

    /**
     * Reads a profile that is a document of its own.
     *
     * @param file name used in messages
     */
    static Profile parse(String file, String text) throws PolicyException {
        YamlDocument document = new YamlDocument(file);
        Profile profile = new ProfileReader(document).profile(document.root(text));
        document.check();
        return profile;
    }

    /** Reads a profile inside another document, which keeps the problems. */
    public static Profile read(YamlNode node, YamlDocument document) {
        return new ProfileReader(document).profile(node);
    }

    private Profile profile(YamlNode node) {
        YamlDocument.Fields fields = document.fields(
                node, "a profile", "name", "title", "extends", "source", "date", "tls", "certificate", "ssh", "ike");
        String name = fields.required("name");
        Profile base =
                fields.text("extends").flatMap(wanted -> base(fields, wanted)).orElse(NOTHING);
        return new Profile(
                name,
                fields.text("title").orElse(name),
                fields.text("source").orElse(base.source()),
                fields.text("date").orElse(base.date()),
                fields.has("tls") ? tls(fields.node("tls"), base.tls()) : base.tls(),
                fields.has("certificate")
                        ? certificate(fields.node("certificate"), base.certificate())
                        : base.certificate(),
                fields.has("ssh") ? algorithms(fields.node("ssh"), base.ssh()) : base.ssh(),
                fields.has("ike") ? algorithms(fields.node("ike"), base.ike()) : base.ike());
    }

    private static Optional<Profile> base(YamlDocument.Fields fields, String wanted) {
        Optional<Profile> base = Profiles.named(wanted);
        if (base.isEmpty()) {
            fields.problem(
                    "extends",
                    "unknown profile \"" + wanted + "\"" + Suggestion.of(wanted, Profiles.names()) + "; use one of "
                            + String.join(", ", Profiles.names()));
        }
        return base;
    }

    private Profile.Tls tls(YamlNode node, Profile.Tls base) {
        YamlDocument.Fields fields = document.fields(
                node,
                "limits for TLS",
                "minimum-version",
                "forbidden",
                "cbc-with-encrypt-then-mac",
                "suites",
                "groups",
                "dh-bits",
                "forbidden-groups");
        String minimum = fields.text("minimum-version").orElse(base.minimumVersion());
        if (!VERSIONS.contains(minimum)) {
            fields.problem(
                    "minimum-version",
                    "unknown version \"" + minimum + "\"; use one of \"" + String.join("\", \"", VERSIONS) + "\"");
        }
        return new Profile.Tls(
                minimum,
                fields.has("forbidden") ? traits(fields) : base.forbidden(),
                fields.flag("cbc-with-encrypt-then-mac", base.cbcWithEncryptThenMac()),
                patterns(fields, "suites", base.suites()),
                patterns(fields, "groups", base.groups()),
                fields.number("dh-bits", 0, MAX_BITS, base.dhBits()),
                patterns(fields, "forbidden-groups", base.forbiddenGroups()));
    }

    private Set<SuiteTrait> traits(YamlDocument.Fields fields) {
        Set<SuiteTrait> traits = EnumSet.noneOf(SuiteTrait.class);
        fields.list("forbidden", item -> {
            String id = document.scalar(item, "a trait of suites");
            Optional<SuiteTrait> trait = SuiteTrait.of(id);
            trait.ifPresent(traits::add);
            if (trait.isEmpty()) {
                List<String> known = EnumSet.allOf(SuiteTrait.class).stream()
                        .map(SuiteTrait::id)
                        .toList();
                document.problem(
                        item.line(),
                        item.column(),
                        "unknown trait \"" + id + "\"" + Suggestion.of(id, known) + "; use one of "
                                + String.join(", ", known));
            }
            return id;
        });
        return traits;
    }

    private Profile.Certificate certificate(YamlNode node, Profile.Certificate base) {
        YamlDocument.Fields fields = document.fields(
                node,
                "limits for certificates",
                "rsa-bits",
                "curve-bits",
                "forbidden-hashes",
                "self-signed",
                "life-days");
        return new Profile.Certificate(
                fields.number("rsa-bits", 0, MAX_BITS, base.rsaBits()),
                fields.number("curve-bits", 0, MAX_BITS, base.curveBits()),
                fields.has("forbidden-hashes")
                        ? fields.list("forbidden-hashes", item -> document.scalar(item, "a hash")
                                .toUpperCase(Locale.ROOT)
                                .replace("-", ""))
                        : base.forbiddenHashes(),
                fields.flag("self-signed", base.selfSigned()),
                fields.number("life-days", 1, MAX_DAYS, base.lifeDays()));
    }

    private Profile.Algorithms algorithms(YamlNode node, Profile.Algorithms base) {
        YamlDocument.Fields fields = document.fields(
                node, "forbidden algorithms", "versions", "key-exchange", "authentication", "encryption", "integrity");
        return new Profile.Algorithms(
                patterns(fields, "versions", base.versions()),
                patterns(fields, "key-exchange", base.keyExchange()),
                patterns(fields, "authentication", base.authentication()),
                patterns(fields, "encryption", base.encryption()),
                patterns(fields, "integrity", base.integrity()));
    }

    private List<NamePattern> patterns(YamlDocument.Fields fields, String key, List<NamePattern> base) {
        return fields.has(key) ? fields.list(key, item -> new NamePattern(document.scalar(item, "a name"))) : base;
    }
}

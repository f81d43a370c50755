package io.plainsight.stream.policy;

import io.plainsight.stream.policy.YamlDocument.Fields;
import io.plainsight.stream.profile.NamePattern;
import io.plainsight.stream.profile.Profile;
import io.plainsight.stream.profile.Profiles;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The single values that all parts of a policy are made of, and the names by which the parts refer to one another. Used by
 * one reader, for one document.
 */
final class PolicyValues {
    /** ISO 3166-1 alpha-2. */
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final int MAX_VLAN = 4094;
    private static final long MAX_ASN = (1L << 32) - 1;

    private final YamlDocument document;
    private final List<Profile> ownProfiles = new ArrayList<>();
    private final Set<String> zones = new TreeSet<>(List.of(Zones.INTERNAL, Zones.EXTERNAL));
    private final Set<String> services = new TreeSet<>();

    PolicyValues(YamlDocument document) {
        this.document = document;
    }

    void know(Profile profile) {
        ownProfiles.add(profile);
    }

    void knowZone(String name) {
        zones.add(name);
    }

    void knowService(String name) {
        services.add(name);
    }

    /** Reports the names that stand twice. */
    <T> List<T> named(Fields fields, String key, Function<T, String> name, Function<YamlNode, T> item) {
        Set<String> seen = new TreeSet<>();
        return fields.list(key, node -> {
            T value = item.apply(node);
            String own = name.apply(value);
            if (!own.isEmpty() && !seen.add(own)) {
                problem(node, "the name \"" + own + "\" stands twice under " + key + "; choose another");
            }
            return value;
        });
    }

    List<Cidr> networks(Fields fields, String key) {
        return fields.listOfSome(key, this::cidr);
    }

    List<String> zones(Fields fields, String key) {
        return fields.listOfSome(
                key, node -> known(node, "zone", zones, "define it under zones, or use internal or external"));
    }

    List<String> services(Fields fields, String key) {
        return fields.listOfSome(key, node -> known(node, "service", services, "define it under services"));
    }

    List<String> rules(Fields fields, String key) {
        return fields.listOfSome(
                key, node -> known(node, "rule", PolicySchema.rules(), "docs/detections has a page for each"));
    }

    private String known(YamlNode node, String what, Set<String> names, String remedy) {
        String text = document.scalar(node, "the name of a " + what);
        if (!text.isEmpty() && !names.contains(text)) {
            problem(node, "unknown " + what + " \"" + text + "\"" + Suggestion.of(text, names) + "; " + remedy);
        }
        return text;
    }

    /** The profile that the key names, one of the policy's own or one that comes with the program. */
    Optional<Profile> profile(Fields fields, String key) {
        Optional<String> name = fields.text(key);
        Optional<Profile> found = name.flatMap(wanted -> ownProfiles.stream()
                .filter(profile -> profile.name().equals(wanted))
                .findFirst()
                .or(() -> Profiles.named(wanted)));
        if (name.isPresent() && !name.get().isEmpty() && found.isEmpty()) {
            List<String> names = new ArrayList<>(Profiles.names());
            ownProfiles.forEach(profile -> names.add(profile.name()));
            fields.problem(
                    key,
                    "unknown profile \"" + name.get() + "\"" + Suggestion.of(name.get(), names) + "; use one of "
                            + String.join(", ", names) + " or define it under profiles");
        }
        return found;
    }

    /** {@code networks}, {@code zones}, {@code server-names}, {@code ports} and {@code protocols} of a mapping. */
    Endpoints endpoints(Fields fields) {
        return new Endpoints(
                networks(fields, "networks"),
                zones(fields, "zones"),
                fields.listOfSome("server-names", this::serverName),
                fields.listOfSome("ports", this::port),
                fields.listOfSome(
                        "protocols", item -> document.scalar(item, "a protocol").toLowerCase(Locale.ROOT)));
    }

    Cidr cidr(YamlNode node) {
        String text = document.scalar(node, "an address block");
        return Cidr.parse(text).orElseGet(() -> {
            if (!text.isEmpty()) {
                problem(
                        node,
                        "\"" + text
                                + "\" is no address block; write it as 10.0.0.0/8, with no bits set beyond the prefix");
            }
            return Cidr.of("0.0.0.0/32");
        });
    }

    private PortRange port(YamlNode node) {
        String text = document.scalar(node, "a port");
        int dash = text.indexOf('-');
        int from = number(dash < 0 ? text : text.substring(0, dash));
        int to = dash < 0 ? from : number(text.substring(dash + 1));
        if (from < 0 || to > 65535 || from > to) {
            problem(node, "\"" + text + "\" is no port; write 443 or 8000-8100, up to 65535");
            return new PortRange(0, 0);
        }
        return new PortRange(from, to);
    }

    /** The whole number, or -1 where the text is none. */
    static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    String vlan(YamlNode node) {
        String text = document.scalar(node, "a VLAN's id");
        int id = number(text);
        if (id < 1 || id > MAX_VLAN) {
            problem(node, "\"" + text + "\" is no VLAN; write 1 to " + MAX_VLAN);
        }
        return Integer.toString(id);
    }

    String domain(YamlNode node) {
        String text = document.scalar(node, "a domain").toLowerCase(Locale.ROOT);
        String name = text.startsWith("*.") ? text.substring(2) : text.startsWith(".") ? text.substring(1) : text;
        if (!name.matches("[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?") || name.length() > 253) {
            problem(node, "\"" + text + "\" is no domain; write it as example.org");
        }
        return name;
    }

    private NamePattern serverName(YamlNode node) {
        String text = document.scalar(node, "a server's name").toLowerCase(Locale.ROOT);
        if (!text.matches("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?") || text.length() > 253) {
            problem(node, "\"" + text + "\" is no server's name; write db.example.org, or *.example.org for all below");
        }
        return new NamePattern(text);
    }

    Long asn(YamlNode node) {
        String text = document.scalar(node, "a system's number");
        long asn = AddressDatabase.number(text);
        if (asn < 0 || asn > MAX_ASN) {
            problem(node, "\"" + text + "\" is no autonomous system; write 64496 or AS64496");
        }
        return asn;
    }

    String country(YamlNode node) {
        String text = document.scalar(node, "a country's code");
        String code = text.toUpperCase(Locale.ROOT);
        if (!COUNTRIES.contains(code)) {
            problem(node, "\"" + text + "\" is no country; write the two letters of ISO 3166, such as NL");
        }
        return code;
    }

    LocalDate date(Fields fields, String key) {
        String text = fields.required(key);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            if (!text.isEmpty()) {
                fields.problem(key, "\"" + text + "\" is no date; write it as 2026-12-31");
            }
            return LocalDate.EPOCH;
        }
    }

    Integer days(YamlNode node) {
        String text = document.scalar(node, "a number of days");
        int days = number(text);
        if (days < 1 || days > 365) {
            problem(node, "\"" + text + "\" is no number of days; write 1 to 365");
        }
        return days;
    }

    void problem(YamlNode node, String text) {
        document.problem(node.line(), node.column(), text);
    }
}

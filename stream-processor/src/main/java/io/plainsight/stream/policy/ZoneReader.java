package io.plainsight.stream.policy;

import io.plainsight.stream.policy.YamlDocument.Fields;
import io.plainsight.stream.profile.Profile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the zones and reports where two claim the same. */
final class ZoneReader {
    private final YamlDocument document;
    private final PolicyValues values;
    private final Profile base;

    /** @param base the policy's own profile */
    ZoneReader(YamlDocument document, PolicyValues values, Profile base) {
        this.document = document;
        this.values = values;
        this.base = base;
    }

    List<Policy.Zone> read(Fields policy) {
        Map<Object, Map<String, Policy.Zone>> claims = new HashMap<>();
        List<Policy.Zone> zones = values.named(policy, "zones", Policy.Zone::name, node -> {
            Policy.Zone zone = zone(node);
            reportOverlaps(node, zone, claims);
            return zone;
        });
        return zones;
    }

    private Policy.Zone zone(YamlNode node) {
        Fields fields = document.fields(
                node,
                "a zone",
                "name",
                "networks",
                "vlans",
                "vpcs",
                "profile",
                "self-signed",
                "plaintext",
                "resolvers");
        String name = fields.required("name");
        if (name.equals(Zones.INTERNAL) || name.equals(Zones.EXTERNAL)) {
            fields.problem("name", "zone name \"" + name + "\" is built in; choose another");
        }
        if (!fields.has("networks") && !fields.has("vlans") && !fields.has("vpcs")) {
            fields.problem("key \"networks\" is missing; add networks, vlans or vpcs");
        }
        values.knowZone(name);
        return new Policy.Zone(
                name,
                values.networks(fields, "networks"),
                fields.listOfSome("vlans", values::vlan),
                fields.listOfSome("vpcs", item -> document.scalar(item, "a VPC's id")),
                profile(fields),
                fields.choice("plaintext", Service.Plaintext.class, null),
                values.networks(fields, "resolvers"));
    }

    /** Null where the zone says nothing of its own. */
    private Profile profile(Fields fields) {
        Profile profile = values.profile(fields, "profile").orElse(null);
        SelfSigned selfSigned = fields.choice("self-signed", SelfSigned.class, null);
        return selfSigned == null
                ? profile
                : (profile == null ? base : profile).withSelfSigned(selfSigned == SelfSigned.ALLOWED);
    }

    /** What is thought of certificates that sign themselves. */
    private enum SelfSigned {
        ALLOWED,
        FORBIDDEN
    }

    /** One address block, or none, together with the same VLAN and VPC belongs to one zone alone. */
    private void reportOverlaps(YamlNode node, Policy.Zone zone, Map<Object, Map<String, Policy.Zone>> claims) {
        List<?> blocks = zone.networks().isEmpty() ? List.of("") : zone.networks();
        for (Object block : blocks) {
            for (String vlan : orAny(zone.vlans())) {
                for (String vpc : orAny(zone.vpcs())) {
                    Policy.Zone other = claims.computeIfAbsent(block, key -> new HashMap<>())
                            .putIfAbsent(vlan + ' ' + vpc, zone);
                    if (other != null && other != zone) {
                        String what = block.equals("") ? "vlan " + vlan + ' ' + vpc : block.toString();
                        values.problem(
                                node,
                                "zone \"" + zone.name() + "\" overlaps with zone \"" + other.name() + "\": both have "
                                        + what.strip() + "; leave it in one");
                        return;
                    }
                }
            }
        }
    }

    private static List<String> orAny(List<String> ids) {
        return ids.isEmpty() ? List.of("") : ids;
    }
}

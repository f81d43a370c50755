package io.plainsight.stream.policy;

import io.plainsight.stream.policy.YamlDocument.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the zones and reports where two claim the same. */
final class ZoneReader {
    private final YamlDocument document;
    private final PolicyValues values;

    ZoneReader(YamlDocument document, PolicyValues values) {
        this.document = document;
        this.values = values;
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
                node, "a zone", "name", "networks", "vlans", "vpcs", "profile", "plaintext", "resolvers");
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
                values.profile(fields, "profile").orElse(null),
                fields.choice("plaintext", Service.Plaintext.class, null),
                values.networks(fields, "resolvers"));
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

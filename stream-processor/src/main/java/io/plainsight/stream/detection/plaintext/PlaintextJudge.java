package io.plainsight.stream.detection.plaintext;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides whether a connection exposed user data or credentials. Stateless, thread-safe. */
final class PlaintextJudge {
    /** Name, time, address, discovery and control services: no user data, or no protected form in general use. */
    private static final Set<String> WITHOUT_USER_DATA = Set.of(
            "dns",
            "mdns",
            "llmnr",
            "ntp",
            "sntp",
            "dhcp",
            "dhcpv6",
            "bootp",
            "ssdp",
            "upnp",
            "nbns",
            "netbios-ns",
            "netbios-dgm",
            "wsdd",
            "ws-discovery",
            "icmp",
            "ipv6-icmp",
            "igmp",
            "arp",
            "ospf",
            "bgp",
            "vrrp",
            "hsrp",
            "stun",
            "ptp",
            "lldp",
            "cdp",
            "rip",
            "bfd",
            "pim");

    /**
     * Connections that the sensor only recognises because their control connection was read in clear, which has raised the
     * alert: each goes to a port of its own, and must not become a service of its own.
     */
    private static final Set<String> TOLD_BY_CONTROL_CONNECTION = Set.of("ftp-data");

    private final Zones zones;

    PlaintextJudge(Policy policy) {
        this.zones = policy.zoning();
    }

    /** Judges the deciding observation and the last one: logins often follow the verdict. */
    List<Finding> judge(Observation observation) {
        boolean decides = Services.hasAction(observation, Actions.PLAINTEXT_OBSERVED)
                || Services.hasAction(observation, Actions.FLOW_ENDED);
        if (!decides || observation.plainsight() == null) {
            return List.of();
        }
        Observation.Plaintext plaintext = observation.plainsight().plaintext();
        String credentials = plaintext == null ? null : plaintext.credentials();
        String protocol = protocol(observation);
        List<Finding> findings = new ArrayList<>(2);
        if (exposesUserData(observation, plaintext) && hasUserData(protocol)) {
            findings.add(userData(observation, protocol));
        }
        if (credentials != null) {
            findings.add(credentials(observation, protocol, credentials));
        }
        return findings;
    }

    private static boolean hasUserData(String protocol) {
        return !WITHOUT_USER_DATA.contains(protocol) && !TOLD_BY_CONTROL_CONNECTION.contains(protocol);
    }

    private static boolean exposesUserData(Observation observation, Observation.Plaintext plaintext) {
        return observation.plainsight().protection() == Protection.PLAINTEXT
                && (plaintext == null || !Boolean.FALSE.equals(plaintext.userData()));
    }

    private Finding userData(Observation observation, String protocol) {
        boolean leaves = Services.leavesOurNetworks(observation, zones);
        boolean onHost = Services.staysOnHost(observation);
        Observation.Plaintext plaintext = observation.plainsight().plaintext();
        boolean seen = plaintext != null && Boolean.TRUE.equals(plaintext.userData());
        return start(observation, protocol)
                .trusting(seen ? 1 : Certainty.of(observation))
                .severity(leaves ? Severity.HIGH : onHost ? Severity.LOW : Severity.MEDIUM)
                .reason(Services.text(observation) + " sends application data over " + name(protocol)
                        + " without encryption"
                        + (leaves ? ", across networks that are not ours." : onHost ? ", on one host." : "."))
                .note("application data in clear over " + name(protocol))
                .value("exposure", leaves ? "external" : onHost ? "host" : "internal")
                .build();
    }

    private Finding credentials(Observation observation, String protocol, String credentials) {
        boolean leaves = Services.leavesOurNetworks(observation, zones);
        boolean reusable = !credentials.equals("derived");
        String what =
                switch (credentials) {
                    case "secret" -> "a password";
                    case "token" -> "a reusable token";
                    default -> "a value derived from a secret";
                };
        return FindingBuilder.of(PlaintextCredentialsRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .cause(protocol)
                .severity(!reusable ? Severity.MEDIUM : leaves ? Severity.CRITICAL : Severity.HIGH)
                .reason("A client of " + Services.text(observation) + " sent " + what + " in clear over "
                        + name(protocol) + ".")
                .note(what + " in clear")
                .value("protocol", protocol)
                .value("credentials", credentials)
                .value("exposure", leaves ? "external" : "internal")
                .threshold("credentials", "none in clear")
                .build();
    }

    private FindingBuilder start(Observation observation, String protocol) {
        return FindingBuilder.of(PlaintextRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .cause(protocol)
                .value("protocol", protocol)
                .value("protection", Protection.PLAINTEXT.text())
                .threshold("protection", Protection.PROTECTED.text());
    }

    private static String protocol(Observation observation) {
        String protocol =
                observation.network() == null ? null : observation.network().protocol();
        return protocol == null ? "" : protocol.toLowerCase(Locale.ROOT);
    }

    private static String name(String protocol) {
        return switch (protocol) {
            case "" -> "an unrecognised protocol";
            case "telnet" -> "Telnet";
            case "mysql" -> "MySQL";
            case "postgresql" -> "PostgreSQL";
            default -> protocol.toUpperCase(Locale.ROOT);
        };
    }
}

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
import io.plainsight.stream.recovery.OpenCause;
import io.plainsight.stream.recovery.Witness;
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

    private final Policy policy;
    private final Zones zones;

    PlaintextJudge(Policy policy) {
        this.policy = policy;
        this.zones = policy.zoning();
    }

    /** Judges the deciding observation and the last one: logins often follow the verdict. */
    List<Finding> judge(Observation observation) {
        boolean ended = Services.hasAction(observation, Actions.FLOW_ENDED);
        boolean decides = ended || Services.hasAction(observation, Actions.PLAINTEXT_OBSERVED);
        if (!decides || observation.plainsight() == null) {
            return List.of();
        }
        Observation.Plaintext plaintext = observation.plainsight().plaintext();
        String credentials = plaintext == null ? null : plaintext.credentials();
        String protocol = protocol(observation);
        Exposed exposed = Exposed.by(observation);
        List<Finding> findings = new ArrayList<>(2);
        // what else passes is known at the end; a connection counts once, so a first word of metadata would hide it
        boolean told = exposed.isUserData() || exposed == Exposed.METADATA && ended;
        if (told && hasUserData(protocol)) {
            findings.add(inClear(observation, protocol, exposed));
        }
        if (credentials != null) {
            findings.add(credentials(observation, protocol, credentials));
        }
        return findings;
    }

    /** What an observation, with whatever action, says about something found before. */
    Witness.Word about(Observation observation, OpenCause cause) {
        if (observation.plainsight() == null) {
            return Witness.Word.NOTHING;
        }
        if (observation.plainsight().protection() == Protection.PROTECTED) {
            return Witness.Word.CLEAN;
        }
        String protocol = protocol(observation);
        if (!protocol.equals(cause.cause())) {
            return Witness.Word.NOTHING;
        }
        if (cause.rule().equals(PlaintextCredentialsRule.TEXT.id())) {
            Observation.Plaintext plaintext = observation.plainsight().plaintext();
            boolean sent = plaintext != null && plaintext.credentials() != null;
            return sent ? Witness.Word.SHOWN : Witness.Word.NOTHING;
        }
        if (Exposed.by(observation) == Exposed.NOTHING) {
            return Witness.Word.NOTHING;
        }
        return switch (policy.accepts(PlaintextRule.TEXT.id(), observation)) {
            case NOBODY -> Witness.Word.SHOWN;
            case CLIENT -> Witness.Word.EXCUSED;
            case EVERYBODY -> Witness.Word.ACCEPTED;
        };
    }

    private static boolean hasUserData(String protocol) {
        return !WITHOUT_USER_DATA.contains(protocol) && !TOLD_BY_CONTROL_CONNECTION.contains(protocol);
    }

    private Finding inClear(Observation observation, String protocol, Exposed exposed) {
        boolean leaves = Services.leavesOurNetworks(observation, zones);
        boolean onHost = Services.staysOnHost(observation);
        Observation.Plaintext plaintext = observation.plainsight().plaintext();
        boolean seen = plaintext != null && Boolean.TRUE.equals(plaintext.userData());
        boolean metadata = exposed == Exposed.METADATA;
        String what = metadata ? "speaks " + name(protocol) : "sends application data over " + name(protocol);
        String extent = metadata
                ? "; no user data was seen."
                : leaves ? ", across networks that are not ours." : onHost ? ", on one host." : ".";
        return start(observation, protocol)
                .trusting(seen || metadata ? 1 : Certainty.of(observation))
                .severity(metadata ? Severity.INFO : leaves ? Severity.HIGH : onHost ? Severity.LOW : Severity.MEDIUM)
                .reason(Services.text(observation) + " " + what + " without encryption" + extent)
                .note((metadata ? "metadata" : "application data") + " in clear over " + name(protocol))
                .value("exposed", exposed.text())
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

    /** The protocol that was in clear: where TLS began too late, the one that it began inside of. */
    private static String protocol(Observation observation) {
        Observation.Network network = observation.network();
        if (network == null) {
            return "";
        }
        boolean tooLate = "tls".equals(network.protocol()) && network.application() != null;
        String protocol = tooLate ? network.application() : network.protocol();
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

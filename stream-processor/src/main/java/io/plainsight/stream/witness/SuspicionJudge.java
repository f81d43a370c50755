package io.plainsight.stream.witness;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.ProviderEncryption;
import io.plainsight.stream.policy.Service;
import io.plainsight.stream.policy.Zones;
import java.util.Optional;

/** Suspects services of plaintext by their port, where data was exchanged. Stateless, thread-safe. */
final class SuspicionJudge {
    /** Opening and closing take at most four packets of each end; twice that is more than a probe. */
    private static final int PACKETS_OF_A_SESSION = 8;

    /** Where packets are not counted: more than eight empty ones. */
    private static final long BYTES_WITHOUT_PACKETS = 1_000;

    private static final double CLEAR = 0.5;
    private static final double MAY_UPGRADE = 0.3;
    private static final double SAID_OTHERWISE = 0.2;

    private final Policy policy;
    private final Zones zones;

    SuspicionJudge(Policy policy) {
        this.policy = policy;
        this.zones = policy.zoning();
    }

    /** @param record about the connection, seen from its client */
    Optional<Finding> judge(Observation record, LoggedSide logged) {
        Optional<PlaintextPorts.Assumed> port =
                PlaintextPorts.at(record.destination().port());
        boolean tcp = record.network() != null && "tcp".equals(record.network().transport());
        if (port.isEmpty() || !tcp || !logged.allowed() || FlowRecords.isDenied(record)) {
            return Optional.empty();
        }
        boolean ipv6 = record.destination().ip().indexOf(':') >= 0;
        boolean data = isData(logged.sent(), logged.sentPackets(), ipv6)
                && isData(logged.received(), logged.receivedPackets(), ipv6);
        Optional<Service.Plaintext> wanted = policy.plaintextOf(record);
        if (!data || wanted.filter(Service.Plaintext.TOLERATED::equals).isPresent() || isAccepted(logged)) {
            return Optional.empty();
        }
        boolean saidOtherwise = policy.providerEncryption() != ProviderEncryption.IGNORE
                && logged.statement().saysApplication();
        boolean forbidden = wanted.isPresent();
        PlaintextPorts.Assumed assumed = port.get();
        return FindingBuilder.of(SuspectedPlaintextRule.TEXT, record)
                .about(record.destination().text(), Services.entity(record, zones))
                .severity(
                        saidOtherwise
                                ? Severity.INFO
                                : forbidden ? Severity.MEDIUM : assumed.upgrades() ? Severity.INFO : Severity.LOW)
                .confidence(saidOtherwise ? SAID_OTHERWISE : assumed.upgrades() ? MAY_UPGRADE : CLEAR)
                .reason(Services.text(record) + " exchanged data on the port of " + assumed.name() + ", which "
                        + (assumed.upgrades() ? "may be" : "is") + " in clear; no sensor saw its packets.")
                .note("data exchanged, from a flow log")
                .value("assumed", assumed.name())
                .value("registered_by", assumed.reference())
                .value("may_upgrade", assumed.upgrades())
                .value("bytes_sent", logged.sent())
                .value("bytes_received", logged.received())
                .value("stated", logged.statement().text())
                .threshold("plaintext", forbidden ? "forbidden by the policy" : "none expected")
                .buildOptional();
    }

    /** Packets show how the service speaks: nothing is left to suspect. */
    Finding resolved(Observation observation) {
        return FindingBuilder.of(SuspectedPlaintextRule.TEXT, observation)
                .about(observation.destination().text(), Services.entity(observation, zones))
                .severity(Severity.INFO)
                .reason("Packets of " + Services.text(observation) + " were "
                        + observation.plainsight().protection().text() + "; nothing is left to suspect.")
                .note("seen by a sensor")
                .resolved(true)
                .build();
    }

    private boolean isAccepted(LoggedSide logged) {
        return policy.providerEncryption() == ProviderEncryption.ACCEPT_NETWORK_LAYER
                && logged.statement().saysNetwork();
    }

    private static boolean isData(long bytes, long packets, boolean ipv6) {
        return packets == 0
                ? bytes > BYTES_WITHOUT_PACKETS
                : packets >= PACKETS_OF_A_SESSION
                        || bytes > packets * (ipv6 ? FlowRecords.EMPTY_PACKET_IPV6 : FlowRecords.EMPTY_PACKET_IPV4);
    }
}

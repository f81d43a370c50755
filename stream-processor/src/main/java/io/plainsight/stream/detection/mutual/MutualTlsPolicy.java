package io.plainsight.stream.detection.mutual;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.IpAddress;
import io.plainsight.stream.policy.Policy;
import java.util.Locale;
import java.util.Optional;

/** Which services the policy wants client certificates at. */
interface MutualTlsPolicy {
    /** Whether the client of this connection has to show a certificate. */
    boolean requires(Observation observation);

    /** By the policy's list {@code mutual-tls}. */
    static MutualTlsPolicy of(Policy policy) {
        return observation -> !policy.mutualTls().isEmpty()
                && policy.mutualTls().stream().anyMatch(service -> matches(service, observation));
    }

    private static boolean matches(Policy.MutualTls service, Observation observation) {
        Optional<byte[]> address = IpAddress.parse(observation.destination().ip());
        Integer port = observation.destination().port();
        String name = Services.requestedName(observation).toLowerCase(Locale.ROOT);
        boolean network = service.networks().isEmpty()
                || address.isPresent() && service.networks().stream().anyMatch(block -> block.contains(address.get()));
        boolean ports = service.ports().isEmpty()
                || port != null && service.ports().stream().anyMatch(range -> range.contains(port));
        boolean names = service.serverNames().isEmpty()
                || service.serverNames().stream()
                        .anyMatch(suffix -> name.equals(suffix) || name.endsWith("." + suffix));
        return network && ports && names;
    }
}

package io.plainsight.stream.policy;

import io.plainsight.stream.policy.Traffic.Side;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Findings that somebody has accepted, why, and until when. All that is given must hold; an empty list holds for everything.
 *
 * @param name of its own within the policy
 * @param rules ids of the rules whose findings are accepted
 * @param endpoints which services
 * @param services which services, by their names in the policy
 * @param sources addresses of the clients
 * @param sourceZones zones of the clients, by name
 * @param expires last day on which it holds, in the packets' time, UTC
 */
public record AcceptedException(
        String name,
        List<String> rules,
        Endpoints endpoints,
        List<String> services,
        List<Cidr> sources,
        List<String> sourceZones,
        String owner,
        String reason,
        LocalDate expires) {

    public AcceptedException {
        rules = List.copyOf(rules);
        services = List.copyOf(services);
        sources = List.copyOf(sources);
        sourceZones = List.copyOf(sourceZones);
    }

    /** Whether a finding of the rule about this observation is meant, be it in time or not. */
    public boolean covers(String rule, Ends ends, Policy policy) {
        return rules.contains(rule)
                && endpoints.match(ends)
                && ends.lie(Side.SOURCE, sources, sourceZones)
                && (services.isEmpty()
                        || policy.serviceOf(ends)
                                .filter(service -> services.contains(service.name()))
                                .isPresent());
    }

    /** Whether it looks at the service alone, not at who connects to it or for which name. */
    boolean isForEverybody() {
        return sources.isEmpty()
                && sourceZones.isEmpty()
                && endpoints.serverNames().isEmpty();
    }

    public boolean hasExpired(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).isAfter(expires);
    }
}

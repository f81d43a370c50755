package io.plainsight.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Figures over a span of packet time. Each connection counts once, with its last verdict ({@code flow_ended}), at its end.
 *
 * <p>The maps are plain sums: records of different hours, zones or services add up. {@code shares} and {@code spreads} follow
 * from them and are there to be read ({@code docs/posture.md} has every formula).
 *
 * @param timestamp latest evidence
 * @param start first evidence
 * @param period {@code total}, a day ({@code 2026-11-20}) or an hour ({@code 2026-11-20T10}) of packet time, UTC
 * @param zone of the service; absent for all zones together
 * @param service {@code address:port}, or {@code other} for those beyond the bound; absent for all services together
 * @param names names that clients asked the service for, at most five, the alphabetically first
 * @param policies connections by the policy and profile that they were judged under
 * @param connections connections by verdict ({@code protected}, {@code weak}, {@code plaintext}, {@code unknown})
 * @param bytes IP payload bytes of both directions, by verdict
 * @param corrections connections and bytes that stand under another verdict than they count for: {@code no_data_connections},
 *     {@code no_data_bytes} (under {@code unknown}: nothing was sent that could be protected),
 *     {@code unencrypted_connections}, {@code unencrypted_bytes} (under {@code weak}: a suite without encryption)
 * @param lost thousandths of what the sensor probably lost beside what it saw, by {@code connections}, {@code bytes},
 *     {@code handshakes}
 * @param tlsVersions completed handshakes by {@code tls.version}
 * @param cipherSuites completed handshakes by suite
 * @param protocols connections by {@code network.protocol}, {@code unknown} where none was recognised
 * @param handshakes outcomes of TLS handshakes: {@code completed}, {@code failed}, {@code unknown}
 * @param failures failed handshakes by group of causes
 * @param strongSuites completed handshakes by whether the profile accepts their suite: {@code yes}, {@code no}, {@code unknown}
 * @param forwardSecrecy completed key exchanges by whether they were forward secret: {@code yes}, {@code no}, {@code unknown}
 * @param postQuantumStates completed key exchanges: {@code negotiated}, {@code both_able}, {@code client_only},
 *     {@code server_only}, {@code neither}, {@code unknown}
 * @param mutualStates handshakes in which the server asked for a client certificate: {@code presented}, {@code declined},
 *     {@code refused}, {@code failed} (for another reason), {@code requested} (its fate unknown); and those in which it should
 *     have by the policy: {@code not_requested}
 * @param stated logged connections by what the cloud provider states of their encryption, in the words of
 *     {@code docs/posture.md}; never counted as protected
 * @param loggedConnections connections that flow logs let through, by place: {@code all}, and of the figures over everything in
 *     a day and in total {@code account/…}, {@code vpc/…}, {@code subnet/…}, {@code interface/…}, {@code zone/…},
 *     {@code service/…}, of each kind at most 100
 * @param seenConnections those of them that a sensor saw
 * @param loggedBytes bytes as flow logs count them, by place
 * @param seenBytes those of the connections that a sensor saw
 * @param expectedConnections connections that a sensor saw whole at interfaces which deliver flow logs, by place
 * @param unloggedConnections those of them that are in no flow log
 * @param mutual completed handshakes in which the client presented a certificate
 * @param postQuantum completed key exchanges with a post-quantum group
 * @param shares by name of the figure
 * @param spreads by name of the figure
 */
@RecordBuilder
public record Posture(
        @JsonProperty("@timestamp") Instant timestamp,
        Instant start,
        String period,
        String zone,
        String service,
        List<String> names,
        Map<String, Long> policies,
        Map<String, Long> connections,
        Map<String, Long> bytes,
        Map<String, Long> corrections,
        Map<String, Long> lost,
        Map<String, Long> tlsVersions,
        Map<String, Long> cipherSuites,
        Map<String, Long> protocols,
        Map<String, Long> handshakes,
        Map<String, Long> failures,
        Map<String, Long> strongSuites,
        Map<String, Long> forwardSecrecy,
        Map<String, Long> postQuantumStates,
        Map<String, Long> mutualStates,
        Map<String, Long> stated,
        Map<String, Long> loggedConnections,
        Map<String, Long> seenConnections,
        Map<String, Long> loggedBytes,
        Map<String, Long> seenBytes,
        Map<String, Long> expectedConnections,
        Map<String, Long> unloggedConnections,
        long mutual,
        long postQuantum,
        Map<String, Share> shares,
        Map<String, Spread> spreads) {

    /** What is empty is absent in JSON; here it is empty again. */
    public Posture {
        names = names == null ? List.of() : names;
        policies = policies == null ? Map.of() : policies;
        connections = connections == null ? Map.of() : connections;
        bytes = bytes == null ? Map.of() : bytes;
        corrections = corrections == null ? Map.of() : corrections;
        lost = lost == null ? Map.of() : lost;
        tlsVersions = tlsVersions == null ? Map.of() : tlsVersions;
        cipherSuites = cipherSuites == null ? Map.of() : cipherSuites;
        protocols = protocols == null ? Map.of() : protocols;
        handshakes = handshakes == null ? Map.of() : handshakes;
        failures = failures == null ? Map.of() : failures;
        strongSuites = strongSuites == null ? Map.of() : strongSuites;
        forwardSecrecy = forwardSecrecy == null ? Map.of() : forwardSecrecy;
        postQuantumStates = postQuantumStates == null ? Map.of() : postQuantumStates;
        mutualStates = mutualStates == null ? Map.of() : mutualStates;
        stated = stated == null ? Map.of() : stated;
        loggedConnections = loggedConnections == null ? Map.of() : loggedConnections;
        seenConnections = seenConnections == null ? Map.of() : seenConnections;
        loggedBytes = loggedBytes == null ? Map.of() : loggedBytes;
        seenBytes = seenBytes == null ? Map.of() : seenBytes;
        expectedConnections = expectedConnections == null ? Map.of() : expectedConnections;
        unloggedConnections = unloggedConnections == null ? Map.of() : unloggedConnections;
        shares = shares == null ? Map.of() : shares;
        spreads = spreads == null ? Map.of() : spreads;
    }

    /**
     * A share with the bounds that it may truly have.
     *
     * @param numerator what has the quality, at most {@code denominator}
     * @param denominator what was judged
     * @param unknown what was seen and could not be judged
     * @param lost what was probably lost unseen; may be a fraction
     * @param share {@code numerator / denominator}; absent when nothing was judged
     * @param lower the share if all that is unknown or lost lacks the quality; absent when there is nothing at all
     * @param upper the share if all of it has the quality
     * @param sampleLower lower end of the 95 % Wilson interval; absent where there are {@code 400} samples or more, or none
     * @param sampleUpper upper end of it
     * @param coverage share of the traffic that sensors see at all, 0 to 1; absent until flow logs tell
     */
    @RecordBuilder
    public record Share(
            long numerator,
            long denominator,
            long unknown,
            double lost,
            Double share,
            Double lower,
            Double upper,
            Double sampleLower,
            Double sampleUpper,
            Double coverage) {}

    /**
     * How a measure is spread. Unit: as the figure's name says.
     *
     * @param count samples
     * @param sum of the samples
     * @param medianLower the median is at least this
     * @param medianUpper the median is at most this, within 10 % of {@code medianLower}
     * @param buckets samples by logarithmic bucket: bucket 0 holds zero, bucket n what lies from 1.1^(n-1) up to
     *     1.1^n, bucket -n the same below zero
     */
    @RecordBuilder
    public record Spread(
            long count,
            long sum,
            long min,
            long max,
            double medianLower,
            double medianUpper,
            Map<String, Long> buckets) {}
}

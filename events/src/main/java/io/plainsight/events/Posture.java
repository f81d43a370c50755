package io.plainsight.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Map;

/**
 * Figures over a span of packet time. Each connection counts once, with its last verdict ({@code flow_ended}).
 *
 * @param timestamp latest evidence
 * @param start first evidence
 * @param connections connections by verdict ({@code protected}, {@code weak}, {@code plaintext}, {@code unknown})
 * @param bytes IP payload bytes of both directions, by verdict
 * @param tlsVersions completed handshakes by {@code tls.version}
 * @param cipherSuites completed handshakes by suite
 * @param protocols connections by {@code network.protocol}, {@code unknown} where none was recognised
 * @param handshakes outcomes of TLS handshakes: {@code completed}, {@code failed}, {@code unknown}
 * @param mutual completed handshakes in which the client presented a certificate
 * @param postQuantum completed handshakes with a post-quantum group
 */
@RecordBuilder
public record Posture(
        @JsonProperty("@timestamp") Instant timestamp,
        Instant start,
        Map<String, Long> connections,
        Map<String, Long> bytes,
        Map<String, Long> tlsVersions,
        Map<String, Long> cipherSuites,
        Map<String, Long> protocols,
        Map<String, Long> handshakes,
        long mutual,
        long postQuantum) {}

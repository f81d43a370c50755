package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import java.time.Instant;

/**
 * What a service's memory tells on to the memory of the clients' zone: a finding, or that a certificate's issuer is new to a
 * name. Small, since it crosses a topic.
 *
 * @param at packet time
 * @param finding null where it is only about the issuer
 * @param client hash of the client's address
 * @param service hash of the service
 * @param stack which implementation the client is, see {@link Hello#stack}
 * @param issuer issuer of the certificate that was seen; null when none was
 * @param name hash of the registrable part of the name asked for; 0 when none was
 * @param address hash of the server's address
 * @param answer hash of the server's fingerprint (JA3S); 0 when it has none
 * @param traffic the observation where there is no finding that has it
 */
record Trace(
        Instant at,
        Finding finding,
        long client,
        long service,
        long stack,
        String issuer,
        long name,
        long address,
        long answer,
        Observation traffic) {}

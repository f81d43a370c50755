package io.plainsight.sensor.publish;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Protection;
import java.time.Instant;

/** Valid observations to publish; a test changes what it is about. */
final class Observations {
    static final Instant PACKET_TIME = Instant.parse("2026-11-20T10:15:30.123456Z");

    private Observations() {}

    static ObservationBuilder tls() {
        return withProtocol("tls");
    }

    static ObservationBuilder withProtocol(String protocol) {
        return ObservationBuilder.builder()
                .timestamp(PACKET_TIME)
                .event(new Observation.Event(
                        "id-1", Actions.HANDSHAKE_COMPLETED, "success", "event", null, null, PACKET_TIME, PACKET_TIME))
                .destination(new Observation.Endpoint("10.0.1.9", 443, null, null, null, null))
                .network(new Observation.Network("tcp", protocol, null, "ipv4", null, null, null))
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(Protection.PROTECTED)
                        .build());
    }
}

package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationClientBuilder;
import io.plainsight.events.ObservationTlsBuilder;

/**
 * That an endpoint shows a certificate, on its way to what is known of the certificate's name.
 *
 * @param name of the certificate whose history this is for, see {@link CertificateNames}
 * @param foreign whether the endpoint has shown a certificate of that name and now shows this one, of another name
 * @param inventory whether the certificate is from the inventory and was not seen on the wire
 * @param inventoried what the inventory has for this service where that is another certificate; else null
 * @param publicKey hash of the certificate's public key where this is for the memory of that key; else null
 * @param observation of the connection, without all that says nothing about the certificate
 */
record Sighting(
        String name,
        boolean foreign,
        boolean inventory,
        Observation.Server inventoried,
        String publicKey,
        Observation observation) {

    Sighting foreignTo(String other) {
        return new Sighting(other, true, inventory, null, null, observation);
    }

    Sighting ofKey(String hash) {
        return new Sighting(name, foreign, inventory, null, hash, observation);
    }

    /**
     * {@code observation} with {@code server} as its certificate, and nothing that a judgement on it does not read. The name that
     * the client asked for is compared with a certificate that was seen: what is imported may list but some of its names.
     */
    static Observation trimmed(Observation observation, Observation.Server server, boolean imported) {
        Observation.Client client = observation.tls().client();
        return ObservationBuilder.builder()
                .timestamp(observation.timestamp())
                .event(observation.event())
                .log(observation.log())
                .source(observation.source())
                .destination(observation.destination())
                .network(observation.network())
                .tls(ObservationTlsBuilder.builder()
                        .version(observation.tls().version())
                        .client(
                                client == null || imported
                                        ? null
                                        : ObservationClientBuilder.builder()
                                                .serverName(client.serverName())
                                                .build())
                        .server(server)
                        .build())
                .build();
    }
}

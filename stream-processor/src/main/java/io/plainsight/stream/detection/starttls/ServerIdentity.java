package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Observation;
import java.util.ArrayList;
import java.util.List;

/** Whether the certificate behind an upgrade proves who the server is, as far as a listener can tell. Pure functions. */
final class ServerIdentity {
    private ServerIdentity() {}

    /** Whether a certificate was seen in a completed handshake, and nothing speaks against it. */
    static boolean isValid(Observation observation) {
        return isSeen(observation) && faults(observation).isEmpty();
    }

    /** TLS 1.3 hides certificates. */
    static boolean isSeen(Observation observation) {
        Observation.Tls tls = observation.tls();
        return tls != null
                && Boolean.TRUE.equals(tls.established())
                && tls.server() != null
                && tls.server().hash() != null
                && tls.server().hash().sha256() != null
                && tls.server().x509() != null;
    }

    /** Of a certificate that {@link #isSeen}. */
    static String fingerprint(Observation observation) {
        return observation.tls().server().hash().sha256();
    }

    /** What speaks against a certificate that {@link #isSeen}, in words; expiry last, since it is no other server's sign. */
    static List<String> faults(Observation observation) {
        List<String> faults = new ArrayList<>();
        Observation.Server server = observation.tls().server();
        if (Boolean.TRUE.equals(server.x509().selfSigned())) {
            faults.add("self-signed");
        }
        Observation.Certificates certificates = observation.plainsight().certificates();
        Observation.Chain chain = certificates == null ? null : certificates.server();
        if (chain != null && Boolean.FALSE.equals(chain.nameMatch())) {
            faults.add("for another name");
        }
        if (chain != null && Boolean.FALSE.equals(chain.trusted())) {
            faults.add("from no given root");
        }
        if (server.notBefore() != null && observation.timestamp().isBefore(server.notBefore())) {
            faults.add("not valid yet");
        }
        if (server.notAfter() != null && observation.timestamp().isAfter(server.notAfter())) {
            faults.add("expired");
        }
        return faults;
    }
}

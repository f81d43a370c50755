package io.plainsight.sensor.quic;

import io.plainsight.events.Observation;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.tls.CarriedHandshake;
import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.TlsCarrier;
import java.util.List;
import java.util.Map;

/** What is known of one QUIC connection, whichever addresses its packets have. <b>Memory:</b> one per connection. */
final class QuicConnection {
    final CarriedHandshake handshake;
    /** As {@link QuicVersion#name()}; null before it is known. */
    String version;
    /** Whether packets with early data were seen. */
    boolean zeroRtt;

    QuicConnection(QuicShared shared) {
        handshake = new CarriedHandshake(TlsCarrier.QUIC, shared.certificates, shared.tlsOddities);
    }

    void describe(ObservationDraft draft) {
        handshake.describe(draft);
        draft.application = application(handshake.clientHello());
        if (version != null || zeroRtt) {
            draft.crypto = crypto(version, zeroRtt);
        }
    }

    static Observation.Crypto crypto(String version, boolean zeroRtt) {
        Map<String, List<String>> offered = zeroRtt ? Map.of("client_early_data", List.of("0-RTT")) : null;
        return new Observation.Crypto(version, null, null, null, null, null, null, null, null, null, offered);
    }

    /** What the client offers is all that passes in clear: it tells the application when all offers agree. */
    private static String application(ClientHello hello) {
        if (hello == null) {
            return null;
        }
        String application = null;
        for (String protocol : hello.alpn.names()) {
            String name = protocol.equals("h3") || protocol.startsWith("h3-")
                    ? "http3"
                    : protocol.equals("doq") || protocol.startsWith("doq-") ? "dns" : null;
            if (name == null || application != null && !application.equals(name)) {
                return null;
            }
            application = name;
        }
        return application;
    }
}

package io.plainsight.sensor;

import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.dtls.DtlsSignature;
import io.plainsight.sensor.media.RtpSignature;
import io.plainsight.sensor.media.StunSignature;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.tls.TlsSignature;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Every protocol that a sensor recognises; a new dissector is added here. One instance serves one sensor. */
final class Protocols {
    private final CertificateCache certificates = new CertificateCache();
    private final TlsOddityHandler oddities;

    Protocols(SensorCounters counters) {
        oddities = oddity -> counters.increment(oddity.counter());
    }

    /** All of them. */
    RecognisedProtocols all() {
        return new RecognisedProtocols(streams(), tls(), datagrams());
    }

    /** In the order of strictness: what is most surely told apart comes first. */
    private List<ProtocolSignature> streams() {
        List<ProtocolSignature> signatures = new ArrayList<>();
        signatures.add(new TlsSignature(certificates, oddities));
        signatures.addAll(PlaintextProtocols.signatures());
        return signatures;
    }

    /** Over UDP and right over IP, likewise. */
    private List<DatagramSignature> datagrams() {
        List<DatagramSignature> signatures = new ArrayList<>();
        DtlsSignature dtls = new DtlsSignature(certificates, oddities);
        signatures.add(dtls);
        signatures.add(new StunSignature(dtls));
        signatures.add(new RtpSignature(dtls)); // the last one: it has no mark
        return signatures;
    }

    /** For the bytes after an upgrade inside another protocol. */
    private Supplier<StreamDissector> tls() {
        return () -> new TlsDissector(certificates, oddities);
    }
}

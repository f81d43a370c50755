package io.plainsight.sensor;

import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.dtls.DtlsSignature;
import io.plainsight.sensor.esp.EspInUdpSignature;
import io.plainsight.sensor.esp.EspSignature;
import io.plainsight.sensor.ike.IkeSignature;
import io.plainsight.sensor.media.RtpSignature;
import io.plainsight.sensor.media.StunSignature;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.openvpn.OpenVpnSignature;
import io.plainsight.sensor.openvpn.OpenVpnTcpSignature;
import io.plainsight.sensor.quic.GoogleQuicSignature;
import io.plainsight.sensor.quic.QuicSignature;
import io.plainsight.sensor.rdpudp.RdpUdpSignature;
import io.plainsight.sensor.ssh.SshSignature;
import io.plainsight.sensor.tds.TdsSignature;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.tls.TlsSignature;
import io.plainsight.sensor.wireguard.WireGuardSignature;
import io.plainsight.sensor.x509.CertificateCache;
import io.plainsight.sensor.x509.TrustRoots;
import java.util.ArrayList;
import java.util.List;

/** Every protocol that a sensor recognises; a new dissector is added here. One instance serves one sensor. */
final class Protocols {
    private final CertificateCache certificates;
    private final TlsOddityHandler oddities;
    private final SensorCounters counters;

    Protocols(SensorCounters counters) {
        this(counters, TrustRoots.NONE);
    }

    /** @param roots what servers' certificates have to lead up to; {@link TrustRoots#NONE} for none */
    Protocols(SensorCounters counters, TrustRoots roots) {
        certificates = new CertificateCache(CertificateCache.DEFAULT_CAPACITY, roots, counters);
        this.counters = counters;
        oddities = oddity -> counters.increment(oddity.counter());
    }

    /** All of them. */
    RecognisedProtocols all() {
        return new RecognisedProtocols(streams(), this::tls, datagrams());
    }

    /** In the order of strictness: what is most surely told apart comes first. */
    private List<ProtocolSignature> streams() {
        List<ProtocolSignature> signatures = new ArrayList<>();
        signatures.add(new TlsSignature(certificates, oddities));
        signatures.add(new SshSignature());
        signatures.add(new OpenVpnTcpSignature(this::tls));
        signatures.add(new TdsSignature(this::tls));
        signatures.addAll(PlaintextProtocols.signatures());
        return signatures;
    }

    /** Over UDP and right over IP, likewise. */
    private List<DatagramSignature> datagrams() {
        List<DatagramSignature> signatures = new ArrayList<>();
        signatures.add(new EspSignature());
        signatures.add(new IkeSignature());
        DtlsSignature dtls = new DtlsSignature(certificates, oddities);
        signatures.add(dtls);
        signatures.add(new StunSignature(dtls));
        signatures.add(new QuicSignature(certificates, oddities, counters));
        signatures.add(new GoogleQuicSignature());
        signatures.add(new WireGuardSignature());
        signatures.add(new OpenVpnSignature(this::tls));
        signatures.add(new RdpUdpSignature(this::tls));
        signatures.addAll(UdpProtocols.signatures());
        signatures.add(new EspInUdpSignature());
        signatures.add(new RtpSignature(dtls)); // the last one: it has no mark
        return signatures;
    }

    /** For the bytes after an upgrade inside another protocol. */
    private StreamDissector tls() {
        return new TlsDissector(certificates, oddities);
    }
}

package io.plainsight.sensor.quic;

import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;

/** What all QUIC connections of one sensor share. <b>Threading:</b> the packet thread. */
final class QuicShared {
    final CertificateCache certificates;
    final TlsOddityHandler tlsOddities;
    final PacketProtection protection = new PacketProtection();
    final QuicBudget budget = new QuicBudget();
    final ConnectionIds connectionIds = new ConnectionIds();
    private final SensorCounters counters;

    QuicShared(CertificateCache certificates, TlsOddityHandler tlsOddities, SensorCounters counters) {
        this.certificates = certificates;
        this.tlsOddities = tlsOddities;
        this.counters = counters;
    }

    void count(QuicOddity oddity) {
        counters.increment(oddity.counter());
    }
}

package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;

/** Feeds one connection to a dissector, a millisecond apart, until it is done. */
final class QuicFeeder {
    final SensorCounters counters = new SensorCounters();
    final QuicSignature signature = new QuicSignature(new CertificateCache(), TlsOddityHandler.NONE, counters);
    DatagramDissector dissector = signature.open();
    Progress last = Progress.MORE;
    long nowNs = 1_000_000_000L;

    QuicFeeder client(byte[]... packets) {
        return datagram(Side.CLIENT, packets);
    }

    QuicFeeder server(byte[]... packets) {
        return datagram(Side.SERVER, packets);
    }

    QuicFeeder datagram(Side side, byte[]... packets) {
        byte[] datagram = Bytes.concat(packets);
        return cut(side, datagram, datagram.length);
    }

    QuicFeeder cut(Side side, byte[] captured, int wireLength) {
        nowNs += 1_000_000;
        if (last != Progress.DONE) {
            last = dissector.onDatagram(side, new ByteCursor().wrap(captured), wireLength, nowNs);
        }
        return this;
    }

    /** Both hellos and the server's flight. */
    QuicFeeder hellos(QuicPackets quic) {
        return client(quic.clientInitial(QuicPackets.crypto(0, Rfc.clientHello())))
                .server(quic.serverInitial(QuicPackets.crypto(0, Rfc.serverHello())), quic.handshake(false));
    }

    QuicFeeder finish(QuicPackets quic) {
        return client(quic.handshake(true), quic.shortPacket(true, 100)).server(quic.shortPacket(false, 300));
    }

    QuicFeeder close(CloseKind kind, long afterNs) {
        if (last != Progress.DONE) {
            dissector.onClose(kind, nowNs + afterNs);
        }
        return this;
    }

    QuicFeeder another() {
        dissector = signature.open();
        last = Progress.MORE;
        return this;
    }

    Match match(Side side, byte[] datagram) {
        return signature.match(side, 50_000, 443, new ByteCursor().wrap(datagram));
    }

    ObservationDraft draft() {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft;
    }

    String state() {
        return draft().handshake.state();
    }

    long count(SensorCounter counter) {
        return counters.get(counter);
    }
}

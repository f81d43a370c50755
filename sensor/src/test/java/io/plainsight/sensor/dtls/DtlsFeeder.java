package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.tls.TlsOddity;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.ArrayList;
import java.util.List;

/** Gives datagrams to a dissector until it wants no more. */
final class DtlsFeeder {
    final List<TlsOddity> oddities = new ArrayList<>();
    final DtlsDissector dissector = new DtlsDissector(new CertificateCache(), oddities::add);
    Progress progress = Progress.MORE;
    private long nowNs = 1_798_000_000_000_000_000L;

    DtlsFeeder client(byte[]... datagrams) {
        return feed(Side.CLIENT, datagrams);
    }

    DtlsFeeder server(byte[]... datagrams) {
        return feed(Side.SERVER, datagrams);
    }

    DtlsFeeder feed(Side side, byte[]... datagrams) {
        for (byte[] datagram : datagrams) {
            feed(side, datagram, datagram.length);
        }
        return this;
    }

    DtlsFeeder feed(Side side, byte[] captured, int wireLength) {
        if (progress == Progress.MORE) {
            progress = dissector.onDatagram(side, new ByteCursor().wrap(captured), wireLength, nowNs++);
        }
        return this;
    }

    DtlsFeeder after(long seconds) {
        nowNs += seconds * 1_000_000_000L;
        return this;
    }

    DtlsFeeder close(CloseKind kind) {
        if (progress == Progress.MORE) {
            progress = dissector.onClose(kind, nowNs);
        }
        return this;
    }

    ObservationDraft describe() {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft;
    }

    String state() {
        return describe().handshake.state();
    }
}

package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.x509.CertificateCache;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** Plays the caller of a {@link StreamDissector}: keeps what it leaves unconsumed and gives it again with more behind it. */
final class TlsFeeder {
    final StreamDissector dissector;
    private final Map<Side, byte[]> pending = new EnumMap<>(Side.class);
    private long nowNs = 1_700_000_000_000_000_000L;
    Progress progress = Progress.MORE;

    TlsFeeder() {
        this(new TlsDissector(new CertificateCache()));
    }

    TlsFeeder(StreamDissector dissector) {
        this.dissector = dissector;
    }

    TlsFeeder client(byte[]... parts) {
        return feed(Side.CLIENT, parts);
    }

    TlsFeeder server(byte[]... parts) {
        return feed(Side.SERVER, parts);
    }

    TlsFeeder client(String hex) {
        return client(HexFormat.of().parseHex(hex));
    }

    TlsFeeder server(String hex) {
        return server(HexFormat.of().parseHex(hex));
    }

    TlsFeeder at(long timestampNs) {
        nowNs = timestampNs;
        return this;
    }

    TlsFeeder after(long seconds) {
        nowNs += seconds * 1_000_000_000L;
        return this;
    }

    TlsFeeder gap(Side side) {
        pending.remove(side);
        dissector.onGap(side, nowNs);
        return this;
    }

    TlsFeeder close(Side side, CloseKind kind) {
        progress = dissector.onClose(side, kind, nowNs);
        return this;
    }

    ObservationDraft describe() {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft;
    }

    int pending(Side side) {
        return pending.getOrDefault(side, new byte[0]).length;
    }

    TlsFeeder feed(Side side, byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(pending.getOrDefault(side, new byte[0]));
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        ByteCursor in = new ByteCursor().wrap(all.toByteArray());
        progress = dissector.onBytes(side, in, nowNs);
        pending.put(side, in.toArray());
        return this;
    }
}

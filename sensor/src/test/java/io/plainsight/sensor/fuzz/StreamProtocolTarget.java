package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.RegisteredProtocols;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.dissect.TlsCarryingDissector;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.Arrays;
import java.util.List;

/**
 * The dissector and the signature of one stream protocol without each other: any bytes reach the parser. The argument names
 * the protocol; without one the input's first byte chooses among all that are registered.
 */
public final class StreamProtocolTarget {
    private static List<ProtocolSignature> signatures =
            RegisteredProtocols.all(new SensorCounters()).streams();

    private final StreamDissector dissector;
    private final ProtocolSignature signature;
    private final byte[][] pending = {new byte[0], new byte[0]};
    private final byte[][] first = {new byte[0], new byte[0]};
    private final boolean[] spoke = new boolean[2];
    private Progress last = Progress.MORE;

    private StreamProtocolTarget(ProtocolSignature signature) {
        this.signature = signature;
        this.dissector = signature.open();
        if (dissector instanceof TlsCarryingDissector carrying) {
            carrying.carryTls(() -> new TlsDissector(new CertificateCache()));
        }
    }

    public static void fuzzerInitialize(String[] arguments) {
        if (arguments.length > 0) {
            signatures = signatures.stream()
                    .filter(signature -> signature.protocol().equals(arguments[0]))
                    .toList();
            Invariants.check(!signatures.isEmpty(), "no such stream protocol: " + arguments[0]);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        ByteCursor in = new ByteCursor().wrap(input);
        ProtocolSignature chosen = signatures.get(in.u8() % signatures.size());
        new StreamProtocolTarget(chosen).play(Conversation.read(in));
    }

    /** The index that chooses a protocol among all. */
    static List<String> names() {
        return RegisteredProtocols.all(new SensorCounters()).streams().stream()
                .map(ProtocolSignature::protocol)
                .toList();
    }

    private void play(Conversation conversation) {
        for (Piece piece : conversation.pieces()) {
            // what a tunnel carries is identified anew
            if (last == Progress.DONE || last == Progress.NOT_MINE || last == Progress.TUNNEL) {
                break;
            }
            switch (piece.kind()) {
                case DATA -> bytes(piece.side(), piece.bytes());
                case GAP -> gap(piece.side());
                case FIN -> dissector.onClose(piece.side(), CloseKind.FIN, 0);
                case RESET -> dissector.onClose(piece.side(), CloseKind.RESET, 0);
            }
        }
        describe();
        dissector.onClose(null, conversation.opened() ? CloseKind.END_OF_CAPTURE : CloseKind.IDLE, 0);
        describe();
    }

    private void bytes(Side side, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        match(side, bytes);
        byte[] joined = join(pending[side.ordinal()], bytes);
        spoke[side.ordinal()] = true;
        ByteCursor in = new ByteCursor().wrap(joined);
        last = dissector.onBytes(side, in, 0);
        Invariants.check(last != null, "no progress");
        Invariants.check(in.position() >= 0 && in.remaining() >= 0, "a cursor outside its range");
        pending[side.ordinal()] = Arrays.copyOfRange(joined, joined.length - in.remaining(), joined.length);
        if (last == Progress.DECIDED) {
            describe();
        }
        if (pending[side.ordinal()].length >= StreamDissector.MAX_PENDING) {
            gap(side);
        }
    }

    /** As long as the first bytes are few, the signature is asked as identification asks it. */
    private void match(Side side, byte[] bytes) {
        byte[] joined = join(first[side.ordinal()], bytes);
        if (joined.length <= StreamDissector.MAX_PENDING / 16) {
            first[side.ordinal()] = joined;
            ByteCursor in = new ByteCursor().wrap(joined);
            ProtocolSignature.Match match = signature.match(side, in);
            Invariants.check(match != null, "no answer");
            Invariants.check(match == signature.match(side, in.wrap(joined)), "a signature with a memory");
        }
    }

    private void gap(Side side) {
        pending[side.ordinal()] = new byte[0];
        dissector.onGap(side, 0);
    }

    /** Nobody asks for a description before the first byte, nor of bytes that were disowned. */
    private void describe() {
        if (last == Progress.NOT_MINE || !spoke[0] && !spoke[1]) {
            return;
        }
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        Invariants.hold(draft, spoke, true);
    }

    private static byte[] join(byte[] before, byte[] more) {
        byte[] joined = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, joined, before.length, more.length);
        return joined;
    }
}

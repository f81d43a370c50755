package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.RegisteredProtocols;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.List;

/** As {@link StreamProtocolTarget}, for the protocols over UDP and right over IP. */
public final class DatagramProtocolTarget {
    private static List<DatagramSignature> signatures =
            RegisteredProtocols.all(new SensorCounters()).datagrams();

    private DatagramProtocolTarget() {}

    public static void fuzzerInitialize(String[] arguments) {
        if (arguments.length > 0) {
            signatures = signatures.stream()
                    .filter(signature -> signature.protocol().equals(arguments[0]))
                    .toList();
            Invariants.check(!signatures.isEmpty(), "no such datagram protocol: " + arguments[0]);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        ByteCursor in = new ByteCursor().wrap(input);
        DatagramSignature chosen = signatures.get(in.u8() % signatures.size());
        play(chosen, Conversation.read(in));
    }

    static List<String> names() {
        return RegisteredProtocols.all(new SensorCounters()).datagrams().stream()
                .map(DatagramSignature::protocol)
                .toList();
    }

    private static void play(DatagramSignature signature, Conversation conversation) {
        DatagramDissector dissector = signature.open();
        boolean[] spoke = new boolean[2];
        Progress last = Progress.MORE;
        ByteCursor in = new ByteCursor();
        for (Piece piece : conversation.pieces()) {
            if (last == Progress.DONE || last == Progress.NOT_MINE) {
                break;
            }
            byte[] bytes = piece.bytes();
            if (bytes.length == 0) {
                continue;
            }
            Invariants.check(
                    signature.match(piece.side(), conversation.clientPort(), conversation.serverPort(), in.wrap(bytes))
                            != null,
                    "no answer");
            last = dissector.onDatagram(piece.side(), in.wrap(bytes), bytes.length + piece.missing(), 0);
            spoke[piece.side().ordinal()] = true;
            Invariants.check(
                    last != null && last != Progress.START_TLS && last != Progress.TUNNEL,
                    "no such progress for a datagram: " + last);
            Invariants.check(in.remaining() >= 0 && in.remaining() <= bytes.length, "a cursor outside its range");
            if (last == Progress.DECIDED) {
                describe(dissector, spoke);
            }
        }
        if (last == Progress.NOT_MINE || !spoke[0] && !spoke[1]) {
            return; // nobody asks for a description of these
        }
        dissector.onClose(conversation.opened() ? CloseKind.END_OF_CAPTURE : CloseKind.IDLE, 0);
        describe(dissector, spoke);
    }

    private static void describe(DatagramDissector dissector, boolean[] spoke) {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        Invariants.hold(draft, spoke, false);
    }
}

package io.plainsight.sensor.flow;

import io.plainsight.events.Actions;
import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * Says yes to a client's datagram that begins with a word, maybe to one that begins with {@code ?}, no to others; its
 * dissectors do what datagrams say: {@code DECIDE}, {@code DONE}, {@code NOTMINE}, {@code THROW}.
 */
public final class ScriptedDatagrams implements DatagramSignature {
    /** What all dissectors were given, such as {@code C:hello}. */
    public final List<String> log = new ArrayList<>();

    private final String protocol;
    private final String word;

    public ScriptedDatagrams(String protocol, String word) {
        this.protocol = protocol;
        this.word = word;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(protocol, ProtocolFacts.Kind.CLEAR, "this test", "its first word");
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        String text = in.latin1();
        if (side == Side.CLIENT && text.startsWith(word)) {
            return Match.YES;
        }
        return text.startsWith("?") ? Match.MAYBE : Match.NO;
    }

    @Override
    public DatagramDissector open() {
        return new Dissector();
    }

    private final class Dissector implements DatagramDissector {
        private boolean decided;

        @Override
        public String protocol() {
            return protocol;
        }

        @Override
        public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
            String text = in.latin1();
            log.add((side == Side.CLIENT ? "C:" : "S:") + text);
            decided |= text.endsWith("DECIDE") || text.endsWith("DONE");
            if (text.endsWith("THROW")) {
                throw new IllegalStateException("scripted");
            }
            return text.endsWith("NOTMINE")
                    ? Progress.NOT_MINE
                    : text.endsWith("DONE")
                            ? Progress.DONE
                            : text.endsWith("DECIDE") ? Progress.DECIDED : Progress.MORE;
        }

        @Override
        public Progress onClose(CloseKind kind, long timestampNs) {
            log.add("-:" + kind);
            return Progress.MORE;
        }

        @Override
        public void describe(ObservationDraft draft) {
            draft.protocol = protocol;
            if (decided) {
                draft.protection = Protection.PROTECTED;
                draft.action = Actions.HANDSHAKE_COMPLETED;
                draft.reason("test", "decided");
            }
        }
    }
}

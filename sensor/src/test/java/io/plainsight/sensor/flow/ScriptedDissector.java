package io.plainsight.sensor.flow;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.ArrayList;
import java.util.List;

/**
 * A dissector for lines that do what they say: {@code DECIDE}, {@code DONE}, {@code STARTTLS}, {@code TUNNEL}, {@code NOTMINE}, {@code THROW};
 * any other line is noted. An incomplete line stays unconsumed. Everything that happens is in {@link #log}.
 */
public final class ScriptedDissector implements StreamDissector {
    /** Observations of what the pipeline did, such as {@code C:hello}, {@code S:gap}, {@code C:FIN}. */
    public final List<String> log = new ArrayList<>();

    private final String protocol;
    private final Protection protection;
    private int decisions;

    public ScriptedDissector(String protocol, Protection protection) {
        this.protocol = protocol;
        this.protection = protection;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public Progress onBytes(Side side, ByteCursor in, long timestampNs) {
        Progress result = Progress.MORE;
        while (result == Progress.MORE) {
            int length = 0;
            while (in.peek(length) >= 0 && in.peek(length) != '\n') {
                length++;
            }
            if (in.peek(length) < 0) {
                return result;
            }
            ByteCursor line = new ByteCursor();
            in.slice(length, line);
            in.skip(1);
            result = obey(side, line.latin1());
        }
        return result;
    }

    @Override
    public void onGap(Side side, long timestampNs) {
        log.add(letter(side) + ":gap");
    }

    @Override
    public Progress onClose(Side side, CloseKind kind, long timestampNs) {
        log.add((side == null ? "-" : letter(side)) + ":" + kind);
        return Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        draft.protocol = protocol;
        if (decisions > 0) {
            draft.protection = protection;
            draft.action =
                    protection == Protection.PLAINTEXT ? Actions.PLAINTEXT_OBSERVED : Actions.HANDSHAKE_COMPLETED;
            draft.outcome = "success";
            draft.reason("test", "decision " + decisions);
        }
        if (log.contains("C:LOGIN")) {
            draft.plaintext = new Observation.Plaintext("secret", null);
            draft.reason("plaintext.credentials", "LOGIN");
        }
    }

    private Progress obey(Side side, String line) {
        log.add(letter(side) + ":" + line);
        return switch (line) {
            case "DECIDE" -> {
                decisions++;
                yield Progress.DECIDED;
            }
            case "DONE" -> {
                decisions = Math.max(1, decisions);
                yield Progress.DONE;
            }
            case "STARTTLS" -> Progress.START_TLS;
            case "TUNNEL" -> Progress.TUNNEL;
            case "NOTMINE" -> Progress.NOT_MINE;
            case "THROW" -> throw new IllegalStateException("scripted");
            default -> Progress.MORE;
        };
    }

    private static String letter(Side side) {
        return side == Side.CLIENT ? "C" : "S";
    }
}

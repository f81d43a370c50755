package io.plainsight.sensor.flow;

import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.ArrayList;
import java.util.List;

/** Says yes to a client whose bytes begin with a word, maybe to any server; opens {@link ScriptedDissector}s. */
public final class ScriptedSignature implements ProtocolSignature {
    /** All dissectors opened, in order. */
    public final List<ScriptedDissector> opened = new ArrayList<>();

    private final String protocol;
    private final String word;
    private final Protection protection;

    public ScriptedSignature(String protocol, String word, Protection protection) {
        this.protocol = protocol;
        this.word = word;
        this.protection = protection;
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
    public Match match(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            return Match.MAYBE;
        }
        for (int i = 0; i < word.length(); i++) {
            int next = in.peek(i);
            if (next < 0) {
                return Match.MAYBE;
            }
            if (next != word.charAt(i)) {
                return Match.NO;
            }
        }
        return Match.YES;
    }

    @Override
    public StreamDissector open() {
        ScriptedDissector dissector = new ScriptedDissector(protocol, protection);
        opened.add(dissector);
        return dissector;
    }
}

package io.plainsight.sensor.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.flow.ScriptedSignature;
import io.plainsight.sensor.tcp.BufferPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolIdentifierTest {
    private final BufferPool pool = new BufferPool(1 << 20);
    private final ProtocolIdentifier identifier =
            new ProtocolIdentifier(List.of(signature("a", "ONE"), signature("b", "ONETWO"), signature("c", "ONE")));
    private final List<String> replayed = new ArrayList<>();

    @Test
    void shouldTakeTheFirstThatSaysYesWithoutKeepingAnything() {
        ProtocolIdentifierBuffer first = buffer(true);

        assertThat(offer(first, Side.CLIENT, "ONETWO")).isZero();
        assertThat(first.isEmpty()).isTrue();
        assertThat(pool.inUseBytes()).isZero();
    }

    @Test
    void shouldAskTheOthersWhenTheFirstIsWithdrawn() {
        ProtocolIdentifierBuffer first = buffer(true);

        assertThat(offer(first, Side.CLIENT, "ON")).isEqualTo(ProtocolIdentifier.UNDECIDED);
        assertThat(offer(first, Side.CLIENT, "ETWO")).isZero();
        assertThat(first.withdraw(0)).isEqualTo(1);
        assertThat(first.withdraw(1)).isEqualTo(2);
        assertThat(first.withdraw(2)).isEqualTo(ProtocolIdentifier.UNKNOWN);
    }

    @Test
    void shouldSayUnknownOnceEveryoneSaidNoToBothWaysRound() {
        ProtocolIdentifierBuffer first = buffer(true);

        assertThat(offer(first, Side.CLIENT, "xyz")).isEqualTo(ProtocolIdentifier.UNDECIDED);
        assertThat(offer(first, Side.SERVER, "xyz")).isEqualTo(ProtocolIdentifier.UNKNOWN);
    }

    @Test
    void shouldTurnTheEndsRoundAtOnceOnlyWhenNobodySawWhoOpened() {
        ProtocolIdentifierBuffer midway = buffer(false);
        ProtocolIdentifierBuffer opened = buffer(true);

        assertThat(offer(midway, Side.SERVER, "ONE")).isZero();
        assertThat(midway.isReversed()).isTrue();
        assertThat(offer(opened, Side.SERVER, "ONE")).isEqualTo(ProtocolIdentifier.UNDECIDED);
        assertThat(offer(opened, Side.CLIENT, "ONE")).isZero();
        assertThat(opened.isReversed()).isFalse();
    }

    @Test
    void shouldReplayBytesAndGapsInOrder() {
        ProtocolIdentifierBuffer first = buffer(true);
        offer(first, Side.SERVER, "s1");
        offer(first, Side.CLIENT, "O");
        offer(first, Side.CLIENT, "N");
        first.gap(Side.SERVER, 0);
        offer(first, Side.SERVER, "s2");

        first.replay(new ProtocolIdentifierBuffer.Replay() {
            @Override
            public boolean onReplay(Side side, ByteBuffer bytes, int offset, int length, long timestampNs) {
                byte[] copy = new byte[length];
                bytes.get(offset, copy);
                replayed.add(side + " " + new String(copy, StandardCharsets.ISO_8859_1));
                return true;
            }

            @Override
            public boolean onReplayGap(Side side, long timestampNs) {
                replayed.add(side + " gap");
                return true;
            }
        });

        assertThat(replayed).containsExactly("SERVER s1", "CLIENT ON", "SERVER gap", "SERVER s2");
        first.clear();
        assertThat(pool.inUseBytes()).isZero();
    }

    @Test
    void shouldGiveUpAtTheLimitsOfBytesAndArrivals() {
        ProtocolIdentifierBuffer bytes = buffer(true);
        String full = "s".repeat(ProtocolIdentifierBuffer.MAX_BYTES);
        assertThat(offer(bytes, Side.SERVER, full)).isEqualTo(ProtocolIdentifier.UNDECIDED);
        assertThat(offer(bytes, Side.SERVER, "s")).isEqualTo(ProtocolIdentifier.UNKNOWN);

        ProtocolIdentifierBuffer arrivals = buffer(true);
        for (int i = 0; i < ProtocolIdentifierBuffer.MAX_ARRIVALS; i++) {
            arrivals.gap(i % 2 == 0 ? Side.CLIENT : Side.SERVER, 0);
        }
        assertThat(offer(arrivals, Side.SERVER, "s")).isEqualTo(ProtocolIdentifier.UNKNOWN);
    }

    @Test
    void shouldTellManyProtocolsApart() {
        List<ProtocolSignature> many = new ArrayList<>(Collections.nCopies(99, signature("a", "ONE")));
        many.add(signature("b", "TWO"));
        ProtocolIdentifierBuffer first = new ProtocolIdentifierBuffer(new ProtocolIdentifier(many), pool, true);

        assertThat(offer(first, Side.CLIENT, "TWO")).isEqualTo(99);
    }

    private ProtocolIdentifierBuffer buffer(boolean initiatorKnown) {
        return new ProtocolIdentifierBuffer(identifier, pool, initiatorKnown);
    }

    private static ProtocolSignature signature(String protocol, String word) {
        return new ScriptedSignature(protocol, word, Protection.UNKNOWN);
    }

    private static int offer(ProtocolIdentifierBuffer to, Side side, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return to.offer(side, ByteBuffer.wrap(bytes), 0, bytes.length, 0);
    }
}

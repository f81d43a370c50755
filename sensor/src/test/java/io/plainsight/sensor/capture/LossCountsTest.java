package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossCountsTest {
    private final List<String> told = new ArrayList<>();
    private final LossCounts losses = new LossCounts();
    private final PacketHandler handler = new PacketHandler() {
        @Override
        public void onPacket(
                ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
            throw new AssertionError("no packet was delivered");
        }

        @Override
        public void onLoss(long byKernel, long byInterface) {
            told.add(byKernel + "/" + byInterface);
        }
    };

    @Test
    void shouldTellWhatWasLostSinceTheLastLook() {
        losses.update(0, 0, handler);
        losses.update(5, 0, handler);
        losses.update(5, 0, handler);
        losses.update(8, 2, handler);

        assertThat(told).containsExactly("5/0", "3/2");
        assertThat(losses.byKernel()).isEqualTo(8);
        assertThat(losses.byInterface()).isEqualTo(2);
    }

    @Test
    void shouldGoOnWhereTheTotalWraps() {
        losses.update(0x7fff_fff0L, 0, handler);
        losses.update(0xffff_fff0L - 1, 0, handler);
        told.clear();

        losses.update(5, 0, handler);

        assertThat(told).containsExactly("22/0");
    }

    @Test
    void shouldTakeAFallingTotalForAReset() {
        losses.update(0, 1000, handler);
        losses.update(0, 10, handler);
        losses.update(0, 11, handler);

        assertThat(told).containsExactly("0/1000", "0/1");
        assertThat(losses.byInterface()).isEqualTo(1001);
    }
}

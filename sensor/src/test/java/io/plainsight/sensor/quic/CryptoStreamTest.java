package io.plainsight.sensor.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.testing.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Order, overlap and bounds of CRYPTO frames. */
class CryptoStreamTest {
    private final QuicBudget budget = new QuicBudget();
    private final CryptoStream stream = new CryptoStream(budget);
    private final List<String> messages = new ArrayList<>();

    @Test
    void shouldHandOutSeveralMessagesOfOneFrameInPlace() {
        assertThat(frame(0, "01000002aabb 02000001cc 0b00")).isTrue();
        assertThat(messages).containsExactly("1:2:170", "2:1:204");
        assertThat(frame(13, "000155")).isTrue();

        assertThat(messages).containsExactly("1:2:170", "2:1:204", "11:1:85");
        assertThat(budget.held()).isZero();
    }

    @Test
    void shouldTakeTheFirstCopyWhereFramesDiffer() {
        frame(4, "aabb");
        frame(0, "0100000211");
        frame(4, "ffff");

        assertThat(messages).containsExactly("1:2:170");
    }

    @Test
    void shouldIgnoreWhatWasDelivered() {
        frame(0, "0100000111");
        assertThat(frame(0, "0100000111")).isTrue();
        assertThat(frame(2, "000111 0200000122")).isTrue();

        assertThat(messages).containsExactly("1:1:17", "2:1:34");
    }

    @Test
    void shouldRefuseWhatLiesBeyondTheBounds() {
        assertThat(frame(CryptoStream.MAX_BYTES, "00")).isFalse();
        assertThat(frame((1L << 62) - 1, "00")).isFalse();
        assertThat(frame(CryptoStream.FREE_BYTES, "00")).isFalse();
        assertThat(frame(0, "01ffffff")).isFalse();
        assertThat(new CryptoStream(budget).onFrame(0, cursor("ff000000"), (type, body) -> {}))
                .isFalse();
    }

    @Test
    void shouldTakeAMessageAsLargeAsTheBound() {
        byte[] large = new byte[CryptoStream.MAX_BYTES];
        large[0] = 1;
        large[2] = (byte) 0xff;
        large[3] = (byte) 0xfc;
        for (int from = 0; from < large.length; from += 1000) {
            byte[] part = Arrays.copyOfRange(large, from, Math.min(large.length, from + 1000));
            assertThat(stream.onFrame(from, new ByteCursor().wrap(part), this::onMessage))
                    .isTrue();
        }

        assertThat(messages).containsExactly("1:65532:0");
        assertThat(budget.held()).isZero();
    }

    @Test
    void shouldShareOneBudgetOfMemory() {
        int refused = 0;
        List<CryptoStream> streams = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            CryptoStream each = new CryptoStream(budget);
            streams.add(each);
            refused += each.onFrame(3000, cursor("00"), this::onMessage) ? 0 : 1;
        }

        assertThat(refused).isPositive();
        assertThat(budget.held()).isLessThanOrEqualTo(QuicBudget.MAX_HELD_BYTES);
        streams.forEach(CryptoStream::release);
        assertThat(budget.held()).isZero();
    }

    private boolean frame(long offset, String hex) {
        return stream.onFrame(offset, cursor(hex), this::onMessage);
    }

    private static ByteCursor cursor(String hex) {
        return new ByteCursor().wrap(Bytes.hex(hex));
    }

    private void onMessage(int type, ByteCursor body) {
        messages.add(type + ":" + body.remaining() + ":" + body.peek(0));
    }
}

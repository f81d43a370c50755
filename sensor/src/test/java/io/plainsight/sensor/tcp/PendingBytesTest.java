package io.plainsight.sensor.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PendingBytesTest {
    private final BufferPool pool = new BufferPool(BufferPool.LARGEST);
    private final PendingBytes pending = new PendingBytes(pool);
    private final ByteCursor cursor = new ByteCursor();

    @Test
    void shouldKeepBytesContiguousWhileTheyGrowAndShrink() {
        append("a".repeat(250));
        pending.consume(240);
        append("b".repeat(100));
        append("c".repeat(5000));

        assertThat(pending.read(cursor, 0, 20).latin1()).isEqualTo("a".repeat(10) + "b".repeat(10));
        assertThat(pending.length()).isEqualTo(10 + 100 + 5000);
    }

    @Test
    void shouldGiveItsBufferBackWhenEverythingIsConsumed() {
        append("abc");
        pending.consume(3);

        assertThat(pending.isEmpty()).isTrue();
        assertThat(pool.inUseBytes()).isZero();
        assertThat(pending.read(cursor, 0, 10).remaining()).isZero();
    }

    @Test
    void shouldRefuseWhatTheBudgetDoesNotAllow() {
        ByteBuffer other = pool.acquire(BufferPool.LARGEST);

        assertThat(pending.append(ByteBuffer.allocate(1), 0, 1)).isFalse();
        pool.release(other, 0);
        assertThat(pending.append(ByteBuffer.allocate(1), 0, 1)).isTrue();
    }

    @Test
    void shouldNeverHoldMoreThanTheBudget() {
        ByteBuffer large = pool.acquire(BufferPool.LARGEST);
        pool.release(large, 0);
        ByteBuffer small = pool.acquire(1);

        assertThat(small.capacity()).isEqualTo(BufferPool.SMALLEST);
        assertThat(pool.allocatedBytes()).isLessThanOrEqualTo(BufferPool.LARGEST);
        assertThat(pool.acquire(BufferPool.LARGEST + 1)).isNull();
        assertThatThrownBy(() -> new BufferPool(1)).hasMessageContaining("budgetBytes=1");
    }

    private void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(pending.append(ByteBuffer.wrap(bytes), 0, bytes.length)).isTrue();
    }
}

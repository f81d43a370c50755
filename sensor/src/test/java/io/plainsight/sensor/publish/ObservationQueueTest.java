package io.plainsight.sensor.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.publish.ObservationQueue.Item;
import io.plainsight.sensor.spool.Entry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ObservationQueueTest {
    private static final int LIMIT_BYTES = 4096;
    private static final int ALL = Integer.MAX_VALUE;

    private final ObservationQueue queue = new ObservationQueue(LIMIT_BYTES);

    @Test
    void shouldGiveInTheOrderOfArrival() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThat(queue.offer(entry(100, i))).isTrue();
        }

        assertThat(queue.take(ALL, 0))
                .extracting(item -> item.entry().timestampMs())
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(queue.bytes()).as("taken, but not written").isPositive();
        queue.written();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.accepted()).isEqualTo(5);
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndTakeItOnceThereIsRoom() throws InterruptedException {
        assertThat(queue.offer(entry(3000, 0))).isTrue();
        assertThat(queue.offer(entry(1000, 1))).isFalse();
        assertThat(queue.bytes()).isLessThanOrEqualTo(LIMIT_BYTES);

        queue.take(ALL, 0);

        assertThat(queue.offer(entry(1000, 1))).isTrue();
    }

    @Test
    void shouldTakeOneThatIsLargerThanItselfWhenItIsAlone() {
        assertThat(queue.offer(entry(2 * LIMIT_BYTES, 0))).isTrue();
        assertThat(queue.offer(entry(1, 1))).isFalse();
    }

    @Test
    void shouldGiveNoMoreThanAsked() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            queue.offer(entry(500, i));
        }

        assertThat(queue.take(600, 0)).hasSize(2);
        assertThat(queue.take(1, 0)).hasSize(1);
    }

    @Test
    void shouldKeepThePatientApartFromTheOthers() throws InterruptedException {
        queue.offer(entry(1, 0));
        queue.put(entry(1, 1));
        queue.put(entry(1, 2));

        assertThat(queue.take(ALL, 0)).extracting(Item::patient).containsExactly(false);
        assertThat(queue.take(ALL, 0)).extracting(Item::patient).containsExactly(true, true);
    }

    @Test
    void shouldLetThePatientWaitForRoom() throws Exception {
        queue.offer(entry(3000, 0));
        CompletableFuture<Boolean> waiting = put(entry(2000, 1));

        List<Item> first = queue.take(ALL, 0);

        assertThat(first).hasSize(1);
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.take(ALL, 0)).hasSize(1);
    }

    @Test
    void shouldSendThePatientAwayWhenItCloses() throws Exception {
        queue.offer(entry(3000, 0));
        CompletableFuture<Boolean> waiting = put(entry(2000, 1));

        queue.close();

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(queue.offer(entry(1, 2))).isFalse();
        assertThat(queue.take(ALL, 0)).as("what was in it").hasSize(1);
    }

    private CompletableFuture<Boolean> put(Entry entry) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return queue.put(entry);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Entry entry(int valueBytes, long number) {
        return new Entry("topic", new byte[0], new byte[valueBytes], number);
    }
}

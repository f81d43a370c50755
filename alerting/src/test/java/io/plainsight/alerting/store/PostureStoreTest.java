package io.plainsight.alerting.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Posture;
import io.plainsight.events.PostureBuilder;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostureStoreTest {
    private final PostureStore store = new PostureStore();

    @Test
    void shouldHoldNothingAtFirst() {
        assertThat(store.figures().total()).isEmpty();
        assertThat(store.figures().days()).isEmpty();
    }

    @Test
    void shouldShowThePlayedFilesWhileThereIsNoLiveTraffic() {
        store.put("replay/total", protectedConnections(3));
        store.put("replay/2015-03-01", protectedConnections(3));

        assertThat(store.figures().live()).isFalse();
        assertThat(store.figures().total()).contains(protectedConnections(3));
        assertThat(store.figures().days()).containsOnlyKeys("2015-03-01");
    }

    @Test
    void shouldShowLiveTrafficAloneOnceThereIsAny() {
        store.put("total", protectedConnections(7));
        store.put("2026-11-20", protectedConnections(7));
        store.put("replay/total", protectedConnections(3));
        store.put("replay/2026-11-20", protectedConnections(3));

        assertThat(store.figures().live()).isTrue();
        assertThat(store.figures().total()).contains(protectedConnections(7));
        assertThat(store.figures().days()).containsExactlyEntriesOf(Map.of("2026-11-20", protectedConnections(7)));
    }

    @Test
    void shouldForgetTheOldestDayBeyondTheMost() {
        LocalDate first = LocalDate.of(2025, 1, 1);
        for (int day = 0; day <= PostureStore.MAX_DAYS; day++) {
            store.put(first.plusDays(day).toString(), protectedConnections(1));
        }

        assertThat(store.figures().days()).hasSize(PostureStore.MAX_DAYS).doesNotContainKey("2025-01-01");
    }

    @Test
    void shouldForgetWhatIsDeleted() {
        store.put("total", protectedConnections(7));
        store.put("2026-11-20", protectedConnections(7));

        store.put("total", null);
        store.put("2026-11-20", null);

        assertThat(store.figures().total()).isEmpty();
        assertThat(store.figures().days()).isEmpty();
    }

    private static Posture protectedConnections(long count) {
        return PostureBuilder.builder().connections(Map.of("protected", count)).build();
    }
}

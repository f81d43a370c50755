package io.plainsight.sensor.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import org.junit.jupiter.api.Test;

class NameTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long CLIENT = 5;
    private static final long OTHER = 6;

    private final SensorCounters counters = new SensorCounters();
    private final NameTable table = new NameTable(counters, 3);

    @Test
    void shouldNameAnAddressForTheClientThatAskedOnly() {
        learn(CLIENT, 9, "db.internal", 300, 100);

        assertThat(name(CLIENT, 9, 101)).isEqualTo("db.internal");
        assertThat(name(OTHER, 9, 101)).isNull();
        assertThat(table.ownName(0, 9, 101 * SECOND)).isNull();
    }

    @Test
    void shouldHoldForAtLeastAMinuteAndAtMostADay() {
        learn(CLIENT, 9, "zero", 0, 100);
        learn(CLIENT, 8, "forever", 0xffff_ffffL, 100);

        assertThat(name(CLIENT, 9, 159)).isEqualTo("zero");
        assertThat(name(CLIENT, 9, 160)).isNull();
        assertThat(name(CLIENT, 8, 100 + 86_399)).isEqualTo("forever");
        assertThat(name(CLIENT, 8, 100 + 86_400)).isNull();
    }

    @Test
    void shouldGiveAConnectionTheNameThatHeldWhenItBegan() {
        learn(CLIENT, 9, "first", 600, 100);
        learn(CLIENT, 9, "second", 600, 200);

        assertThat(name(CLIENT, 9, 99)).isNull();
        assertThat(name(CLIENT, 9, 150)).isEqualTo("first");
        assertThat(name(CLIENT, 9, 250)).isEqualTo("second");
    }

    @Test
    void shouldProlongANameThatIsGivenAgain() {
        learn(CLIENT, 9, "db", 100, 100);
        learn(CLIENT, 9, "db", 100, 180);

        assertThat(name(CLIENT, 9, 150)).isEqualTo("db");
        assertThat(name(CLIENT, 9, 270)).isEqualTo("db");
    }

    @Test
    void shouldForgetTheNameUsedLongestAgoAndCountIt() {
        learn(CLIENT, 1, "one", 600, 100);
        learn(CLIENT, 2, "two", 600, 100);
        learn(CLIENT, 3, "three", 600, 100);
        assertThat(name(CLIENT, 1, 101)).isEqualTo("one");
        learn(CLIENT, 4, "four", 600, 102);

        assertThat(table.size()).isEqualTo(3);
        assertThat(name(CLIENT, 2, 103)).isNull();
        assertThat(name(CLIENT, 1, 103)).isEqualTo("one");
        assertThat(counters.get(SensorCounter.NAMES_EVICTED)).isEqualTo(1);
    }

    @Test
    void shouldBelieveAHostAboutItselfUntilItSaysFarewell() {
        table.learnForAll(0, 9, "printer.local", 120, 100 * SECOND);
        table.learnForAll(0, 8, "gone.local", 0, 100 * SECOND);

        assertThat(table.ownName(0, 9, 101 * SECOND)).isEqualTo("printer.local");
        assertThat(table.ownName(0, 8, 101 * SECOND)).isNull();
    }

    private void learn(long client, long address, String name, long ttlSeconds, long atSeconds) {
        table.learn(0, client, 0, address, name, ttlSeconds, atSeconds * SECOND);
    }

    private String name(long client, long address, long atSeconds) {
        return table.nameFor(0, client, 0, address, atSeconds * SECOND);
    }
}

package io.plainsight.sensor.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketClockTest {
    private final PacketClock clock = new PacketClock();

    @Test
    void shouldNotRunBeforeTheFirstPacket() {
        assertThat(clock.isRunning()).isFalse();
    }

    @Test
    void shouldGoOnFromTheLatestPacketByTheMonotonicClock() {
        clock.delivered(1_000_000, 70);
        clock.delivered(2_000_000, 500);

        assertThat(clock.isRunning()).isTrue();
        assertThat(clock.nowNs(500)).isEqualTo(2_000_000);
        assertThat(clock.nowNs(1_500)).isEqualTo(2_001_000);
    }

    @Test
    void shouldGoOnWhereTheMonotonicClockWraps() {
        clock.delivered(1_000, Long.MAX_VALUE);

        assertThat(clock.nowNs(Long.MIN_VALUE + 9)).isEqualTo(1_010);
    }
}

package io.plainsight.stream.detection.handshakefailure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class StateSerdeTest {
    private static final long MINUTE = 29_900_000;

    @Test
    void shouldReadBackWhatItWrote() {
        RecentHandshakes recent = new RecentHandshakes();
        recent.advance(MINUTE);
        recent.succeed(MINUTE);
        recent.at(MINUTE - 3).fail("10.0.0.1", FailureCause.PROTOCOL_VERSION, 0.75);
        recent.at(MINUTE - 3).fail("10.0.0.1", FailureCause.SERVER_CERTIFICATE_EXPIRED, 1);
        recent.at(MINUTE - 3).tell("10.9.9.9", 10);
        recent.remember(-42L);
        recent.remember(
                new Alert.Evidence("id", Instant.parse("2026-11-20T10:15:30.123456Z"), "a:1", "b:2", null, "why"));
        recent.takeOut("10.9.9.9", MINUTE + 60);
        recent.spike = MINUTE - 1;

        RecentHandshakes read = again(recent);

        assertThat(read.last).isEqualTo(MINUTE);
        assertThat(read.lastSuccess).isEqualTo(MINUTE);
        assertThat(read.spike).isEqualTo(MINUTE - 1);
        assertThat(read.outage).isEqualTo(RecentHandshakes.NEVER);
        assertThat(read.peek(MINUTE).completed).isEqualTo(1);
        assertThat(read.peek(MINUTE - 3).failures).isEqualTo(recent.peek(MINUTE - 3).failures);
        assertThat(read.peek(MINUTE - 3).told).isEqualTo(recent.peek(MINUTE - 3).told);
        assertThat(read.peek(MINUTE - 3).causes).isEqualTo(recent.peek(MINUTE - 3).causes);
        assertThat(read.peek(MINUTE - 3).doubt).isEqualTo(0.25);
        assertThat(read.connections).containsExactly(-42L);
        assertThat(List.copyOf(read.evidence)).isEqualTo(List.copyOf(recent.evidence));
        assertThat(read.isScanner("10.9.9.9", MINUTE + 60)).isTrue();
        assertThat(read.isScanner("10.9.9.9", MINUTE + 61)).isFalse();
    }

    @Test
    void shouldTakeFewBytesForAServiceThatIsWell() {
        RecentHandshakes recent = new RecentHandshakes();
        for (long minute = MINUTE; minute < MINUTE + 100; minute++) {
            recent.advance(minute);
            for (int i = 0; i < 1000; i++) {
                recent.succeed(minute);
            }
        }

        assertThat(RecentSerde.serde().serializer().serialize("", recent)).hasSizeLessThan(100);
    }

    @Test
    void shouldReadBackAHistory() {
        History history = new History();
        for (int i = 0; i < 600; i++) {
            history.learn(MINUTE + i, 9, i % 3, true);
        }
        history.drift.take(0.25, 0.1, 0.01);

        byte[] bytes = HistorySerde.serde().serializer().serialize("", history);
        History read = HistorySerde.serde().deserializer().deserialize("", bytes);

        assertThat(bytes).hasSizeLessThan(1300);
        assertThat(read.minutes).isEqualTo(history.minutes);
        assertThat(read.slots).isEqualTo(history.slots);
        assertThat(read.hours).isEqualTo(history.hours);
        assertThat(read.completed).isEqualTo(5400);
        assertThat(read.drift.mean).isEqualTo(0.25);
    }

    @Test
    void shouldRefuseBytesThatEndEarly() {
        RecentHandshakes recent = new RecentHandshakes();
        recent.advance(MINUTE);
        recent.at(MINUTE).fail("10.0.0.1", FailureCause.PROTOCOL_VERSION, 1);
        byte[] bytes = RecentSerde.serde().serializer().serialize("", recent);

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RecentSerde.serde().deserializer().deserialize("", cut))
                    .isInstanceOf(SerializationException.class);
        }
    }

    private static RecentHandshakes again(RecentHandshakes recent) {
        byte[] bytes = RecentSerde.serde().serializer().serialize("", recent);
        return RecentSerde.serde().deserializer().deserialize("", bytes);
    }
}

package io.plainsight.sensor.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 1, 1",
        "1, 0, -1",
        "0xffffffff, 0, 1",
        "0, 0xffffffff, -1",
        "0xfffffff0, 0x10, 32",
        "0x10, 0xfffffff0, -32",
        "0x7fffffff, 0x80000000, 1",
        "0x80000000, 0x7fffffff, -1",
        "0, 0x7fffffff, 2147483647",
        "0x80000000, 0xffffffff, 2147483647",
        "1, 0x80000000, 2147483647"
    })
    void shouldMeasureDistanceAcrossWrapAndHalfRange(String from, String to, int distance) {
        int a = (int) (long) Long.decode(from);
        int b = (int) (long) Long.decode(to);

        assertThat(SequenceNumber.distance(a, b)).isEqualTo(distance);
        assertThat(SequenceNumber.isAfter(b, a)).isEqualTo(distance > 0);
        assertThat(SequenceNumber.isBefore(b, a)).isEqualTo(distance < 0);
    }

    @ParameterizedTest
    @CsvSource({"0", "0x7fffffff", "0x80000000", "0xffffffff"})
    void shouldTakeHalfTheRangeAndMoreAsBehind(String from) {
        int a = (int) (long) Long.decode(from);

        assertThat(SequenceNumber.isAfter(a + Integer.MAX_VALUE, a)).isTrue();
        assertThat(SequenceNumber.isAfter(a + Integer.MIN_VALUE, a)).isFalse();
        assertThat(SequenceNumber.isBefore(a + Integer.MIN_VALUE + 1, a)).isTrue();
    }
}

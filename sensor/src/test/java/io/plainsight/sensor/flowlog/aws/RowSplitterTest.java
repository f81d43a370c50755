package io.plainsight.sensor.flowlog.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSplitterTest {
    private final RowSplitter splitter = new RowSplitter();

    /** Field counts of all fields up to versions 2, 3, 4, 5, 7, 8, 9, 10 and 11 in the documentation's order. */
    @ParameterizedTest
    @ValueSource(ints = {14, 21, 25, 29, 39, 40, 41, 42, 54})
    void shouldKnowTheDocumentedOrders(int count) throws Exception {
        String row = "2 1 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT OK" + " x".repeat(count - 14);

        assertThat(splitter.split(row)).hasSize(count).containsEntry("log-status", "OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2 1 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT",
                "2 1 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT OK x",
                "x 1 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT OK",
                "2 1 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT FINE",
                "one"
            })
    void shouldNotGuessFurther(String row) {
        assertThatThrownBy(() -> splitter.split(row)).isInstanceOf(MalformedRowException.class);
    }

    @Test
    void shouldLeaveAbsentValuesOut() throws Exception {
        splitter.split("srcaddr dstaddr bytes");

        assertThat(splitter.split("10.0.0.1 10.0.0.2 -"))
                .isEqualTo(Map.of("srcaddr", "10.0.0.1", "dstaddr", "10.0.0.2"));
    }

    @Test
    void shouldTakeFieldsByNameFromJson() throws Exception {
        assertThat(splitter.split("{\"srcaddr\":\"10.0.0.1\",\"log_status\":\"-\",\"bytes\":40,\"action\":null}"))
                .isEqualTo(Map.of("srcaddr", "10.0.0.1", "bytes", "40"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\":{}}",
                "{\"a\":[1]}",
                "{\"message\":\"{}\"}",
                "{\"message\":\"version\"}",
                "{\"message\":\"\"}"
            })
    void shouldRefuseOtherJson(String line) {
        assertThatThrownBy(() -> splitter.split(line))
                .isInstanceOfAny(MalformedRowException.class, IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseJsonNestedBeyondReason() {
        assertThatThrownBy(() -> splitter.split("{\"a\":".repeat(5000))).isInstanceOf(MalformedRowException.class);
    }

    @Test
    void shouldRefuseAHeaderWithMoreFieldsThanTheCap() {
        assertThatThrownBy(() -> splitter.split("srcaddr dstaddr ".repeat(FlowLogFormat.MAX_FIELDS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
    }
}

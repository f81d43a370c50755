package io.plainsight.sensor.flowlog.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.flowlog.MalformedRowException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowParserTest {
    private final RowParser parser = new RowParser(null);

    /** Field counts of all fields up to versions 2, 3, 4, 5, 7, 8, 9, 10 and 11 in the documentation's order. */
    @ParameterizedTest
    @ValueSource(ints = {14, 21, 25, 29, 39, 40, 41, 42, 54})
    void shouldKnowTheDocumentedOrders(int count) throws Exception {
        String row = "2 1 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT OK" + " x".repeat(count - 14);

        assertThat(parse(row)).hasSize(count).containsEntry("log-status", "OK");
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
        assertThatThrownBy(() -> parse(row)).isInstanceOf(MalformedRowException.class);
    }

    @Test
    void shouldLeaveAbsentValuesOut() throws Exception {
        parse("srcaddr dstaddr bytes");

        assertThat(parse("10.0.0.1 10.0.0.2 -")).isEqualTo(Map.of("srcaddr", "10.0.0.1", "dstaddr", "10.0.0.2"));
    }

    @Test
    void shouldTakeFieldsByNameFromJson() throws Exception {
        assertThat(parse("{\"srcaddr\":\"10.0.0.1\",\"log_status\":\"-\",\"bytes\":40,\"action\":null}"))
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
        assertThatThrownBy(() -> parse(line))
                .isInstanceOfAny(MalformedRowException.class, IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseJsonNestedBeyondReason() {
        assertThatThrownBy(() -> parse("{\"a\":".repeat(5000))).isInstanceOf(MalformedRowException.class);
    }

    @Test
    void shouldRefuseAHeaderWithMoreFieldsThanTheCap() {
        assertThatThrownBy(() -> parse("srcaddr dstaddr ".repeat(Columns.MAX_FIELDS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
    }

    /** As the sample of OCSF has it: commas, underscores, alphabetical; and joined objects may change in the middle. */
    @Test
    void shouldTakeCommasAndANewHeaderInTheMiddle() throws Exception {
        assertThat(parse("bytes,dstaddr,log_status,srcaddr")).isNull();
        assertThat(parse("40,10.0.0.2,-,10.0.0.1"))
                .isEqualTo(Map.of("bytes", "40", "dstaddr", "10.0.0.2", "srcaddr", "10.0.0.1"));
        assertThatThrownBy(() -> parse("40,10.0.0.2,10.0.0.1")).isInstanceOf(MalformedRowException.class);

        assertThat(parse("srcaddr dstaddr action")).isNull();
        assertThat(parse("10.0.0.1 10.0.0.2 ACCEPT"))
                .isEqualTo(Map.of("srcaddr", "10.0.0.1", "dstaddr", "10.0.0.2", "action", "ACCEPT"));
    }

    @Test
    void shouldNotTakeARecordOfWordsForAHeader() throws Exception {
        parse("action az-id srcaddr dstaddr");

        assertThat(parse("ACCEPT use1-az1 fd00::1 fd00::2")).containsEntry("action", "ACCEPT");
    }

    /** The record's values by name, absent ones left out; null for a header. */
    private Map<String, String> parse(String line) throws MalformedRowException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Row row = parser.parse(bytes, 0, bytes.length);
        if (row == null) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < row.columns().size(); i++) {
            if (row.has(i)) {
                values.put(row.columns().names().get(i), row.text(i));
            }
        }
        return values;
    }
}

package io.plainsight.app.report.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.app.UserException;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodOptionTest {
    private static final Posture SOME = PostureBuilder.builder().build();

    @ParameterizedTest
    @CsvSource({
        ",              ,              total,         true",
        ",              ,              2026-11-20,    false",
        "2026-11-20,    ,              total,         false",
        "2026-11-20,    2026-11-21,    2026-11-19,    false",
        "2026-11-20,    2026-11-21,    2026-11-20,    true",
        "2026-11-20,    2026-11-21,    2026-11-21,    true",
        "2026-11-20,    2026-11-21,    2026-11-22,    false",
        "2026-11-20,    2026-11-21,    2026-11-20T10, false",
        "2026-11-20T10, 2026-11-21,    2026-11-20,    false",
        "2026-11-20T10, 2026-11-21,    2026-11-20T09, false",
        "2026-11-20T10, 2026-11-21,    2026-11-20T10, true",
        "2026-11-20T10, 2026-11-21,    2026-11-21,    true",
        ",              2026-11-21T05, 2026-11-21T05, true",
        ",              2026-11-21T05, 2026-11-21T06, false",
        ",              2026-11-21T05, 2026-11-20,    true"
    })
    void shouldTakeEachStretchOfTheTimeOnce(String from, String to, String period, boolean taken) {
        assertThat(new PeriodOption(from, to).takes(period + "/zone/internal")).isEqualTo(taken);
    }

    @Test
    void shouldRefusePartOfADayWhoseHoursAreNoLongerKept() {
        PeriodOption period = new PeriodOption("2026-11-20T10", null);

        assertThatThrownBy(() -> period.check(Map.of("2026-11-20", SOME)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the hours of 2026-11-20 are not kept any more");
        period.check(Map.of("2026-11-20", SOME, "2026-11-20T10", SOME));
        period.check(Map.of("2026-11-21", SOME));
    }
}

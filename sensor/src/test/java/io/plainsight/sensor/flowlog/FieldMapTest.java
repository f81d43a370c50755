package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FieldMapTest {
    private static final List<String> NAMES = List.of("version", "vpc-id", "action");

    @Test
    void shouldHoldWhatIsPresentInTheOrderOfTheNames() {
        FieldMap map = new FieldMap(NAMES, new String[] {"5", null, "ACCEPT"});

        assertThat(map).isEqualTo(Map.of("version", "5", "action", "ACCEPT")).containsOnlyKeys("version", "action");
        assertThat(map.keySet()).containsExactly("version", "action");
        assertThat(map.get("vpc-id")).isNull();
    }

    @Test
    void shouldBeEmptyWithoutValues() {
        FieldMap map = new FieldMap(NAMES, new String[3]);
        Iterator<Map.Entry<String, String>> entries = map.entrySet().iterator();

        assertThat(map).isEmpty();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> map.put("action", "x")).isInstanceOf(UnsupportedOperationException.class);
    }
}

package io.plainsight.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortSetTest {
    private final PortSet ports = new PortSet();

    @Test
    void shouldListPortsAndRanges() {
        add(443, 8000, 8001, 8002, 80, 443);

        assertThat(ports.ranges()).hasToString("[80, 443, 8000-8002]");
    }

    @Test
    void shouldListAsManyRangesAsAPersonReads() {
        for (int i = 0; i < PortSet.MAX_RANGES; i++) {
            add(1000 + 2 * i);
        }
        assertThat(ports.ranges()).hasSize(PortSet.MAX_RANGES);

        add(5000);

        assertThat(ports.ranges()).hasToString("[1000-5000]");
    }

    @Test
    void shouldKeepOnlyTheSpanOfManyPorts() {
        for (int port = 40_000; port < 40_000 + PortSet.MAX_PORTS; port++) {
            add(port);
        }
        assertThat(ports.ranges()).hasToString("[40000-40063]");

        add(60_000, 21);

        assertThat(ports.ranges()).hasToString("[21-60000]");
    }

    @Test
    void shouldAllowAnyPortWhereSomethingHadNone() {
        add(443);
        ports.add(null);

        assertThat(ports.ranges()).isEmpty();
    }

    private void add(int... all) {
        for (int port : all) {
            ports.add(port);
        }
    }
}

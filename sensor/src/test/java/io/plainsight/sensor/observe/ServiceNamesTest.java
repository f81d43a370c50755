package io.plainsight.sensor.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceNamesTest {
    private final ServiceNames services = ServiceNames.load();

    @ParameterizedTest
    @CsvSource({
        "6, 443, https",
        "17, 53, domain",
        "6, 25, smtp",
        "6, 5432, postgresql",
        "6, 6379, redis",
        "17, 4500, ipsec-nat-t",
        "6, 3389, ms-wbt-server",
        "6, 993, imaps"
    })
    void shouldKnowRegisteredNames(int protocol, int port, String name) {
        assertThat(services.name(protocol, port)).isEqualTo(name);
        assertThat(services.isService(protocol, port)).isTrue();
    }

    @Test
    void shouldNotInventNames() {
        assertThat(services.name(6, 61234)).isNull();
        assertThat(services.isService(6, 61234)).isFalse();
        assertThat(services.name(50, 443)).isNull();
    }
}

package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZonesTest {
    @ParameterizedTest
    @CsvSource({
        "10.255.255.255, internal",
        "11.0.0.0, external",
        "172.15.255.255, external",
        "172.16.0.0, internal",
        "172.31.255.255, internal",
        "172.32.0.0, external",
        "192.168.0.1, internal",
        "192.169.0.1, external",
        "169.254.1.1, internal",
        "127.0.0.1, internal",
        "::1, internal",
        "::2, external",
        "fd00::1, internal",
        "fe80::1, internal",
        "2001:db8::1, external",
        "::ffff:10.0.0.1, internal",
        "not-an-address, external",
    })
    void shouldTellOursFromOthers(String ip, String zone) {
        assertThat(new Zones(List.of()).of(ip)).isEqualTo(zone);
    }

    @Test
    void shouldNameTheZoneWithTheLongestBlock() {
        Zones zones = new Zones(List.of(
                new Policy.Zone("office", List.of(Cidr.of("10.1.0.0/16")), null),
                new Policy.Zone("lab", List.of(Cidr.of("10.1.2.0/24"), Cidr.of("198.51.100.0/24")), null)));

        assertThat(zones.of("10.1.3.1")).isEqualTo("office");
        assertThat(zones.of("10.1.2.1")).isEqualTo("lab");
        assertThat(zones.isInternal("198.51.100.9")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1..2.3",
                "1.2.3.4/",
                "1.2.3.4/33",
                "::/129",
                "1.2.3.4/24",
                "example.org",
                "fe80::1%eth0",
                "1.2.3.4/-1",
                "1.2.3.4/ 8"
            })
    void shouldRefuseWhatIsNoAddressBlock(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @Test
    void shouldMatchPrefixesOfEveryLength() {
        assertThat(Cidr.of("0.0.0.0/0").contains(new byte[] {1, 2, 3, 4})).isTrue();
        assertThat(Cidr.of("10.0.0.0/9").contains(new byte[] {10, 127, 0, 0})).isTrue();
        assertThat(Cidr.of("10.0.0.0/9").contains(new byte[] {10, (byte) 128, 0, 0}))
                .isFalse();
        assertThat(Cidr.of("10.0.0.7").contains(new byte[] {10, 0, 0, 7})).isTrue();
        assertThat(Cidr.of("10.0.0.0/8").contains(new byte[16])).isFalse();
    }
}

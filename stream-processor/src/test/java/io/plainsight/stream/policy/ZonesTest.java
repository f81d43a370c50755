package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import io.plainsight.stream.policy.Traffic.Side;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    @Test
    void shouldTellTenantsWithTheSameAddressesApartByTheirVlan() {
        Zones zones = new Zones(List.of(
                zone("everywhere", List.of("10.0.0.0/16"), List.of(), List.of()),
                zone("red", List.of("10.0.0.0/16"), List.of("10", "11"), List.of()),
                zone("blue", List.of("10.0.0.0/16"), List.of("20"), List.of()),
                zone("printers", List.of("10.0.9.0/24"), List.of(), List.of())));

        assertThat(zones.of(Observations.tls().vlan("11").build(), Side.DESTINATION))
                .isEqualTo("red");
        assertThat(zones.of(Observations.tls().vlan("20").build(), Side.DESTINATION))
                .isEqualTo("blue");
        assertThat(zones.of(Observations.tls().vlan("30").build(), Side.DESTINATION))
                .isEqualTo("everywhere");
        assertThat(zones.of(Observations.tls().build(), Side.SOURCE)).isEqualTo("everywhere");
        assertThat(zones.of("10.0.1.9")).isEqualTo("everywhere");
        assertThat(zones.of(Observations.tls().vlan("20").to("10.0.9.1", 443).build(), Side.DESTINATION))
                .as("the most specific block counts before the VLAN")
                .isEqualTo("printers");
    }

    @Test
    void shouldHoldInternalAddressesOfAVlanAndNoOthers() {
        Zones zones = new Zones(List.of(
                zone("plant", List.of(), List.of("40"), List.of()),
                zone("named", List.of("10.0.1.0/24"), List.of(), List.of())));

        assertThat(zones.of(Observations.tls().vlan("40").to("10.0.2.9", 443).build(), Side.DESTINATION))
                .isEqualTo("plant");
        assertThat(zones.of(Observations.tls().vlan("40").to("203.0.113.9", 443).build(), Side.DESTINATION))
                .isEqualTo("external");
        assertThat(zones.of(Observations.tls().vlan("40").build(), Side.DESTINATION))
                .isEqualTo("named");
        assertThat(zones.of(Observations.tls().vlan("41").build(), Side.SOURCE)).isEqualTo("internal");
        assertThat(zones.of("10.0.2.9")).isEqualTo("internal");
    }

    @ParameterizedTest
    @CsvSource({
        "vpc-id, egress, '', shop, internal",
        "vpc-id, ingress, '', internal, shop",
        "vpc-id, egress, 1, shop, shop",
        "vpc-id, '', '', shop, shop",
        "tgw-src-vpc-id, '', '', shop, internal",
        "tgw-dst-vpc-id, '', '', internal, shop",
    })
    void shouldKnowWhichEndAFlowLogsVpcIsAbout(
            String field, String direction, String path, String source, String destination) {
        Zones zones = new Zones(List.of(zone("shop", List.of(), List.of(), List.of("vpc-1"))));
        Map<String, String> fields = new HashMap<>(Map.of(field, "vpc-1"));
        if (!direction.isEmpty()) {
            fields.put("flow-direction", direction);
        }
        if (!path.isEmpty()) {
            fields.put("traffic-path", path);
        }
        Observation observation = Observations.flowLog().flowFields(fields).build();

        assertThat(zones.of(observation, Side.SOURCE)).isEqualTo(source);
        assertThat(zones.of(observation, Side.DESTINATION)).isEqualTo(destination);
    }

    @Test
    void shouldFindWhatACheckOfEveryBlockFinds() {
        Random random = new Random(7);
        List<Policy.Zone> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            boolean six = random.nextInt(4) == 0;
            byte[] address = new byte[six ? 16 : 4];
            address[0] = (byte) random.nextInt(4);
            address[1] = (byte) random.nextInt(4);
            int length = random.nextInt(six ? 20 : 17);
            for (int bit = length; bit < address.length * 8; bit++) {
                address[bit / 8] &= (byte) ~(1 << (7 - bit % 8));
            }
            Cidr block = new Cidr("block", address, length);
            if (all.stream().noneMatch(zone -> zone.networks().contains(block))) {
                all.add(new Policy.Zone("zone" + i, List.of(block), null));
            }
        }
        Zones zones = new Zones(all);
        for (int i = 0; i < 2_000; i++) {
            byte[] address = new byte[random.nextBoolean() ? 16 : 4];
            address[0] = (byte) random.nextInt(5);
            address[1] = (byte) random.nextInt(5);
            address[address.length - 1] = (byte) random.nextInt();
            String ip = text(address);
            String expected = all.stream()
                    .filter(zone -> zone.networks().get(0).contains(address))
                    .max(Comparator.comparing(zone -> zone.networks().get(0).prefixLength()))
                    .map(Policy.Zone::name)
                    .orElse("external");

            assertThat(zones.of(ip)).as(ip).isEqualTo(expected);
        }
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Policy.Zone zone(String name, List<String> networks, List<String> vlans, List<String> vpcs) {
        return new Policy.Zone(name, networks.stream().map(Cidr::of).toList(), vlans, vpcs, null, null, List.of());
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

package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressDatabaseTest {
    @TempDir
    private Path directory;

    private Path systems;
    private Path countries;

    @BeforeEach
    void write() {
        systems = new Mmdb()
                .put("198.51.100.0/24", Map.of("autonomous_system_number", 64496L))
                .put("2001:db8::/32", Map.of("autonomous_system_number", 64497L))
                .put("192.0.2.0/25", Map.of("asn", "AS64498", "country_code", "nl"))
                .write(directory.resolve("asn.mmdb"));
        countries = new Mmdb()
                .put("198.51.100.0/24", Map.of("country", Map.of("iso_code", "DE")))
                .write(directory.resolve("country.mmdb"));
    }

    @Test
    void shouldKnowSystemsAndCountriesOfAddresses() throws IOException {
        AddressDatabase both = AddressDatabase.of(AddressDatabase.open(systems), AddressDatabase.open(countries));

        assertThat(both.asn(address("198.51.100.7"))).isEqualTo(64496);
        assertThat(both.asn(address("2001:db8:7::1"))).isEqualTo(64497);
        assertThat(both.asn(address("198.51.101.7"))).isEqualTo(AddressDatabase.UNKNOWN_ASN);
        assertThat(both.country(address("198.51.100.7"))).isEqualTo("DE");
        assertThat(both.country(address("10.0.0.1"))).isEmpty();
        assertThat(AddressDatabase.NONE.asn(address("198.51.100.7"))).isEqualTo(AddressDatabase.UNKNOWN_ASN);
        assertThat(AddressDatabase.NONE.country(address("198.51.100.7"))).isEmpty();
    }

    @Test
    void shouldReadFilesThatNameBothFlatly() throws IOException {
        AddressDatabase.Source source = AddressDatabase.open(systems);
        AddressDatabase both = AddressDatabase.of(source, source);

        assertThat(both.asn(address("192.0.2.1"))).isEqualTo(64498);
        assertThat(both.country(address("192.0.2.1"))).isEqualTo("NL");
        assertThat(both.country(address("192.0.2.129"))).isEmpty();
    }

    @Test
    void shouldBeReadBesideThePolicy() throws IOException, PolicyException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                asn-database: asn.mmdb
                destinations: [{name: all, sources: [10.0.0.0/8], allow: [{asns: [AS64496, 64497]}]}]
                """);

        Policy read = PolicyReader.read(policy);

        assertThat(read.addresses().asn(address("198.51.100.7"))).isEqualTo(64496);
        assertThat(read.destinations().get(0).allow().get(0).asns()).containsExactly(64496L, 64497L);
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        Files.writeString(directory.resolve("text.mmdb"), "no database");
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                asn-database: missing.mmdb
                country-database: text.mmdb
                destinations: [{name: all, sources: [10.0.0.0/8], allow: [{countries: [XX]}]}]
                """);

        assertThatThrownBy(() -> PolicyReader.read(policy))
                .isInstanceOf(PolicyException.class)
                .hasMessageContainingAll(
                        policy + ":1:15: no such file: " + directory.resolve("missing.mmdb"),
                        policy + ":2:19: \"text.mmdb\" cannot be read as a MaxMind DB file",
                        policy + ":3:72: \"XX\" is no country");
    }

    @Test
    void shouldSurviveTruncationAndDamage() throws IOException {
        byte[] whole = Files.readAllBytes(systems);
        for (int i = 0; i < whole.length; i += 7) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x55;
            look(damaged);
            look(Arrays.copyOf(whole, i));
        }
    }

    /** Either it does not open, with a problem for the policy's author, or what cannot be read stays unknown. */
    private void look(byte[] content) throws IOException {
        Files.write(directory.resolve("damaged.mmdb"), content);
        try {
            Policy policy = PolicyReader.parse("p.yaml", "asn-database: damaged.mmdb", directory);
            assertThat(policy.addresses().asn(address("198.51.100.7"))).isGreaterThanOrEqualTo(-1);
        } catch (PolicyException e) {
            assertThat(e).hasMessageContaining("p.yaml:1:15: ");
        }
    }

    private static byte[] address(String ip) {
        return IpAddress.parse(ip).orElseThrow();
    }
}

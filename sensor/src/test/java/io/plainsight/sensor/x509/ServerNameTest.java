package io.plainsight.sensor.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of RFC 9525 section 6, and what holds where a certificate has no subjectAltName. */
class ServerNameTest {
    @ParameterizedTest
    @CsvSource({
        "www.example.org, www.example.org, true",
        "WWW.Example.ORG, www.example.org., true",
        "*.example.org, www.example.org, true",
        "*.example.org, example.org, false",
        "*.example.org, a.b.example.org, false",
        "w*.example.org, www.example.org, false",
        "www.*.org, www.example.org, false",
        "*, org, false",
        "*.org, example.org, true",
        "xn--bcher-kva.example, xn--bcher-kva.example, true",
        "xn--bcher-kva.example, bücher.example, true",
        "bücher.example, xn--bcher-kva.example, true",
        "*.xn--bcher-kva.example, www.xn--bcher-kva.example, true",
        "xn--*.example, xn--bcher-kva.example, false",
        "192.0.2.7, 192.0.2.7, false", // an address stands in iPAddress
        "*.0.2.7, 192.0.2.7, false",
        "'', example.org, false",
    })
    void shouldMatchDnsNames(String presented, String host, boolean match) {
        AlternativeNames names = new AlternativeNames(List.of(presented), List.of(), List.of(), List.of());

        assertThat(ServerName.match(names, null, host) == ServerName.Match.ALTERNATIVE_NAME)
                .isEqualTo(match);
    }

    @Test
    void shouldMatchAddressesWithAddressesOnly() {
        AlternativeNames names =
                new AlternativeNames(List.of("a.example"), List.of("192.0.2.7", "2001:db8::7"), List.of(), List.of());

        assertThat(ServerName.match(names, null, "192.0.2.7")).isEqualTo(ServerName.Match.ALTERNATIVE_NAME);
        assertThat(ServerName.match(names, null, "2001:DB8::7")).isEqualTo(ServerName.Match.ALTERNATIVE_NAME);
        assertThat(ServerName.match(names, null, "192.0.2.8")).isEqualTo(ServerName.Match.NONE);
    }

    @Test
    void shouldReadTheCommonNameOnlyWhereNothingElseNamesTheServer() {
        AlternativeNames address = new AlternativeNames(List.of(), List.of("192.0.2.7"), List.of(), List.of());
        AlternativeNames mail = new AlternativeNames(List.of(), List.of(), List.of(), List.of("a@example.org"));

        assertThat(ServerName.match(AlternativeNames.NONE, "db.internal", "db.internal"))
                .isEqualTo(ServerName.Match.COMMON_NAME);
        assertThat(ServerName.match(AlternativeNames.NONE, "*.internal", "db.internal"))
                .isEqualTo(ServerName.Match.COMMON_NAME);
        assertThat(ServerName.match(mail, "db.internal", "db.internal")).isEqualTo(ServerName.Match.COMMON_NAME);
        assertThat(ServerName.match(address, "db.internal", "db.internal")).isEqualTo(ServerName.Match.NONE);
        assertThat(ServerName.match(AlternativeNames.NONE, null, "db.internal")).isEqualTo(ServerName.Match.NONE);
    }
}

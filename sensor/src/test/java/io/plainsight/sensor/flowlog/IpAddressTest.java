package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    /** IPv6 cases from RFC 5952 sections 4.1 to 4.3. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::A, 2001:db8::a",
        "::, ::",
        "::1, ::1",
        "2001:db8::, 2001:db8::",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void shouldWriteCanonicalText(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1..2.3",
                "1.2.3.4 ",
                "example.org",
                ":::",
                "1:2:3",
                "fe80::1%eth0",
                "12345::",
                "g::1",
                "1:2:3:4:5:6:7:8:9",
                "\u0661.2.3.4",
                "\uff11::"
            })
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.255.255.255, true",
        "11.0.0.0, false",
        "172.15.255.255, false",
        "172.16.0.0, true",
        "172.31.255.255, true",
        "172.32.0.0, false",
        "192.168.0.1, true",
        "192.169.0.1, false",
        "169.254.1.1, true",
        "127.0.0.1, true",
        "8.8.8.8, false",
        "fc00::1, true",
        "fdff::1, true",
        "fe80::1, true",
        "febf::1, true",
        "fec0::1, false",
        "::1, true",
        "::2, false",
        "2001:db8::1, false",
    })
    void shouldKnowInternalAddresses(String text, boolean internal) {
        assertThat(IpAddress.parse(text).isInternal()).isEqualTo(internal);
    }
}

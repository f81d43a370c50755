package io.plainsight.sensor.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    /** The rules and examples of RFC 5952 sections 4 and 2.2. */
    @ParameterizedTest
    @CsvSource({
        "10.0.1.9, 10.0.1.9",
        "255.255.255.255, 255.255.255.255",
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:DB8::AAAA, 2001:db8::aaaa",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fe80:0:0:0:0:0:0:0, fe80::",
        "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
        "64:ff9b::c000:221, 64:ff9b::c000:221"
    })
    void shouldWriteAddressesInCanonicalForm(String given, String expected) throws UnknownHostException {
        long[] address = CommunityIdTest.address(given);

        assertThat(Addresses.text(address[0], address[1])).isEqualTo(expected);
    }

    @Test
    void shouldWriteTheAddressesThatTheJdkReadsBack() throws UnknownHostException {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            int v4 = random.nextInt() >>> random.nextInt(32);
            String dotted = Addresses.text(0, 0xffff_0000_0000L | v4 & 0xffff_ffffL);
            assertThat(dotted)
                    .isEqualTo(InetAddress.getByAddress(
                                    ByteBuffer.allocate(4).putInt(v4).array())
                            .getHostAddress());

            long high = groupsAndZeros(random);
            long low = groupsAndZeros(random);
            assertThat(CommunityIdTest.address(Addresses.text(high, low))).containsExactly(high, low);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.255.0.1, true",
        "11.0.0.1, false",
        "172.15.255.255, false",
        "172.16.0.0, true",
        "172.31.255.255, true",
        "172.32.0.0, false",
        "192.168.1.1, true",
        "192.169.0.1, false",
        "169.254.169.254, true",
        "127.0.0.1, true",
        "100.64.0.1, false",
        "8.8.8.8, false",
        "224.0.0.251, true",
        "239.255.255.250, false",
        "255.255.255.255, true",
        "0.0.0.0, true",
        "::1, true",
        "::, true",
        "fc00::1, true",
        "fdff::1, true",
        "fe00::1, false",
        "fe80::1, true",
        "febf::1, true",
        "fec0::1, false",
        "ff02::fb, true",
        "ff0e::1, false",
        "2001:db8::1, false"
    })
    void shouldTellInternalFromExternal(String given, boolean internal) throws UnknownHostException {
        long[] address = CommunityIdTest.address(given);

        assertThat(Addresses.isInternal(address[0], address[1])).isEqualTo(internal);
    }

    @ParameterizedTest
    @CsvSource({"true, true, internal", "true, false, outbound", "false, true, inbound", "false, false, external"})
    void shouldNameTheDirection(boolean source, boolean destination, String expected) {
        assertThat(Addresses.direction(source, destination)).isEqualTo(expected);
    }

    private static long groupsAndZeros(Random random) {
        long value = 0;
        for (int group = 0; group < 4; group++) {
            value = value << 16 | (random.nextBoolean() ? 0 : random.nextInt(0x1_0000) >>> random.nextInt(16));
        }
        return value;
    }
}

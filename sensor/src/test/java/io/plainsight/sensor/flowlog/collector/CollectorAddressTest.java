package io.plainsight.sensor.flowlog.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorAddressTest {
    @ParameterizedTest
    @CsvSource({
        "2055,127.0.0.1:2055,true",
        "127.0.0.1:2055,127.0.0.1:2055,true",
        "0.0.0.0:4739,0.0.0.0:4739,false",
        "[::]:9995,[::]:9995,false",
        "[::1]:1,[::1]:1,true"
    })
    void shouldReadAddressAndPort(String text, String expected, boolean loopback) {
        CollectorAddress address = CollectorAddress.parse(text);

        assertThat(address).hasToString(expected);
        assertThat(address.isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ":2055", "65536", "1.2.3:5", "host:2055", "::1:2055", "[zz]:1", "10.0.0.1:"})
    void shouldRefuseAnythingElseWithARemedy(String text) {
        assertThatThrownBy(() -> CollectorAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "'")
                .hasMessageContaining("10.0.0.5:2055");
    }

    @Test
    void shouldReadWhatTheKernelDropped(@TempDir Path directory) throws IOException {
        Path table = Files.writeString(directory.resolve("udp"), """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
                 1234: 0100007F:0807 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 555 2 0000000000000000 17
                 1235: 0100007F:0808 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 556 2 0000000000000000 3
                """);

        assertThat(new SocketDrops(table, new InetSocketAddress("127.0.0.1", 2055)).read())
                .isEqualTo(17);
        assertThat(new SocketDrops(table, new InetSocketAddress("127.0.0.1", 1)).read())
                .isEqualTo(SocketDrops.UNKNOWN);
        assertThat(new SocketDrops(directory.resolve("absent"), new InetSocketAddress(1)).read())
                .isEqualTo(SocketDrops.UNKNOWN);
    }
}

package io.plainsight.events;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
    @Test
    void shouldNameTheBrokerThatDoesNotAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String broker = "127.0.0.1:" + silent.getLocalPort();

            assertThatThrownBy(() -> TopicSetup.ensure(
                            Map.of("bootstrap.servers", broker), Topics.ALL, (short) 1, Duration.ofMillis(300)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot reach Kafka at " + broker)
                    .hasMessageContaining("check that the broker runs");
        }
    }

    @Test
    void shouldSayWhyAnAddressIsNone() {
        assertThatThrownBy(() -> TopicSetup.ensure(
                        Map.of("bootstrap.servers", "no-port"), Topics.ALL, (short) 1, Duration.ofMillis(300)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-port");
    }
}

package io.plainsight.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Alert;
import io.prometheus.client.CollectorRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertingSettingsTest {
    @Test
    void shouldHaveSafeDefaults() {
        AlertingSettings settings = valid().build();

        assertThat(settings.console()).isEqualTo(new InetSocketAddress("127.0.0.1", 9440));
        assertThat(settings.groupId()).isEqualTo("plainsight-alerting");
        assertThat(settings.webhook()).isNull();
        assertThat(settings.allowPlaintext()).isFalse();
        assertThat(settings.plaintextConsole()).isFalse();
        assertThat(settings.colour()).isFalse();
        assertThat(settings.maxAlerts()).isEqualTo(50_000);
        assertThat(settings.webhookTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldReportAllProblemsTogether() {
        assertThatThrownBy(() -> AlertingSettings.builder()
                        .maxAlerts(0)
                        .console(AlertingSettings.parseAddress("0.0.0.0:9440"))
                        .webhook(URI.create("http://soc.example/hook"))
                        .build())
                .isInstanceOf(AlertingException.class)
                .hasMessageContaining("bootstrap servers are missing")
                .hasMessageContaining("most alerts in memory must be at least 1: value=0")
                .hasMessageContaining("plain HTTP beyond loopback: address=0.0.0.0:9440")
                .hasMessageContaining("--allow-plaintext")
                .hasMessageContaining("webhook would carry alerts in plaintext: host=soc.example");
    }

    @Test
    void shouldAllowPlaintextBeyondLoopbackOnlyWhenTold() {
        AlertingSettings settings = valid().console(AlertingSettings.parseAddress("0.0.0.0:9440"))
                .webhook(URI.create("http://soc.example/hook"))
                .allowPlaintext(true)
                .build();

        assertThat(settings.plaintextConsole()).isTrue();
        assertThat(settings.plaintextWebhook()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]/x", "https://soc.example/hook"})
    void shouldAcceptSafeWebhooks(String url) {
        assertThat(valid().webhook(URI.create(url)).build().plaintextWebhook()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1.evil.example/x",
                "ftp://soc.example/",
                "soc.example",
                "https:///x",
                "https://user:secret@soc.example/"
            })
    void shouldRefuseOtherWebhooksWithoutRepeatingSecrets(String url) {
        assertThatThrownBy(() -> valid().webhook(URI.create(url)).build())
                .isInstanceOf(AlertingException.class)
                .hasMessageContaining("webhook")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldReadAddresses() {
        assertThat(AlertingSettings.parseAddress(":0").getAddress().isLoopbackAddress())
                .isTrue();
        assertThat(AlertingSettings.parseAddress("[::1]:9440").getPort()).isEqualTo(9440);
        for (String wrong : new String[] {"9440x", "host", "1.2.3.4:70000", "::1:9440", "127.0.0.1:"}) {
            assertThatThrownBy(() -> AlertingSettings.parseAddress(wrong))
                    .isInstanceOf(AlertingException.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void shouldNameTheKeystoreThatCannotBeRead() {
        assertThatThrownBy(() -> valid().keystore(Path.of("/no/such.p12"), null).build())
                .isInstanceOf(AlertingException.class)
                .hasMessageContaining("file=/no/such.p12")
                .hasMessageContaining("needs a password file");
    }

    @Test
    void shouldNameAddressPortAndRemedyWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AlertingSettings settings = valid().console(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()))
                    .registry(new CollectorRegistry())
                    .build();

            assertThatThrownBy(() -> AlertingService.start(settings))
                    .isInstanceOf(AlertingException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--console ADDR:PORT");
        }
    }

    @Test
    void shouldNameBrokersThatCannotBe() {
        AlertingSettings settings = AlertingSettings.builder()
                .bootstrapServers("no-port")
                .console(AlertingSettings.parseAddress("127.0.0.1:0"))
                .registry(new CollectorRegistry())
                .build();

        assertThatThrownBy(() -> AlertingService.start(settings))
                .isInstanceOf(AlertingException.class)
                .hasMessageContaining("bootstrap servers=no-port");
    }

    @Test
    void shouldStartAndStopWithoutABroker() throws Exception {
        CollectorRegistry registry = new CollectorRegistry();
        AlertingSettings settings = valid().console(AlertingSettings.parseAddress("127.0.0.1:0"))
                .registry(registry)
                .build();

        try (AlertingService service = AlertingService.start(settings)) {
            assertThat(service.consoleUri().getPort()).isPositive();
            assertThat(service.store().size()).isZero();
        }

        assertThat(registry.metricFamilySamples().hasMoreElements()).isFalse();
    }

    @Test
    void shouldDescribeItsOwnPlaintextAsAnAlert() {
        Alert alert = SelfAlerts.plaintextConsole("0.0.0.0:9440", Alerts.NOON);

        assertThat(alert.rule().id()).isEqualTo("plaintext-listener");
        assertThat(alert.detail().id())
                .isEqualTo(SelfAlerts.plaintextConsole("0.0.0.0:9440", Alerts.NOON.plusSeconds(9))
                        .detail()
                        .id());
        assertThat(alert.event().reason()).contains("0.0.0.0:9440");
    }

    private static AlertingSettings.Builder valid() {
        return AlertingSettings.builder().bootstrapServers("127.0.0.1:1");
    }
}

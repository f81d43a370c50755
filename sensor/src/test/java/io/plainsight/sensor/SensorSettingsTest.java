package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.flow.FlowTimeouts;
import io.plainsight.sensor.x509.TrustRoots;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SensorSettingsTest {
    @Test
    void shouldHaveDefaults() {
        SensorSettings settings = SensorSettings.defaults("tap1");

        assertThat(settings.sensorName()).isEqualTo("tap1");
        assertThat(settings.interfaceName()).isNull();
        assertThat(settings.flowCapacity()).isEqualTo(1_048_576);
        assertThat(settings.inspectedConnections()).isEqualTo(65_536);
        assertThat(settings.reassemblyBudgetBytes()).isEqualTo(128L * 1024 * 1024);
        assertThat(settings.holdLimitBytes()).isEqualTo(65_536);
        assertThat(settings.updateInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.timeouts().udp()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.trustRoots()).isSameAs(TrustRoots.NONE);
        assertThat(settings.onInterface("eth1").interfaceName()).isEqualTo("eth1");
    }

    @Test
    void shouldReportAllProblemsTogether() {
        assertThatThrownBy(() -> new SensorSettings(" ", null, 1000_000_000, 0, 5, 1, Duration.ZERO, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sensor name")
                .hasMessageContaining("flowCapacity=1000000000")
                .hasMessageContaining("inspectedConnections=0")
                .hasMessageContaining("reassemblyBudgetBytes=5")
                .hasMessageContaining("holdLimitBytes=1")
                .hasMessageContaining("updateInterval=PT0S")
                .hasMessageContaining("timeouts")
                .hasMessageContaining("trustRoots=null");
    }

    @Test
    void shouldRefuseIdleTimesOutOfRange() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new FlowTimeouts(second, second, second, Duration.ZERO, second, second))
                .hasMessageContaining("closed=PT0S");
    }
}

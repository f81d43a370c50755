package io.plainsight.stream.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.Protection;
import io.plainsight.stream.Observations;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.state.Stamped;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of alerts about a service through the whole topology: what closes them, and what must not. */
class RecoveryTest {
    private static final String SERVER = "10.0.1.9";

    @TempDir
    Path state;

    private TopologyHarness topology;

    @BeforeEach
    void start() {
        topology = new TopologyHarness(Policy.defaults(), state);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    static List<Arguments> kinds() {
        return List.of(
                kind("plaintext", () -> Observations.plaintext("http").to(SERVER, 443)),
                kind("plaintext-credentials", () -> Observations.plaintext("http")
                        .to(SERVER, 443)
                        .userData(false)
                        .credentials("token")),
                kind("tls-below-minimum", () -> Observations.tls()
                        .version("1.0")
                        .cipher("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                        .protection(Protection.WEAK)),
                kind("weak-cipher-suite", () -> Observations.tls()
                        .version("1.2")
                        .cipher("TLS_RSA_WITH_AES_128_GCM_SHA256")
                        .protection(Protection.WEAK)));
    }

    private static Arguments kind(String rule, Supplier<Observations> bad) {
        return Arguments.of(rule, bad);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldCloseAfterAnHourOfCleanConnections(String rule, Supplier<Observations> bad) {
        topology.pipe(bad.get());
        assertThat(status(rule)).isEqualTo(Alert.Status.OPEN);

        clean(20, Duration.ofMinutes(2), Duration.ofMinutes(3));
        assertThat(changes(rule)).as("57 minutes").isEmpty();
        clean(1, Duration.ofMinutes(62), Duration.ZERO);

        Alert alert = changes(rule).get(0);
        assertThat(alert.detail().status()).isEqualTo(Alert.Status.RESOLVED);
        assertThat(alert.event().reason()).contains("clean since");
        assertThat(alert.detail().values()).containsEntry("clean_connections", 20);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldStayOpenWhenOneBadConnectionComesBetween(String rule, Supplier<Observations> bad) {
        topology.pipe(bad.get());
        clean(20, Duration.ofMinutes(2), Duration.ofMinutes(3));
        topology.pipe(bad.get().after(Duration.ofMinutes(60)));
        clean(20, Duration.ofMinutes(62), Duration.ofMinutes(3));

        assertThat(status(rule)).isEqualTo(Alert.Status.OPEN);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldNeverCloseBySilenceOrByWhatWasNotSeenWhole(String rule, Supplier<Observations> bad) {
        topology.pipe(bad.get());
        for (int i = 0; i < 25; i++) {
            Duration at = Duration.ofMinutes(2 + 10L * i);
            topology.pipe(good(at).lossy(0.0001));
            topology.pipe(good(at).oneSided());
            topology.pipe(good(at).protection(Protection.UNKNOWN));
            topology.pipe(good(at).action(Actions.HANDSHAKE_COMPLETED));
            topology.pipe(good(at).to("10.0.1.10", 443));
        }
        topology.pipe(good(Duration.ofDays(3)));

        assertThat(status(rule)).isEqualTo(Alert.Status.OPEN);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldStayOpenWhileALongBadConnectionLives(String rule, Supplier<Observations> bad) {
        topology.pipe(bad.get().id("long"));
        for (int minute = 1; minute < 90; minute++) {
            topology.pipe(bad.get().id("long").action(Actions.FLOW_UPDATED).after(Duration.ofMinutes(minute)));
            topology.pipe(good(Duration.ofMinutes(minute)));
        }
        assertThat(status(rule)).isEqualTo(Alert.Status.OPEN);
    }

    @Test
    void shouldReopenTheSameAlertWhenItComesBackTheSameDay() {
        topology.pipe(Observations.plaintext("http").to(SERVER, 443));
        String id = changes("plaintext").get(0).detail().id();
        clean(21, Duration.ofMinutes(2), Duration.ofMinutes(3));
        assertThat(status("plaintext")).isEqualTo(Alert.Status.RESOLVED);

        topology.pipe(Observations.plaintext("http").to(SERVER, 443).after(Duration.ofHours(3)));

        Alert again = changes("plaintext").get(0);
        assertThat(again.detail().status()).isEqualTo(Alert.Status.OPEN);
        assertThat(again.detail().id()).isEqualTo(id);
    }

    @Test
    void shouldBecomePatientWithAServiceThatSpeaksBoth() {
        int closed = 0;
        for (int hour = 0; hour < 24 * 3; hour++) {
            if (hour % 4 == 0) {
                topology.pipe(Observations.plaintext("http").to(SERVER, 443).after(Duration.ofHours(hour)));
            }
            clean(10, Duration.ofHours(hour).plusMinutes(5), Duration.ofMinutes(5));
            closed += (int) changes("plaintext").stream()
                    .filter(alert -> alert.detail().status() == Alert.Status.RESOLVED)
                    .count();
        }
        assertThat(closed).as("closed once, before the pause was known").isEqualTo(1);
    }

    @Test
    void shouldCloseWeakAlgorithmsOutsideTls() {
        topology.pipe(ssh("diffie-hellman-group1-sha1").protection(Protection.WEAK));
        assertThat(status("weak-algorithm")).isEqualTo(Alert.Status.OPEN);
        for (int i = 0; i < 25; i++) {
            topology.pipe(ssh("curve25519-sha256")
                    .action(Actions.FLOW_ENDED)
                    .protection(Protection.PROTECTED)
                    .after(Duration.ofMinutes(5 + 5L * i)));
        }
        assertThat(status("weak-algorithm")).isEqualTo(Alert.Status.RESOLVED);
    }

    @Test
    void shouldKeepWhatIsOpenOverARestart() {
        topology.pipe(Observations.plaintext("http").to(SERVER, 443));
        clean(15, Duration.ofMinutes(2), Duration.ofMinutes(3));
        var store = topology.driver().<String, Stamped<OpenCauses>>getKeyValueStore("plaintext-open-store");

        OpenCauses kept = store.get(SERVER + ":443").value();
        assertThat(kept.all()).singleElement().satisfies(cause -> {
            assertThat(cause.clean()).isEqualTo(15);
            assertThat(cause.over()).isFalse();
        });
    }

    @Test
    void shouldMakeOneAlertOfTenThousandBadConnections() {
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults())) {
            for (int i = 0; i < 10_000; i++) {
                analysis.accept(Observations.tls()
                        .version("1.2")
                        .cipher("TLS_RSA_WITH_AES_128_GCM_SHA256")
                        .protection(Protection.WEAK)
                        .from("10.0." + i / 200 + '.' + i % 200)
                        .after(Duration.ofMillis(10L * i))
                        .build());
            }
            assertThat(analysis.finish().alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.rule().id()).isEqualTo("weak-cipher-suite");
                assertThat(alert.detail().count()).isEqualTo(10_000);
            });
        }
    }

    @Test
    void shouldWriteAStormOncePerMinute() {
        OpenCause cause = null;
        int writes = 0;
        for (int i = 0; i < 10_000; i++) {
            Instant at = Observations.NOW.plusMillis(60L * i);
            OpenCause next = cause == null
                    ? new OpenCause("r", "s", "", null, null, at, null, 0, 0, false)
                    : cause.bad(at, null);
            writes += next == cause ? 0 : 1;
            cause = next;
        }
        assertThat(writes).as("ten minutes").isLessThanOrEqualTo(11);
    }

    private static Observations ssh(String keyExchange) {
        return Observations.tls()
                .to(SERVER, 22)
                .crypto(
                        "ssh",
                        ObservationCryptoBuilder.builder()
                                .keyExchange(keyExchange)
                                .encryption("aes256-gcm@openssh.com")
                                .established(true));
    }

    private void clean(int times, Duration first, Duration step) {
        for (int i = 0; i < times; i++) {
            topology.pipe(good(first.plus(step.multipliedBy(i))));
        }
    }

    private static Observations good(Duration after) {
        // began a second before it ended, as the builder has it
        return Observations.tls().to(SERVER, 443).action(Actions.FLOW_ENDED).after(after.plusSeconds(1));
    }

    private final List<Alert> seen = new ArrayList<>();

    /** Records of a rule since the last call of this or {@link #status}. */
    private List<Alert> changes(String rule) {
        List<Alert> news = topology.alerts();
        seen.addAll(news);
        return news.stream().filter(alert -> alert.rule().id().equals(rule)).toList();
    }

    private Alert.Status status(String rule) {
        changes(rule);
        List<Alert> all =
                seen.stream().filter(alert -> alert.rule().id().equals(rule)).toList();
        return all.get(all.size() - 1).detail().status();
    }
}

package io.plainsight.stream.detection.starttls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When alerts about an upgrade begin and end. */
class StarttlsLifeTest {
    private static final Duration PAUSE = Duration.ofMinutes(3);

    @Test
    void shouldCloseOnceTheUpgradeHasBeenCarriedOutForAnHour() {
        Story story = smtp().times(3, Story::protects).noOffer();
        story.times(25, step -> step.after(PAUSE).protects());

        assertThat(story.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().status()).isEqualTo(Alert.Status.RESOLVED);
            assertThat(alert.event().reason()).contains("clean since");
        });
    }

    /** Connections stay open for hours, and a sensor tells of an end some seconds late. */
    @Test
    void shouldKnowAnUpgradeFromTheMomentItWasCarriedOut() {
        Story story = Story.of("postgresql", 5432)
                .times(3, step -> step.protectsUnannounced().endsLast())
                .refusedUnannounced();

        assertThat(story.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Alert.Severity.HIGH);
            assertThat(alert.detail().values()).containsEntry("able_before", 3L);
        });
    }

    @Test
    void shouldNotCloseOnOthersConnectionsWhatOneNetworkIsDenied() {
        Story story = smtp().from("10.0.9.9").protects().from("10.0.0.5").times(3, Story::protects);
        story.times(3, Story::noOffer).from("10.0.9.9").times(40, step -> step.after(PAUSE)
                .protects());
        assertThat(story.alerts())
                .singleElement()
                .extracting(alert -> alert.detail().status())
                .isEqualTo(Alert.Status.OPEN);

        story.from("10.0.0.8").times(25, step -> step.after(PAUSE).protects());
        assertThat(story.alerts())
                .singleElement()
                .extracting(alert -> alert.detail().status())
                .isEqualTo(Alert.Status.RESOLVED);
    }

    @Test
    void shouldNotCloseWhatWasInjectedByConnectionsInClear() {
        Story story = smtp().protects(u -> u.pipelined("client"), o -> o);
        story.times(40, step -> step.after(PAUSE).leaves(step.begun().offered(false)));
        assertThat(story.alerts())
                .singleElement()
                .extracting(alert -> alert.detail().status())
                .isEqualTo(Alert.Status.OPEN);

        story.times(25, step -> step.after(PAUSE).protects());
        assertThat(story.alerts())
                .singleElement()
                .extracting(alert -> alert.detail().status())
                .isEqualTo(Alert.Status.RESOLVED);
    }

    @Test
    void shouldKeepDifferentFaultsApart() {
        List<Alert> alerts = smtp().protects(u -> u.pipelined("server"), o -> o)
                .clear(smtp().begun().offered(false).stripped(true))
                .protects(u -> u, o -> o.tls12().certificate("CN=a", "a").selfSigned())
                .alerts();

        assertThat(alerts)
                .extracting(alert -> alert.detail().values().get("row"))
                .containsExactlyInAnyOrder("P1", "P5", "P7");
        assertThat(alerts).extracting(alert -> alert.detail().id()).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayNothingBeforeTheEndOfWhatMayStillCome() {
        StarttlsJudge judge = new StarttlsJudge(Policy.defaults());
        var accepted = smtp().offered().requested(true).accepted(true).used(false);
        var open = Observations.plaintext("smtp").starttls(accepted).action(Actions.PLAINTEXT_OBSERVED);

        assertThat(judge.judge(open.build(), UpgradeMemory.NONE)).isEmpty();
        assertThat(judge.judge(open.action(Actions.FLOW_ENDED).build(), UpgradeMemory.NONE))
                .hasSize(1);
    }

    @Test
    void shouldNotWriteWhatIsLongKnown() {
        UpgradeMemory memory = UpgradeMemory.NONE;
        for (int i = 0; i < 30; i++) {
            memory = memory.with(upgraded(Actions.HANDSHAKE_COMPLETED, Duration.ofSeconds(i)));
        }
        assertThat(memory.with(upgraded(Actions.HANDSHAKE_COMPLETED, Duration.ofSeconds(31))))
                .isSameAs(memory);
        assertThat(memory.with(upgraded(Actions.HANDSHAKE_COMPLETED, Duration.ofMinutes(5))))
                .isNotSameAs(memory);
    }

    @Test
    void shouldRememberNoMoreViewsThanItMay() {
        UpgradeMemory memory = UpgradeMemory.NONE;
        for (int i = 0; i < 200; i++) {
            memory = memory.with(Observations.tls()
                    .upgraded("smtp", smtp().offered().used(true))
                    .from("10.0.0." + i)
                    .action(Actions.FLOW_ENDED)
                    .after(Duration.ofSeconds(i))
                    .build());
        }
        assertThat(memory.views()).hasSize(UpgradeMemory.MAX_VIEWS);
        assertThat(memory.views()).anyMatch(view -> view.path().client().equals("10.0.0.199"));
    }

    /** Through RocksDB and JSON. */
    @Test
    void shouldKeepItsMemoryInTheStore(@TempDir Path state) {
        try (TopologyHarness topology = new TopologyHarness(Policy.defaults(), state)) {
            for (int i = 0; i < 3; i++) {
                topology.pipe(upgraded(Actions.HANDSHAKE_COMPLETED, Duration.ofMinutes(i)));
            }
            topology.pipe(Observations.plaintext("smtp")
                    .to("10.0.1.9", 443)
                    .starttls(smtp().begun().offered(false))
                    .action(Actions.FLOW_ENDED)
                    .after(Duration.ofHours(9)));

            assertThat(topology.alerts()).anySatisfy(alert -> {
                assertThat(alert.rule().id()).isEqualTo("starttls-stripped");
                assertThat(alert.detail().values()).containsEntry("pattern", "offer-vanished");
                assertThat(alert.detail().values()).containsEntry("able_before", 3);
            });
        }
    }

    /** A capture ends soon after its last connection: all those that the sensor still remembers are told at that moment. */
    @Test
    void shouldKnowTheOrderOfConnectionsThatAreToldAtOnce(@TempDir Path state) {
        Instant last = Observations.NOW.plus(Duration.ofHours(1));
        Observations clear = Observations.plaintext("smtp")
                .starttls(smtp().begun().offered(false))
                .action(Actions.FLOW_ENDED)
                .to("10.0.1.9", 443)
                .after(Duration.ofMinutes(9));
        try (TopologyHarness topology = new TopologyHarness(Policy.defaults(), state)) {
            for (int i = 0; i < 3; i++) {
                topology.pipe(toldAt(last, upgraded(Actions.FLOW_ENDED, Duration.ofMinutes(i))));
            }
            topology.pipe(toldAt(last, clear.build()));

            assertThat(topology.alerts()).anySatisfy(alert -> {
                assertThat(alert.rule().id()).isEqualTo("starttls-stripped");
                assertThat(alert.detail().values()).containsEntry("pattern", "offer-vanished");
            });
        }
    }

    private static Observation toldAt(Instant at, Observation observation) {
        return ObservationBuilder.builder(observation).timestamp(at).build();
    }

    private static Observation upgraded(String action, Duration at) {
        return Observations.tls()
                .upgraded("smtp", smtp().offered().used(true))
                .action(action)
                .after(at)
                .build();
    }

    private static Story smtp() {
        return Story.of("smtp", 25);
    }
}

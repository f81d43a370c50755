package io.plainsight.stream.detection.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnedDestinationTest {
    private static final Set<String> LEARNED = Set.of("new-destination", "unusual-port", "unusual-volume", "beacon");
    private static final Instant BEGIN = Instant.parse("2026-11-02T09:00:00Z");
    private static final String USUAL = "203.0.113.9";
    private static final String STRANGE = "198.51.100.77";
    private static final long MIB = 1L << 20;

    @TempDir
    private Path directory;

    private TopologyHarness topology;

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void shouldPutANewDestinationIntoTheDigestOfTheGroup() {
        learn();

        topology.pipe(day(9).from("10.0.0.3").to(STRANGE, 443));

        assertThat(found()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("new-destination");
            assertThat(alert.detail().severity()).isEqualTo(Severity.INFO);
            assertThat(alert.detail().entity().value()).isEqualTo("internal");
            assertThat(alert.event().reason()).contains("10.0.0.3", STRANGE + ":443");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7})
    void shouldSayNothingWhileItLearns(int at) {
        start(Policy.defaults());
        for (int day = 0; day <= at; day++) {
            topology.pipe(day(day).to(USUAL, 443));
        }

        topology.pipe(day(at).to(STRANGE, 443));
        topology.pipe(day(at).to(STRANGE, 22).action(Actions.FLOW_ENDED));

        assertThat(found()).isEmpty();
    }

    /** What a policy says about learning holds in place of the defaults. */
    @ParameterizedTest
    @CsvSource({"1, 2, true", "1, 1, false", "14, 9, false", "14, 15, true"})
    void shouldLearnAsLongAsThePolicySays(int days, int at, boolean told) throws PolicyException {
        start(PolicyReader.parse("p.yaml", "learning: {days: " + days + "}"));
        for (int day = 0; day <= at; day++) {
            topology.pipe(day(day).to(USUAL, 443));
        }

        topology.pipe(day(at).to(STRANGE, 443));

        assertThat(found()).hasSize(told ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "60, 0"})
    void shouldTakeTheVolumesFloorFromThePolicy(int mib, int alerts) throws PolicyException {
        start(PolicyReader.parse("p.yaml", "learning: {unusual-volume: {new-floor-mib: " + mib + "}}"));
        usualWeek();

        topology.pipe(sent(day(9).from("10.0.0.3").to(STRANGE, 443).action(Actions.FLOW_ENDED), 50 * MIB, 1000));

        assertThat(found())
                .filteredOn(alert -> alert.rule().id().equals("unusual-volume"))
                .hasSize(alerts);
    }

    @Test
    void shouldNotTakeAGapForLearning() {
        start(Policy.defaults());
        topology.pipe(day(0).to(USUAL, 443));
        topology.pipe(day(12).to(USUAL, 443));

        topology.pipe(day(12).to(STRANGE, 443));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldLearnAnewAfterALongSilence() {
        learn();

        topology.pipe(day(60).to(USUAL, 443));
        topology.pipe(day(60).to(STRANGE, 443));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldNeitherJudgeNorLearnFromAnOldCapture() {
        learn();

        topology.pipe(day(-400).to(STRANGE, 443));
        assertThat(found()).isEmpty();
        topology.pipe(day(9).to(STRANGE, 443));

        assertThat(found()).hasSize(1);
        assertThat(topology.metric("plainsight_stream_late_observations_total", "store", "destination-group-store"))
                .isEqualTo(1);
    }

    @Test
    void shouldAcceptContactsOutOfOrder() {
        start(Policy.defaults());
        for (int day : new int[] {2, 0, 1, 4, 3, 7, 5, 6, 10, 9}) {
            topology.pipe(day(day).to(USUAL, 443));
        }

        topology.pipe(day(8).to(USUAL, 443));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldTellANewDestinationOnceHoweverManyConnections() {
        learn();

        for (int i = 0; i < 50; i++) {
            topology.pipe(day(9).from("10.0.0." + (i % 5 + 1)).to(STRANGE, 443));
        }

        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().count()).isEqualTo(1));
    }

    @Test
    void shouldTellOfNoMoreHostsOfADayThanAreRemembered() {
        start(Policy.defaults());

        crowd(0, 40);
        crowd(0, 40);
        crowd(1, 40);

        assertThat(contacts()).isEqualTo(2L * ItemMemory.MAX_HOSTS);
    }

    @Test
    void shouldKeepNothingOfFurtherHostsThatSendNothing() {
        start(Policy.defaults());

        crowd(0, 40);
        crowd(0, 40);

        assertThat(topology.driver().getKeyValueStore(ContactProcessor.STORE).approximateNumEntries())
                .isEqualTo(ItemMemory.MAX_HOSTS);
    }

    @Test
    void shouldAddUpWhatOneOfACrowdSends() {
        learn();
        crowd(9, 40);
        topology.alerts();

        for (int i = 0; i < 10; i++) {
            topology.pipe(sent(day(9).from("10.0.1.41").to(STRANGE, 443).action(Actions.FLOW_ENDED), 5 * MIB, 0));
        }

        assertThat(found()).extracting(LearnedDestinationTest::said).containsExactly("unusual-volume MEDIUM");
    }

    @Test
    void shouldRaiseWhatOneOfACrowdSends() {
        learn();
        crowd(9, 40);
        topology.alerts();

        topology.pipe(sent(day(9).from("10.0.1.41").to(STRANGE, 443).action(Actions.FLOW_ENDED), 50 * MIB, MIB));

        assertThat(found()).singleElement().satisfies(alert -> assertThat(
                        said(alert) + ' ' + alert.detail().entity().value())
                .isEqualTo("unusual-volume MEDIUM 10.0.1.41"));
    }

    @Test
    void shouldRaiseWhatOneOfACrowdSpeaks() {
        learn();
        crowd(9, 40);
        topology.alerts();

        topology.pipe(day(9).from("10.0.1.41").to(STRANGE, 443).crypto("ssh", ObservationCryptoBuilder.builder()));

        assertThat(found()).singleElement().satisfies(alert -> assertThat(
                        said(alert) + ' ' + alert.detail().entity().value())
                .isEqualTo("unusual-port MEDIUM 10.0.1.41"));
    }

    /** So many hosts of ours use the strange destination on a day, each once. */
    private void crowd(int day, int hosts) {
        for (int host = 1; host <= hosts; host++) {
            topology.pipe(day(day).from("10.0.1." + host).to(STRANGE, 443));
        }
    }

    /** How many were told on since the last time that this was asked. */
    private long contacts() {
        return topology.driver()
                .createOutputTopic(
                        "test-" + DestinationDetector.CONTACTS + "-repartition",
                        new StringDeserializer(),
                        new ByteArrayDeserializer())
                .getQueueSize();
    }

    @Test
    void shouldKnowANewHostOfAGroupByItsGroup() {
        learn();

        topology.pipe(day(9).from("10.7.7.7").to(USUAL, 443));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldKnowANameWhereverItMoves() {
        start(Policy.defaults());
        for (int day = 0; day < 9; day++) {
            topology.pipe(day(day).to("203.0." + day + ".9", 443).serverName("cdn" + day + ".example.org"));
        }

        topology.pipe(day(9).to("192.0.2.55", 443).serverName("cdn77.example.org"));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldKnowANamedBlockWhereTheNameIsNotSeen() {
        start(Policy.defaults());
        for (int day = 0; day < 9; day++) {
            topology.pipe(day(day).to(USUAL, 443).serverName("www.example.org"));
        }

        topology.pipe(at(Observations.flowLog(), 9).to("203.0.113.200", 443));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldNotMixCustomersOfOneCloud() {
        start(Policy.defaults());
        for (int day = 0; day < 9; day++) {
            topology.pipe(day(day).to(USUAL, 443).serverName("ours.s3.amazonaws.com"));
        }

        topology.pipe(day(9).to(USUAL, 443).serverName("theirs.s3.amazonaws.com"));

        assertThat(found()).hasSize(1);
    }

    @Test
    void shouldStaySilentOnAWeeklyJob() {
        start(Policy.defaults());
        for (int day = 0; day < 30; day++) {
            topology.pipe(day(day).to(USUAL, 443));
            if (day % 7 == 0) {
                topology.pipe(at(Observations.tls(), day)
                        .after(time(day).plusMinutes(day))
                        .to(STRANGE, 443));
            }
        }

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldLeaveRefusedAndUnansweredConnectionsOut() {
        learn();

        topology.pipe(day(9).action(Actions.FLOW_ENDED).to(STRANGE, 443).unheard());

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldLeaveMulticastAndStrangersOut() {
        learn();

        topology.pipe(day(9).to("239.255.255.250", 1900));
        topology.pipe(day(9).to("10.0.0.255", 137));
        topology.pipe(day(9).from("198.51.100.3").to("10.0.0.3", 443));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldSayNothingOfWhatThePolicyDecides() throws PolicyException {
        start(PolicyReader.parse("p.yaml", """
                destinations: [{name: all, sources: [10.0.0.0/8], allow: [{networks: [198.51.100.0/24]}, {networks: [203.0.113.0/24]}]}]
                """));
        usualWeek();

        topology.pipe(day(9).to(STRANGE, 443));
        topology.pipe(day(9).to("192.0.2.8", 443));

        assertThat(topology.alerts()).extracting(alert -> alert.rule().id()).containsExactly("unexpected-destination");
    }

    @Test
    void shouldRaiseAnAlertOfItsOwnWhenMuchIsSentInClear() {
        learn();

        Observations first = at(Observations.plaintext("http"), 9).to(STRANGE, 80);
        topology.pipe(first.id("x"));
        topology.pipe(sent(first.id("x").action(Actions.FLOW_ENDED), 5 * MIB, MIB));

        assertThat(found())
                .extracting(LearnedDestinationTest::said)
                .containsExactly("new-destination INFO", "new-destination LOW");
    }

    @Test
    void shouldCatchWhatLooksLikeExfiltration() {
        learn();

        topology.pipe(sent(day(9).id("x").to(STRANGE, 443).action(Actions.FLOW_ENDED), 50 * MIB, MIB));
        topology.pipe(sent(
                at(Observations.plaintext("http"), 9).to("192.0.2.8", 80).action(Actions.FLOW_ENDED), 50 * MIB, MIB));

        assertThat(found())
                .extracting(LearnedDestinationTest::said)
                .containsExactlyInAnyOrder("new-destination INFO", "unusual-volume MEDIUM", "unusual-volume HIGH");
    }

    @Test
    void shouldStaySilentOnTheVolumeOfADownload() {
        learn();

        topology.pipe(sent(day(9).to(STRANGE, 443).action(Actions.FLOW_ENDED), 20 * MIB, 900 * MIB));
        topology.pipe(sent(day(9).to(USUAL, 443).action(Actions.FLOW_ENDED), 300 * MIB, 900 * MIB));

        assertThat(found()).extracting(alert -> alert.rule().id()).doesNotContain("unusual-volume");
    }

    @Test
    void shouldKnowTheBackupOfEachNightAndOfEachWeek() {
        start(Policy.defaults());
        for (int day = 0; day < 30; day++) {
            long size = day % 7 == 6 ? 10_000 * MIB : 500 * MIB + day % 5 * (10 * MIB);
            topology.pipe(sent(day(day).to(USUAL, 443).action(Actions.FLOW_ENDED), size, MIB));
        }
        assertThat(found()).isEmpty();

        topology.pipe(sent(day(30).to(USUAL, 443).action(Actions.FLOW_ENDED), 30_000 * MIB, MIB));

        assertThat(found()).extracting(LearnedDestinationTest::said).containsExactly("unusual-volume LOW");
    }

    @Test
    void shouldNotAddUpTheCopiesOfAFlowLog() {
        learn();

        for (String gateway : List.of("eni-1", "eni-2", "tgw-1", "nat-1")) {
            topology.pipe(sent(at(Observations.flowLog(), 9).to(STRANGE, 443).observer(gateway), 60 * MIB, 0));
        }
        assertThat(found()).extracting(alert -> alert.rule().id()).doesNotContain("unusual-volume");
        topology.pipe(sent(at(Observations.flowLog(), 9).to(STRANGE, 443).observer("eni-1"), 60 * MIB, 0));

        assertThat(found()).extracting(alert -> alert.rule().id()).contains("unusual-volume");
    }

    @Test
    void shouldCatchABeacon() {
        learn();

        calls(60, 2);

        assertThat(found())
                .extracting(LearnedDestinationTest::said)
                .containsExactly("new-destination INFO", "beacon LOW");
    }

    @ParameterizedTest
    @CsvSource({"60, 30", "5, 0", "20, 3"})
    void shouldTakeNeitherPeopleNorBusyProgramsForABeacon(int seconds, int spread) {
        learn();

        calls(seconds, spread);

        assertThat(found()).extracting(alert -> alert.rule().id()).containsExactly("new-destination");
    }

    @Test
    void shouldRaiseLittleInAMonthOfAZone() {
        start(Policy.defaults());
        Random random = new Random(5);
        int alerts = 0;
        for (int day = 0; day < 30; day++) {
            for (int host = 1; host <= 100; host++) {
                String ip = "10.0." + (day > 15 ? 3 : 0) + "." + host; // leases move to another network
                for (int i = 0; i < 5; i++) {
                    int site = (int) (40 * Math.pow(random.nextDouble(), 3)); // few are common
                    topology.pipe(day(day).from(ip)
                            .to("203.0." + site + "." + random.nextInt(1, 250), 443)
                            .serverName("n" + random.nextInt(100) + ".site" + site + ".example"));
                }
            }
            // updates, backups, balancers that change their addresses, and one new site a day
            topology.pipe(
                    sent(day(day).from("10.0.0.9").to("192.0.2.9", 443).action(Actions.FLOW_ENDED), 800 * MIB, MIB));
            topology.pipe(
                    sent(day(day).from("10.0.0.8").to("192.0.2.7", 443).action(Actions.FLOW_ENDED), MIB, 900 * MIB));
            topology.pipe(at(Observations.flowLog(), day).from("10.0.0.7").to("198.51." + day + ".4", 443));
            topology.pipe(
                    day(day).from("10.0.0.6").to("198.18." + day + ".4", 443).serverName("www.new" + day + ".example"));
            alerts += (int) found().stream()
                    .filter(alert -> alert.detail().count() == 1)
                    .count();
        }

        assertThat(alerts).as("alerts opened in the 22 days after learning").isLessThanOrEqualTo(22);
    }

    private static String said(Alert alert) {
        return alert.rule().id() + ' ' + alert.detail().severity();
    }

    /** Forty small connections to a strange destination. */
    private void calls(int seconds, int spread) {
        Random random = new Random(7);
        Duration at = time(9);
        for (int i = 0; i < 41; i++) {
            at = at.plusSeconds(seconds + (spread == 0 ? 0 : random.nextInt(-spread, spread + 1)));
            topology.pipe(Observations.tls().after(at).to(STRANGE, 443).action(Actions.FLOW_ENDED));
        }
    }

    @Test
    void shouldTrustItLessWhereTheSensorLostPackets() {
        learn();

        topology.pipe(day(9).to(STRANGE, 443).lossy(0.1));

        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().confidence()).isLessThan(0.3));
    }

    @Test
    void shouldCatchTlsOnThePortOfDns() {
        learn();

        topology.pipe(day(9).to(STRANGE, 53));

        assertThat(found())
                .filteredOn(alert -> alert.rule().id().equals("unusual-port"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.detail().entity().value()).isEqualTo("10.0.0.5");
                    assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
                });
    }

    @Test
    void shouldCatchAnotherProtocolOnAKnownPort() {
        learn();

        topology.pipe(day(9).to(USUAL, 443).crypto("ssh", ObservationCryptoBuilder.builder()));
        topology.pipe(day(10).to(USUAL, 443).crypto("ssh", ObservationCryptoBuilder.builder()));

        assertThat(found()).extracting(alert -> alert.rule().id()).containsExactly("unusual-port");
    }

    @Test
    void shouldKnowSshOverHttpsPortWhereItIsHabit() {
        start(Policy.defaults());
        for (int day = 0; day < 10; day++) {
            topology.pipe(day(day).to(USUAL, 443).crypto("ssh", ObservationCryptoBuilder.builder()));
        }

        assertThat(found()).isEmpty();
    }

    private void learn() {
        start(Policy.defaults());
        usualWeek();
    }

    private void start(Policy policy) {
        topology = new TopologyHarness(policy, directory);
    }

    /** Nine days of five hosts. */
    private void usualWeek() {
        for (int day = 0; day < 9; day++) {
            for (int host = 1; host <= 5; host++) {
                topology.pipe(day(day).from("10.0.0." + host).to(USUAL, 443));
            }
        }
        assertThat(found()).isEmpty();
    }

    private static Observations day(int day) {
        return at(Observations.tls(), day);
    }

    private static Observations at(Observations observations, int day) {
        return observations.after(time(day));
    }

    private static Duration time(int day) {
        return Duration.between(Observations.NOW, BEGIN).plusDays(day);
    }

    private static Observation sent(Observations observations, long out, long in) {
        Observation observation = observations.build();
        return ObservationBuilder.builder(observation)
                .source(ObservationEndpointBuilder.builder(observation.source())
                        .bytes(out)
                        .build())
                .destination(ObservationEndpointBuilder.builder(observation.destination())
                        .bytes(in)
                        .build())
                .build();
    }

    private List<Alert> found() {
        return topology.alerts().stream()
                .filter(alert -> LEARNED.contains(alert.rule().id()))
                .toList();
    }
}

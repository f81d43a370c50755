package io.plainsight.stream.detection.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate over weeks: renewed, rolled out, forgotten, issued by somebody else. Every fault has its innocent twin. */
class CertificateHistoryTest {
    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
    private static final String A = "10.0.1.1";
    private static final String B = "10.0.1.2";
    private static final String C = "10.0.1.3";

    @TempDir
    Path directory;

    private TopologyHarness topology;
    private final Map<String, Alert> latest = new LinkedHashMap<>();

    @BeforeEach
    void start() {
        topology = new TopologyHarness(Policy.defaults(), directory);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void shouldTellAnEndpointThatKeepsTheOldCertificate() {
        sharedFor(3);
        hourly(72, 24, A, "new", 60, 365);
        hourly(72, 24, B, "old", -340, 365);
        assertThat(alerts("certificate-rollout")).isEmpty();

        hourly(96, 3, A, "new", 60, 365);
        hourly(96, 3, B, "old", -340, 365);

        assertThat(alerts("certificate-rollout")).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("endpoints_behind", List.of(B + ":443"));
            assertThat(alert.detail().severity()).isEqualTo(Alert.Severity.LOW);
            assertThat(alert.detail().status()).isEqualTo(Alert.Status.OPEN);
            assertThat(alert.event().reason()).contains("1 endpoint still shows the old one");
        });
    }

    @Test
    void shouldResolveARolloutThatIsCompletedLater() {
        sharedFor(3);
        hourly(72, 30, A, "new", 60, 365);
        hourly(72, 30, B, "old", -340, 365);
        assertThat(alerts("certificate-rollout")).hasSize(1);

        hourly(102, 26, B, "new", 60, 365);
        hourly(102, 26, A, "new", 60, 365);

        assertThat(alerts("certificate-rollout"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Alert.Status.RESOLVED));
    }

    @Test
    void shouldTellAPoolBehindOneAddressThatAlternates() {
        hourly(0, 48, A, "old", -340, 365);
        for (int hour = 48; hour < 80; hour++) {
            see(hour, A, "new", 48 - 1, 365);
            see(hour, A, "old", -340, 365);
        }

        assertThat(alerts("certificate-rollout")).hasSize(1);
    }

    /** With few clients, the server that is behind is seen a few times a day, and not every day. */
    @Test
    void shouldNotCloseARolloutBecauseFewAskTheServerThatIsBehind() {
        sharedFor(3);
        hourly(72, 30, A, "new", 60, 365);
        hourly(72, 30, B, "old", -340, 365);
        for (int day = 0; day < 4; day++) {
            hourly(102 + 24 * day, 8, A, "new", 60, 365);
            hourly(102 + 24 * day, 8, B, "new", 60, 365);
            assertThat(alerts("certificate-rollout"))
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Alert.Status.OPEN));
            hourly(112 + 24 * day, 1, B, "old", -340, 365);
        }
    }

    @Test
    void shouldStaySilentOnARollingDeploymentWithinADay() {
        sharedFor(3);
        hourly(72, 60, A, "new", 60, 365);
        hourly(72, 20, B, "old", -340, 365);
        hourly(92, 40, B, "new", 60, 365);

        assertThat(alerts("certificate-rollout")).isEmpty();
    }

    @Test
    void shouldStaySilentOnHostsWithCertificatesOfTheirOwn() {
        hourly(0, 48, A, "a1", -340, 365);
        hourly(0, 48, B, "b1", -300, 365);
        hourly(48, 72, A, "a2", 47, 365);
        hourly(48, 72, B, "b1", -300, 365);

        assertThat(alerts("certificate-rollout")).isEmpty();
    }

    @Test
    void shouldStaySilentOnAServerWithTwoKindsOfKey() {
        for (int hour = 0; hour < 72; hour++) {
            see(hour, A, "rsa", -100, 365);
            topology.pipe(shown(hour, A, "ec", -99, 365).key("EC", 256));
        }

        assertThat(alerts("certificate-rollout")).isEmpty();
    }

    @Test
    void shouldStaySilentOnOneCertificateForManyNamesAndHosts() {
        for (int hour = 0; hour < 72; hour++) {
            see(hour, A, "shared", -100, 365);
            topology.pipe(shown(hour, B, "shared", -100, 365).serverName("mail.internal"));
            topology.pipe(shown(hour, C, "shared", -100, 365).serverName("web.internal"));
        }

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldResolveTheExpiryOnceEveryEndpointShowsTheNewCertificate() {
        sharedFor(3); // with 22 days left
        assertThat(alerts("certificate-expiry"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Alert.Status.OPEN));

        hourly(72, 6, A, "new", 60, 365);
        hourly(72, 6, B, "old", -340, 365);
        assertThat(alerts("certificate-expiry"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Alert.Status.OPEN));

        hourly(78, 4, B, "new", 60, 365);
        assertThat(alerts("certificate-expiry")).singleElement().satisfies(alert -> {
            assertThat(alert.detail().status()).isEqualTo(Alert.Status.RESOLVED);
            assertThat(alert.event().reason()).startsWith("A newer certificate is shown on all 2 endpoint(s)");
        });
    }

    @Test
    void shouldRaiseOneAlertPerCertificateThroughItsStages() {
        for (int day = 0; day < 40; day++) {
            see(day * 24, A, "old", -365 * 24 + 33 * 24, 365, "old");
            see(day * 24, B, "old", -365 * 24 + 33 * 24, 365, "old");
        }

        assertThat(alerts("certificate-expiry")).satisfies(all -> {
            assertThat(all).isNotEmpty();
            assertThat(all.get(all.size() - 1).detail().severity()).isEqualTo(Alert.Severity.HIGH);
            assertThat(all.get(all.size() - 1).detail().values()).containsEntry("stage", "expired");
        });
    }

    @Test
    void shouldLeaveShortLivedCertificatesAlone() {
        for (int renewal = 0; renewal < 6; renewal++) {
            for (int hour = 0; hour < 72; hour += 3) {
                see(renewal * 72 + hour, A, "six-days-" + renewal, renewal * 72 - 1, 6, "short");
            }
        }

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldTellARenewalThatDidNotComeAsItAlwaysDid() {
        int hour = 0;
        for (int renewal = 0; renewal < 5; renewal++) {
            for (int day = 0; day < 60; day++, hour += 24) {
                see(hour, A, "ninety-days-" + renewal, hour - day * 24 - 1, 90, "rhythm");
            }
        }
        assertThat(alerts()).isEmpty();

        for (int day = 60; day < 75; day++, hour += 24) {
            see(hour, A, "ninety-days-4", hour - day * 24 - 1, 90, "rhythm");
        }

        assertThat(alerts("certificate-expiry"))
                .allSatisfy(alert -> assertThat(alert.detail().values()).containsEntry("usual_renewal_share", 0.67));
        assertThat(latest.values().iterator().next().event().start()).isAfter(START.plus(Duration.ofDays(240 + 71)));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.1, CN=Other CA, low",
        "198.51.100.7, CN=Other CA, info",
        "10.0.1.1, SELF, medium",
    })
    void shouldTellANewIssuer(String ip, String issuer, String severity) {
        hourly(0, 48, ip, "old", -100, 365);

        Observations changed = shown(48, ip, "new", 40, 365).issuer(issuer);
        topology.pipe(issuer.equals("SELF") ? changed.selfSigned() : changed);

        assertThat(alerts("certificate-issuer-changed")).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity().text()).isEqualTo(severity);
            assertThat(alert.detail().values()).containsEntry("issuer_before", "example ca");
        });
    }

    @Test
    void shouldTellANewIssuerUnderAnotherCommonName() {
        hourly(0, 48, A, "old", -100, 365);

        topology.pipe(Observations.tls()
                .tls12()
                .at(START.plus(Duration.ofHours(48)))
                .to(A, 443)
                .serverName("db.internal")
                .certificate("CN=proxy", "db.internal")
                .issuer("CN=Inspection")
                .fingerprint("fe".repeat(32)));

        assertThat(alerts("certificate-issuer-changed")).singleElement().satisfies(alert -> assertThat(
                        alert.event().reason())
                .contains("db.internal")
                .contains("issued by inspection"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=Example CA", "CN=Example CA G2", "CN=Example CA 2"})
    void shouldStaySilentOnARenewalByTheSameAuthority(String issuer) {
        hourly(0, 48, A, "old", -100, 365);

        topology.pipe(shown(48, A, "new", 40, 365).issuer(issuer));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldStaySilentOnTwoAuthoritiesByDesign() {
        for (int hour = 0; hour < 72; hour++) {
            see(hour, A, "one", -100, 365);
            topology.pipe(shown(hour, B, "two", -90, 365).issuer("CN=Other CA"));
        }
        hourly(72, 10, B, "three", 71, 365);

        assertThat(alerts()).isEmpty();
    }

    /** After a long absence a name is learned anew; on one host, and without a name, certificates come and go. */
    @Test
    void shouldNotCompareWhatHasNothingToDoWithOneAnother() {
        hourly(0, 48, A, "old", -100, 365);
        topology.pipe(shown(70 * 24, A, "later", 60, 365).issuer("CN=Other CA"));
        hourly(0, 48, "127.0.0.1", "test", -100, 365);
        topology.pipe(
                shown(48, "127.0.0.1", "next test", 40, 365).from("127.0.0.1").issuer("CN=Test CA"));
        for (int hour = 0; hour < 48; hour++) {
            see(hour, C, "first", -24 * 10, 365, "first.internal");
        }
        topology.pipe(Observations.tls()
                .tls12()
                .at(START.plus(Duration.ofHours(48)))
                .to(C, 443)
                .certificate("CN=second.internal", "second.internal")
                .issuer("CN=Other CA")
                .fingerprint(fingerprint("second")));

        assertThat(alerts("certificate-issuer-changed")).isEmpty();
    }

    @Test
    void shouldTakeAChangeThatManyNamesMakeForAMigration() {
        for (int host = 1; host <= 5; host++) {
            String name = "host" + host + ".internal";
            for (int hour = 0; hour <= 48; hour += 24) {
                String issuer = hour < 48 ? "CN=Example CA" : "CN=New CA";
                topology.pipe(Observations.tls()
                        .tls12()
                        .at(START.plus(Duration.ofHours(hour)))
                        .to("10.0.2." + host, 443)
                        .serverName(name)
                        .certificate("CN=" + name, name)
                        .valid(START.minus(Duration.ofDays(100)), START.plus(Duration.ofDays(200)))
                        .issuer(issuer)
                        .fingerprint(fingerprint(name + issuer)));
            }
        }

        assertThat(alerts("certificate-issuer-changed"))
                .extracting(alert -> alert.detail().severity().text())
                .containsExactly("low", "low", "low", "info", "info");
    }

    @Test
    void shouldJudgeACaptureOfAnotherYearWithoutLearningFromIt() {
        hourly(0, 48, A, "today", -100, 365);

        topology.pipe(shown(0, A, "past", 0, 365)
                .at(Instant.parse("2015-06-01T00:00:00Z"))
                .valid(Instant.parse("2014-01-01T00:00:00Z"), Instant.parse("2015-01-01T00:00:00Z"))
                .issuer("CN=Forgotten"));
        hourly(48, 4, A, "today", -100, 365);

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("certificate-expiry");
            assertThat(alert.detail().values()).containsEntry("stage", "expired");
        });
    }

    @Test
    void shouldBoundTheEndpointsOfACertificate() {
        CertificateHistory.Held held =
                new CertificateHistory.Held("x", "RSA", 0, 100, 0, 0, "", false, false, false, false, Map.of());
        for (int i = 0; i < 200; i++) {
            held = held.at("10.0.0." + i + ":443", i);
        }

        assertThat(held.endpoints()).hasSize(CertificateHistory.MAX_ENDPOINTS).containsKey("10.0.0.199:443");
        assertThat(held.crowded()).isTrue();
    }

    @Test
    void shouldNotWriteForWhatIsKnown() {
        for (int second = 0; second < 1000; second++) {
            topology.pipe(shown(0, A, "old", -100, 365).at(START.plusSeconds(second)));
        }

        assertThat(topology.driver()
                        .getKeyValueStore(CertificateSightings.STORE)
                        .approximateNumEntries())
                .isEqualTo(1);
        assertThat(topology.driver().producedTopicNames()).contains("test-certificate-sightings-repartition");
        assertThat(history("db.internal").certificates()).singleElement().satisfies(held -> assertThat(held.last())
                .isEqualTo(START.getEpochSecond()));
    }

    @SuppressWarnings("unchecked") // the store's own type
    private CertificateHistory history(String name) {
        return ((io.plainsight.stream.state.Stamped<CertificateHistory>) topology.driver()
                        .getKeyValueStore(CertificateHistories.STORE)
                        .get(name))
                .value();
    }

    /** For days, A and B show the same certificate, which ends 25 days after the start. */
    private void sharedFor(int days) {
        hourly(0, days * 24, A, "old", -340, 365);
        hourly(0, days * 24, B, "old", -340, 365);
    }

    private void hourly(int from, int hours, String ip, String certificate, int issuedDays, int lifeDays) {
        for (int hour = from; hour < from + hours; hour++) {
            see(hour, ip, certificate, issuedDays, lifeDays);
        }
    }

    /** @param issued days before the start where negative, hours after it where positive */
    private void see(int hour, String ip, String certificate, int issued, int lifeDays) {
        topology.pipe(shown(hour, ip, certificate, issued, lifeDays));
    }

    private void see(int hour, String ip, String certificate, int issuedHours, int lifeDays, String name) {
        Instant issued = START.plus(Duration.ofHours(issuedHours));
        topology.pipe(Observations.tls()
                .tls12()
                .at(START.plus(Duration.ofHours(hour)))
                .to(ip, 443)
                .certificate("CN=" + name, name)
                .valid(issued, issued.plus(Duration.ofDays(lifeDays)))
                .fingerprint(fingerprint(certificate)));
    }

    private static Observations shown(int hour, String ip, String certificate, int issued, int lifeDays) {
        Instant begin = START.plus(issued < 0 ? Duration.ofDays(issued) : Duration.ofHours(issued));
        return Observations.tls()
                .tls12()
                .at(START.plus(Duration.ofHours(hour)))
                .to(ip, 443)
                .serverName("db.internal")
                .certificate("CN=db.internal", "db.internal", "mail.internal", "web.internal")
                .valid(begin, begin.plus(Duration.ofDays(lifeDays)))
                .fingerprint(fingerprint(certificate));
    }

    private static String fingerprint(String certificate) {
        return io.plainsight.stream.state.Hashes.hex(certificate).repeat(2);
    }

    private List<Alert> alerts(String rule) {
        return alerts().stream().filter(alert -> alert.rule().id().equals(rule)).toList();
    }

    private List<Alert> alerts() {
        topology.alerts().forEach(alert -> latest.put(alert.detail().id(), alert));
        return List.copyOf(latest.values());
    }
}

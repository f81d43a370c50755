package io.plainsight.stream.detection.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationCertificateBuilder;
import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateJudgesTest {
    private static final Instant NOW = Observations.NOW;

    private final CertificateExpiryJudge expiry = new CertificateExpiryJudge(Policy.defaults());
    private final CertificateWeakJudge weak = new CertificateWeakJudge(Policy.defaults());

    /** Hours from the packet to the end, for a certificate that lives a year. */
    @ParameterizedTest
    @CsvSource({"721, ", "720, 30d", "169, 30d", "168, 7d", "0, 7d", "-1, expired"})
    void shouldReachItsStages(int hours, String stage) {
        Instant end = NOW.plus(Duration.ofHours(hours));

        Optional<ExpiryStage> reached = ExpiryStage.of(end.minus(Duration.ofDays(365)), end, NOW, List.of(30, 7));

        assertThat(reached.map(ExpiryStage::name)).isEqualTo(Optional.ofNullable(stage));
    }

    /** Life in days and days left: up to 100 days only the last fifth counts. */
    @ParameterizedTest
    @CsvSource({
        "101, 30, 30d",
        "100, 21, ",
        "100, 20, 30d",
        "90, 19, ",
        "90, 18, 30d",
        "90, 8, 30d",
        "90, 7, 7d",
        "47, 10, ",
        "47, 9, 30d",
        "47, 7, 7d",
        "6, 2, ",
        "6, 1, 30d",
        "6, 0, 7d"
    })
    void shouldLeaveShortLivedCertificatesAloneUntilTheirLastFifth(int life, int left, String stage) {
        Instant end = NOW.plus(Duration.ofDays(left));

        Optional<ExpiryStage> reached = ExpiryStage.of(end.minus(Duration.ofDays(life)), end, NOW, List.of(30, 7));

        assertThat(reached.map(ExpiryStage::name)).isEqualTo(Optional.ofNullable(stage));
    }

    @Test
    void shouldJudgeByPacketTime() {
        Observations old = Observations.tls()
                .tls12()
                .at(Instant.parse("2015-06-01T00:00:00Z"))
                .certificate("CN=old", "old")
                .valid(Instant.parse("2015-01-01T00:00:00Z"), Instant.parse("2016-01-01T00:00:00Z"));

        assertThat(expiryOfServer(old.build())).isEmpty();
    }

    @Test
    void shouldNameCertificateAndService() {
        List<Finding> findings = expiryOfServer(Observations.tls()
                .tls12()
                .serverName("db.internal")
                .certificate("CN=db.internal", "db.internal")
                .valid(NOW.minus(Duration.ofDays(360)), NOW.plus(Duration.ofDays(5)))
                .build());

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo("ab".repeat(32));
            assertThat(finding.entity().type()).isEqualTo("certificate");
            assertThat(finding.entity().value())
                    .isEqualTo("CN=db.internal (sha256 abababababab…) at 10.0.1.9:443 (db.internal)");
            assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        });
    }

    @Test
    void shouldJudgeTheClientsCertificateToo() {
        List<Finding> findings = expiry.client(Observations.tls()
                .tls12()
                .clientCertificate("CN=agent", NOW.minus(Duration.ofDays(400)), NOW.minusSeconds(1), "cd".repeat(32))
                .build());

        assertThat(findings).singleElement().satisfies(finding -> assertThat(finding.values())
                .containsEntry("side", "client")
                .containsEntry("stage", "expired"));
    }

    @Test
    void shouldAcceptAGoodCertificate() {
        assertThat(weaknesses(good().serverName("db.internal"))).isEmpty();
        assertThat(weaknesses(good().key("EC", 256).signature("SHA256withECDSA")))
                .isEmpty();
        assertThat(weaknesses(good().key("Ed25519", 255))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2047, SHA256withRSA, RSA key of 2047 bits",
        "RSA, 512, SHA256withRSA, RSA key of 512 bits",
        "EC, 224, SHA256withECDSA, curve of 224 bits",
        "RSA, 2048, SHA1withRSA, SHA1withRSA signature",
        "RSA, 2048, MD5withRSA, MD5withRSA signature",
    })
    void shouldReportWeakKeysAndSignatures(String algorithm, int bits, String signature, String weakness) {
        assertThat(weaknesses(good().key(algorithm, bits).signature(signature))).containsExactly(weakness);
    }

    @Test
    void shouldReportEveryWeaknessInOneFinding() {
        assertThat(weaknesses(good().selfSigned()
                        .serverName("other.internal")
                        .valid(
                                NOW.plusSeconds(60),
                                NOW.plus(Duration.ofDays(826)).plusSeconds(61))))
                .containsExactly(
                        "self-signed",
                        "not valid for the requested name other.internal",
                        "not valid before 2026-11-20T10:16:30Z",
                        "valid for 826 days");
    }

    /** What the issuer above the direct one is made of, and a root's signature, harm nobody. */
    @Test
    void shouldReportAWeakIssuer() {
        Observation.Certificate leaf = certificate("CN=db.internal", "CN=CA").build();
        Observation.Certificate sha1 = certificate("CN=CA", "CN=Root")
                .signatureAlgorithm("SHA1withRSA")
                .build();
        Observation.Certificate root = certificate("CN=CA", "CN=CA")
                .signatureAlgorithm("SHA1withRSA")
                .selfSigned(true)
                .build();
        Observation.Certificate small =
                certificate("CN=CA", "CN=Root").publicKeySize(1024).build();
        Observation.Certificate fine = certificate("CN=CA", "CN=Root").build();
        Observation.Certificate oldRoot =
                certificate("CN=Root", "CN=Older").publicKeySize(1024).build();

        assertThat(weaknesses(good().certificates(leaf, sha1)))
                .containsExactly("SHA1withRSA signature of its issuer CN=CA");
        assertThat(weaknesses(good().certificates(leaf, small)))
                .containsExactly("RSA key of 1024 bits of its issuer CN=CA");
        assertThat(weaknesses(good().certificates(leaf, root))).isEmpty();
        assertThat(weaknesses(good().certificates(leaf, fine, oldRoot))).isEmpty();
        assertThat(weaknesses(good().certificates(leaf, oldRoot))).isEmpty(); // not its issuer
    }

    @Test
    void shouldReportACertificateThatIsNotForServers() {
        assertThat(weaknesses(good().certificates(certificate("CN=db", "CN=CA")
                        .extendedKeyUsage(List.of("clientAuth", "emailProtection"))
                        .build())))
                .containsExactly("not meant for servers, but for clientAuth, emailProtection");
        assertThat(weaknesses(good().certificates(certificate("CN=db", "CN=CA")
                        .extendedKeyUsage(List.of("clientAuth", "serverAuth"))
                        .build())))
                .isEmpty();
    }

    /** Issued on a day, valid for some; with signed certificate timestamps or without. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-14, 398, 2, 0",
        "2026-03-15, 200, 2, 0",
        "2026-03-15, 201, 2, 1",
        "2026-03-15, 398, 0, 0",
        "2019-01-01, 825, 2, 0",
        "2027-03-15, 101, 2, 1",
        "2029-03-15, 48, 2, 1",
        "2029-03-15, 47, 2, 0",
    })
    void shouldHoldPublicAuthoritiesToTheirOwnLimits(String issued, int days, int scts, int findings) {
        Instant begin = Instant.parse(issued + "T00:00:00Z");

        assertThat(weaknesses(good().at(begin.plusSeconds(1))
                        .valid(begin, begin.plus(Duration.ofDays(days)))
                        .certificates(certificate("CN=db", "CN=CA").scts(scts).build())))
                .hasSize(findings);
    }

    private static ObservationCertificateBuilder certificate(String subject, String issuer) {
        return ObservationCertificateBuilder.builder()
                .subject(subject)
                .issuer(issuer)
                .publicKeyAlgorithm("RSA")
                .publicKeySize(2048)
                .signatureAlgorithm("SHA256withRSA");
    }

    @Test
    void shouldReportAChainThatIsUntrustedOnlyWhereTheSensorSaysSo() {
        assertThat(weaknesses(good().chain(null, true))).isEmpty();
        assertThat(weaknesses(good().chain(true, true, "intermediate_missing"))).isEmpty();
        assertThat(weaknesses(good().chain(false, true, "no_root")))
                .containsExactly("untrusted: no path to a given root");
        assertThat(weaknesses(good().chain(false, true, "expired")))
                .containsExactly("untrusted: a certificate of the chain had expired");
    }

    @Test
    void shouldNotCallASelfSignedOrExpiredCertificateUntrustedToo() {
        Instant end = NOW.minusSeconds(1);

        assertThat(weaknesses(good().selfSigned().chain(false, null, "no_root")))
                .containsExactly("self-signed");
        assertThat(weaknesses(good().valid(end.minus(Duration.ofDays(90)), end).chain(false, null, "expired")))
                .isEmpty(); // certificate-expiry tells
    }

    @Test
    void shouldTakeTheSensorsWordOnTheNameAndOnARevokedStaple() {
        assertThat(weaknesses(good().serverName("db.internal").chain(null, false, "name_mismatch")))
                .containsExactly("not valid for the requested name db.internal");
        assertThat(weaknesses(good().serverName("bücher.example").chain(null, true)))
                .isEmpty();
        assertThat(weaknesses(good().chain(null, null, "revoked")))
                .containsExactly("revoked, by the OCSP response that the server stapled");
    }

    @ParameterizedTest
    @CsvSource({"825, 0", "826, 1"})
    void shouldReportLivesAbove825Days(int days, int findings) {
        assertThat(weaknesses(
                        good().valid(NOW.minusSeconds(1), NOW.minusSeconds(1).plus(Duration.ofDays(days)))))
                .hasSize(findings);
    }

    @ParameterizedTest
    @CsvSource({
        "db.internal, db.internal, true",
        "DB.internal., db.internal, true",
        "a.example.org, *.example.org, true",
        "a.b.example.org, *.example.org, false",
        "example.org, *.example.org, false",
        "aexample.org, *.example.org, false",
        "db.internal, evil.internal, false",
    })
    void shouldMatchNamesAsRfc9525Says(String requested, String presented, boolean matches) {
        assertThat(HostNames.matches(requested, List.of("unrelated.test", presented)))
                .isEqualTo(matches);
    }

    @Test
    void shouldReadTheCommonNameOnlyWithoutAlternativeNames() {
        assertThat(weaknesses(Observations.tls()
                        .tls12()
                        .certificate("O=Example,CN=db.internal")
                        .serverName("db.internal")))
                .isEmpty();
        assertThat(weaknesses(Observations.tls()
                        .tls12()
                        .certificate("CN=db.internal", "other")
                        .serverName("db.internal")))
                .hasSize(1);
    }

    @Test
    void shouldReportACertificateThatDoesNotRead() {
        assertThat(weaknesses(Observations.tls().tls12().unreadableCertificate().serverName("db.internal")))
                .singleElement()
                .asString()
                .startsWith("unreadable");
    }

    @Test
    void shouldReadTheCommonNameBesideAddresses() {
        assertThat(weaknesses(Observations.tls()
                        .tls12()
                        .certificate("CN=db.internal", "10.0.1.9", "fd00::9")
                        .serverName("db.internal")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-3600, expired less than a day before",
        "-86400, expired 1 day before",
        "3600, expires in less than a day",
        "86400, expires in 1 day,",
        "172800, expires in 2 days",
    })
    void shouldCountDaysInWords(long seconds, String words) {
        Instant end = NOW.plusSeconds(seconds);

        assertThat(expiryOfServer(
                        good().valid(end.minus(Duration.ofDays(365)), end).build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains(words));
    }

    @Test
    void shouldAcceptSelfSignedWhereSignallingComparesFingerprints() {
        assertThat(weaknesses(good().selfSigned().application("srtp"))).isEmpty();
        assertThat(weaknesses(good().selfSigned().application("webrtc"))).isEmpty();
        assertThat(weaknesses(good().selfSigned().application("smtp"))).containsExactly("self-signed");
    }

    @Test
    void shouldNotCompareAnAddressWithNames() {
        assertThat(weaknesses(good().serverName("10.0.1.9"))).isEmpty();
    }

    private List<Finding> expiryOfServer(Observation observation) {
        return expiry.server(observation, RenewalRhythm.UNKNOWN);
    }

    /** Renewed so far at two thirds of its life; a year's certificate, days after its issue. */
    @ParameterizedTest
    @CsvSource({
        "0.66, 280, ", // not even reminded of: it is not due
        "0.66, 292, overdue",
        "0.9, 340, ", // the first stage would remind of what is done at 328 days
        "0.9, 359, 7d",
        "0.95, 364, 7d",
        "0.5, 366, expired",
        "0, 340, 30d",
    })
    void shouldGoByTheUsualRenewalWhereThereIsOne(double usual, int days, String stage) {
        Instant begin = NOW.minus(Duration.ofDays(days));
        Observation observation =
                good().valid(begin, begin.plus(Duration.ofDays(365))).build();

        assertThat(expiry.server(observation, new RenewalRhythm(usual, true)).stream()
                        .map(finding -> finding.values().get("stage"))
                        .findFirst()
                        .orElse(null))
                .isEqualTo(stage);
    }

    private static Observations good() {
        return Observations.tls().tls12().certificate("CN=db.internal", "db.internal");
    }

    @SuppressWarnings("unchecked") // the judge puts a list of texts there
    private List<String> weaknesses(Observations observation) {
        return weak.judge(observation.build()).stream()
                .flatMap(finding -> ((List<String>) finding.values().get("weaknesses")).stream())
                .toList();
    }
}

package io.plainsight.stream.detection.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.Observations;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.state.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Years of one service whose certificate a program renews, hour by hour, through the judges alone. */
class YearsOfACertificateTest {
    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    private static final String SERVICE = "10.0.1.1";

    private final Random random = new Random(20261121);
    private final CertificateHistoryJudge judge = new CertificateHistoryJudge(Policy.defaults());
    private final List<Finding> told = new ArrayList<>();
    private CertificateHistory history = CertificateHistory.NONE;
    private Instant now = START;
    private int serial;

    /**
     * Life and time left in hours when renewal becomes due; the program looks for it every so many hours, and needs up to four
     * to bring the certificate to the server. 2160 and 720: certbot until 2025; a third: certbot since, cert-manager, Caddy.
     */
    @ParameterizedTest
    @CsvSource({
        "2160, 720, 12", // 90 days, 30 days left
        "2160, 720, 24",
        "2160, 200, 12", // somebody's own margin
        "2400, 800, 12", // the longest public life from 2027 on
        "1128, 376, 12", // 47 days, from 2029 on
        "160, 80, 12", // six days, renewed at half
        "160, 53, 6",
        "24, 12, 1", // a mesh
    })
    void shouldStaySilentOnAShortLivedCertificateThatIsRenewedAsUsual(int life, int left, int every) {
        for (int renewal = 0; renewal < 12; renewal++) {
            live(life, left, every);
        }

        List<Finding> afterLearning =
                told.stream().filter(finding -> !isEarly(finding, life, left)).toList();
        assertThat(afterLearning).isEmpty();
        if (3 * left >= life - 6) {
            assertThat(told).as("before anything was learned").isEmpty();
        }
    }

    /** A margin of one's own is learned: the first three are told, as nothing says that a renewal will come. */
    private boolean isEarly(Finding finding, int life, int left) {
        return finding.time().isBefore(START.plus(Duration.ofHours(4L * (life - left) + 100)));
    }

    /** What lives long is reminded of as the policy says, until it is known to be renewed later than that. */
    @Test
    void shouldLearnALongLivedCertificatesRenewalFromItsFirst() {
        live(199 * 24, 30 * 24, 12);
        int before = told.size();
        for (int renewal = 0; renewal < 3; renewal++) {
            live(199 * 24, 30 * 24, 12);
        }

        assertThat(told).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({"2160, 720, 17", "1128, 376, 9", "160, 53, 1"})
    void shouldTellAMissedRenewalOfTheFirstCertificateInItsLastFifth(int life, int left, int days) {
        live(life, 1, 1);

        assertThat(told.get(0).severity().text()).isEqualTo("low");
        assertThat(told.get(0).values()).containsEntry("remaining_days", (long) days);
        assertThat(told.get(told.size() - 1).severity().text()).isEqualTo("medium");
    }

    /** Three were renewed with 30 days left; the next one's renewal fails. */
    @Test
    void shouldTellTheFirstRenewalThatFails() {
        for (int renewal = 0; renewal < 4; renewal++) {
            live(2160, 720, 12);
        }
        assertThat(told).isEmpty();

        live(2160, 1, 1);

        assertThat(told.get(0).severity().text()).isEqualTo("low");
        assertThat((Long) told.get(0).values().get("remaining_days")).isBetween(16L, 18L);
        assertThat(told.get(told.size() - 1).severity().text()).isEqualTo("medium");
    }

    /** A certificate that was replaced early, once, does not make the next one late. */
    @Test
    void shouldNotTakeOneEarlyReplacementForARhythm() {
        live(365 * 24, 300 * 24, 1);
        live(365 * 24, 40 * 24, 1);

        assertThat(told).isEmpty();
    }

    @Test
    void shouldStillTellExpiryWhateverIsUsual() {
        for (int renewal = 0; renewal < 4; renewal++) {
            live(2160, 24, 1);
        }
        live(2160, -2, 1);

        assertThat(told.get(told.size() - 1).values()).containsEntry("stage", "expired");
    }

    /** One certificate from its issue to the one that follows. */
    private void live(int lifeHours, int left, int every) {
        Instant issued = now;
        Instant end = issued.plus(Duration.ofHours(lifeHours)).minusSeconds(1); // as public authorities count
        String fingerprint = Hashes.hex("certificate " + serial++).repeat(2);
        int due = lifeHours - left;
        int found = due + (every == 1 ? 0 : random.nextInt(every));
        int deployed = left <= 1 || every == 1 ? found : found + random.nextInt(Math.min(4, every));
        for (int hour = 0; hour < deployed; hour++) {
            now = issued.plus(Duration.ofHours(hour)).plusSeconds(1800);
            show(issued, end, fingerprint);
        }
        now = issued.plus(Duration.ofHours(deployed));
    }

    private void show(Instant issued, Instant end, String fingerprint) {
        Observations seen = Observations.tls()
                .tls12()
                .at(now)
                .to(SERVICE, 443)
                .certificate("CN=www.internal", "www.internal")
                .valid(issued, end)
                .fingerprint(fingerprint);
        Sighting sighting = new Sighting("www.internal", false, false, null, null, seen.build());
        CertificateHistoryJudge.Outcome outcome = judge.judge(sighting, history, pair -> false);
        history = outcome.next();
        outcome.findings().stream().filter(finding -> !finding.resolved()).forEach(told::add);
    }
}

package io.plainsight.stream.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.Posture;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.stream.Observations;
import io.plainsight.stream.profile.Profiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each figure against a value worked out by hand. */
class FiguresTest {
    private static final double EXACT = 1e-12;

    @Test
    void shouldLeaveWhatSentNothingOutOfTheEncryptedShare() {
        Posture.Share share = shares(
                        Observations.tls(),
                        Observations.plaintext("http"),
                        Observations.failedHandshake().reason(Reasons.TLS_HANDSHAKE_FAILED, "failed"))
                .get("encrypted_connections");

        assertThat(share).returns(1L, Posture.Share::numerator).returns(2L, Posture.Share::denominator);
        assertThat(share.unknown()).isZero();
        assertThat(share.share()).isEqualTo(0.5);
    }

    @Test
    void shouldNeverCountASuiteWithoutEncryptionAsEncrypted() {
        Map<String, Posture.Share> shares = shares(
                Observations.tls().tls12().cipher("TLS_RSA_WITH_NULL_SHA256").protection(Protection.WEAK));

        assertThat(shares.get("encrypted_connections").share()).isZero();
        assertThat(shares.get("encrypted_bytes").share()).isZero();
    }

    @Test
    void shouldCountAWeakConnectionAsEncryptedAndNotAsProtected() {
        Map<String, Posture.Share> shares =
                shares(Observations.tls().version("1.0").protection(Protection.WEAK));

        assertThat(shares.get("encrypted_connections").share()).isEqualTo(1);
        assertThat(shares.get("protected_connections").share()).isZero();
    }

    @Test
    void shouldWidenTheBoundsByWhatIsUnknown() {
        // 1 good, 1 bad, 2 unknown: 1/4 to 3/4
        Posture.Share share = shares(
                        Observations.tls(),
                        Observations.plaintext("http"),
                        Observations.tls().undecided().protection(Protection.UNKNOWN),
                        Observations.tls().undecided().protection(Protection.UNKNOWN))
                .get("encrypted_connections");

        assertThat(share.share()).isEqualTo(0.5);
        assertThat(share.lower()).isEqualTo(0.25);
        assertThat(share.upper()).isEqualTo(0.75);
    }

    @Test
    void shouldWidenTheBoundsByWhatWasProbablyLost() {
        // half of all packets lost around the one connection: one more like it was probably not seen
        Posture.Share share = shares(Observations.tls().lossy(0.5)).get("encrypted_connections");

        assertThat(share.lost()).isEqualTo(1);
        assertThat(share.share()).isEqualTo(1);
        assertThat(share.lower()).isEqualTo(0.5);
        assertThat(share.upper()).isEqualTo(1);
    }

    @Test
    void shouldGiveTheWilsonIntervalOfFewSamples() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263 is 0.2553 to 0.3662, 15 of 148 is
        // 0.0624 to
        // 0.1605, 0 of 20 is 0.0000 to 0.1611, 1 of 29 is 0.0061 to 0.1718
        assertWilson(81, 263, 0.2553, 0.3662);
        assertWilson(15, 148, 0.0624, 0.1605);
        assertWilson(0, 20, 0.0000, 0.1611);
        assertWilson(1, 29, 0.0061, 0.1718);
        assertThat(Shares.of(200, 200, 0, 0, true).sampleLower()).isNull();
    }

    private static void assertWilson(long good, long all, double lower, double upper) {
        Posture.Share share = Shares.of(good, all - good, 0, 0, true);
        assertThat(share.sampleLower()).isCloseTo(lower, within(0.00006));
        assertThat(share.sampleUpper()).isCloseTo(upper, within(0.00006));
    }

    @Test
    void shouldJudgeVersionsSuitesAndForwardSecrecyOfCompletedHandshakes() {
        Map<String, Posture.Share> shares = shares(
                Observations.tls(),
                Observations.tls().tls12(),
                Observations.tls().version("1.1").cipher("TLS_RSA_WITH_AES_128_CBC_SHA"),
                Observations.tls().undecided());

        assertThat(shares.get("tls12_or_later"))
                .returns(2L, Posture.Share::numerator)
                .returns(3L, Posture.Share::denominator);
        assertThat(shares.get("tls12_or_later").unknown()).isEqualTo(1);
        assertThat(shares.get("tls13").numerator()).isEqualTo(1);
        assertThat(shares.get("strong_suites").share()).isCloseTo(2 / 3.0, within(EXACT));
        assertThat(shares.get("forward_secrecy").numerator()).isEqualTo(2);
    }

    @Test
    void shouldSayNothingAboutASuiteThatNoRegistryKnows() {
        Posture.Share share = shares(Observations.tls().cipher("0xfefe")).get("strong_suites");

        assertThat(share.denominator()).isZero();
        assertThat(share.share()).isNull();
        assertThat(share.lower()).isZero();
        assertThat(share.upper()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  true,  false, negotiated",
        "false, true,  true,  both_able",
        "false, true,  false, client_only",
        "false, false, true,  server_only",
        "false, false, false, neither",
        "false, ,      true,  unknown",
        ",      true,  true,  unknown"
    })
    void shouldTellWhoWasAbleToResistQuantumComputers(
            Boolean chosen, Boolean offered, boolean serverAble, String state) {
        assertThat(PostQuantumState.of(chosen, offered, serverAble)).isEqualTo(state);
    }

    @Test
    void shouldReadFromSshWhatBothEndsCanDo() {
        Observation.Crypto crypto = ObservationCryptoBuilder.builder()
                .postQuantum(false)
                .offered(Map.of(
                        "client_key_exchange", List.of("sntrup761x25519-sha512", "curve25519-sha256"),
                        "server_key_exchange", List.of("mlkem768x25519-sha256", "curve25519-sha256")))
                .build();

        assertThat(PostQuantumState.of(crypto)).isEqualTo("both_able");
    }

    @Test
    void shouldCountMutualTlsWhereItWasAskedFor() {
        Posture.Share share = shares(
                        Observations.tls().mutual("presented"),
                        Observations.tls().mutual("declined"),
                        Observations.tls().mutual("requested"),
                        Observations.failedHandshake().mutual("presented"),
                        Observations.tls())
                .get("mutual_tls");

        assertThat(share).returns(1L, Posture.Share::numerator).returns(3L, Posture.Share::denominator);
        assertThat(share.unknown()).isEqualTo(1);
    }

    /** A service that stops asking must not leave the denominator; what TLS 1.3 hides is unknown, and a resumption never asks. */
    @Test
    void shouldCountMutualTlsThatThePolicyRequiresAndTheServerDoesNotAskFor() {
        Posture.Share share = figures(
                        true,
                        Observations.tls().tls12().mutual("presented"),
                        Observations.tls().tls12(),
                        Observations.tls().mutual("not_requested"),
                        Observations.tls(),
                        Observations.tls().tls12().resumed(),
                        Observations.failedHandshake())
                .shares()
                .get("mutual_tls");

        assertThat(share).returns(1L, Posture.Share::numerator).returns(3L, Posture.Share::denominator);
        assertThat(share.unknown()).isEqualTo(1);
        assertThat(shares(Observations.tls().mutual("not_requested"))).doesNotContainKey("mutual_tls");
    }

    @Test
    void shouldWidenTheBoundsOfMutualTlsByLoss() {
        Posture.Share share = shares(
                        Observations.tls().mutual("presented").lossy(0.5),
                        Observations.tls().mutual("declined").lossy(0.5))
                .get("mutual_tls");

        // 1 good, 1 bad, 2 lost: 1/4 to 3/4
        assertThat(share.lower()).isCloseTo(0.25, within(EXACT));
        assertThat(share.upper()).isCloseTo(0.75, within(EXACT));
    }

    @ParameterizedTest
    @CsvSource({
        "protocol_version, server, version",
        "handshake_failure, server, algorithm",
        "unknown_ca, client, server-certificate",
        "bad_certificate, server, client-certificate",
        "no_application_protocol, server, name",
        "general_error, server, internal"
    })
    void shouldGroupFailuresByTheirAlert(String alert, String sender, String group) {
        assertThat(figures(Observations.failedHandshake().alert(alert, sender)).failures())
                .containsExactlyEntriesOf(Map.of(group, 1L));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 8", "-1, -1", "100, 49", "-100, -49"})
    void shouldPutValuesIntoBucketsATenthWide(long value, int bucket) {
        assertThat(Buckets.index(value)).isEqualTo(bucket);
        assertThat(Buckets.lower(bucket)).isLessThanOrEqualTo((double) value);
        assertThat(Buckets.upper(bucket)).isGreaterThanOrEqualTo((double) value);
    }

    @Test
    void shouldBracketTheMedian() {
        Tally tally = new Tally();
        for (long value : new long[] {-3, 0, 50, 60, 10_000}) {
            tally.sample(Names.CERTIFICATE_LEAD, value);
        }

        Posture.Spread spread =
                Figures.of(tally, new Scope("total", null, null)).spreads().get(Names.CERTIFICATE_LEAD);

        assertThat(spread).returns(-3L, Posture.Spread::min).returns(10_000L, Posture.Spread::max);
        assertThat(spread.sum()).isEqualTo(10_107);
        assertThat(50.0).isBetween(spread.medianLower(), spread.medianUpper());
        assertThat(spread.medianUpper() / spread.medianLower()).isCloseTo(1.1, within(1e-9));
    }

    private static Map<String, Posture.Share> shares(Observations... connections) {
        return figures(connections).shares();
    }

    private static Posture figures(Observations... connections) {
        return figures(false, connections);
    }

    private static Posture figures(boolean mutual, Observations... connections) {
        Tally tally = new Tally();
        for (Observations connection : connections) {
            ConnectionCount.add(
                    tally,
                    connection.action(Actions.FLOW_ENDED).build(),
                    new ConnectionCount.Expected(Profiles.defaults(), mutual),
                    ServiceMemory.NONE,
                    "2026-11-20T10");
        }
        return Figures.of(tally, new Scope("total", null, null));
    }
}

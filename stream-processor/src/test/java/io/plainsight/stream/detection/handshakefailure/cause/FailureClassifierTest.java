package io.plainsight.stream.detection.handshakefailure.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.Observations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureClassifierTest {
    /** RFC 9846 section 6.2: what each alert says, from either end. */
    @ParameterizedTest
    @CsvSource({
        "handshake_failure, server, no-shared-algorithm, unknown",
        "handshake_failure, client, server-choice-refused, server",
        "protocol_version, server, protocol-version, server",
        "inappropriate_fallback, server, inappropriate-fallback, path",
        "insufficient_security, server, insufficient-security, client",
        "certificate_expired, client, server-certificate-expired, server",
        "certificate_expired, server, client-certificate-expired, client",
        "unknown_ca, client, server-certificate-untrusted, server",
        "unknown_ca, server, client-certificate-untrusted, client",
        "certificate_revoked, client, server-certificate-revoked, server",
        "unsupported_certificate, client, server-certificate-unsupported, server",
        "bad_certificate, client, server-certificate-rejected, server",
        "certificate_unknown, server, client-certificate-rejected, client",
        "certificate_required, server, client-certificate-missing, client",
        "access_denied, server, access-denied, client",
        "bad_certificate_status_response, client, server-certificate-status, server",
        "unrecognized_name, server, server-name-unknown, client",
        "no_application_protocol, server, application-protocol, client",
        "ech_required, client, ech-required, server",
        "unknown_psk_identity, server, unknown-psk, client",
        "internal_error, server, server-internal-error, server",
        "internal_error, client, client-internal-error, client",
        "general_error, server, server-internal-error, server",
        "user_canceled, client, cancelled-by-user, server",
        "unexpected_message, server, unexpected-message, client",
        "decode_error, client, malformed-message, server",
        "bad_record_mac, server, cryptographic-check, path",
        "decrypt_error, client, cryptographic-check, path",
        "no_renegotiation, client, renegotiation-refused, server",
        "alert_200, server, unknown-cause, client"
    })
    void shouldReadTheAlert(String alert, String sender, String cause, String fault) {
        Failure failure = classify(Observations.failedHandshake().alert(alert, sender));

        assertThat(failure.cause().id()).isEqualTo(cause);
        assertThat(failure.rejecter().text()).isEqualTo(sender);
        assertThat(failure.fault().text()).isEqualTo(fault);
        assertThat(failure.inferred()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "reset_by_server, server-reset-hello, server",
        "closed_by_server, server-closed-hello, server",
        "closed_by_client, client-gave-up, client",
        "no_server_hello, server-silent, server",
        "not_tls, server-not-tls, client",
        "client_silent, client-stalled, client",
        "server_silent, server-stalled, server",
        "something_new, unknown-cause, unknown"
    })
    void shouldInferFromHowItEnded(String how, String cause, String rejecter) {
        Failure failure = classify(Observations.failedHandshake().failure(how));

        assertThat(failure.cause().id()).isEqualTo(cause);
        assertThat(failure.rejecter().text()).isEqualTo(rejecter);
        assertThat(failure.inferred()).isTrue();
    }

    @Test
    void shouldSeeInTheCertificateWhyAVagueAlertCame() {
        Observations expired = Observations.failedHandshake()
                .tls12()
                .certificate("CN=a", "a")
                .valid(Observations.NOW.minus(Duration.ofDays(90)), Observations.NOW.minus(Duration.ofDays(1)))
                .alert("bad_certificate", "client");
        Observations otherName = Observations.failedHandshake()
                .tls12()
                .certificate("CN=a", "a")
                .chain(null, false)
                .alert("bad_certificate", "client");
        Observations selfSigned = Observations.failedHandshake()
                .tls12()
                .certificate("CN=a", "a")
                .selfSigned()
                .alert("certificate_unknown", "client");

        assertThat(classify(expired).cause()).isEqualTo(FailureCause.SERVER_CERTIFICATE_EXPIRED);
        assertThat(classify(otherName).cause()).isEqualTo(FailureCause.SERVER_CERTIFICATE_NAME_MISMATCH);
        assertThat(classify(selfSigned).cause()).isEqualTo(FailureCause.SERVER_CERTIFICATE_UNTRUSTED);
    }

    @Test
    void shouldTellARefusedDowngradeAndASmallGroupFromABadChoice() {
        Observations downgraded =
                Observations.failedHandshake().tls12().sentinel("tls12").alert("illegal_parameter", "client");
        Observations smallGroup =
                Observations.failedHandshake().tls12().dhBits(1024).alert("handshake_failure", "client");

        assertThat(classify(downgraded).cause()).isEqualTo(FailureCause.DOWNGRADE_REFUSED);
        assertThat(classify(downgraded).fault()).isEqualTo(Party.PATH);
        assertThat(classify(smallGroup).cause()).isEqualTo(FailureCause.DH_PARAMETERS_REFUSED);
    }

    @Test
    void shouldBlameTheClientThatIsStuckBelowTls12() {
        Observations old = Observations.failedHandshake().offering("1.1", "1.0").alert("protocol_version", "server");

        assertThat(classify(old).fault()).isEqualTo(Party.CLIENT);
    }

    @Test
    void shouldDoubtSilenceAsFarAsPacketsWereLost() {
        Observations silence = Observations.failedHandshake().failure("no_server_hello");
        double sure = classify(silence).confidence();

        assertThat(classify(silence.lossy(0.01)).confidence()).isBetween(sure * 0.9, sure * 0.91);
        assertThat(classify(silence.lossy(0.2)).cause()).isEqualTo(FailureCause.UNKNOWN_CAUSE);
        assertThat(classify(silence.alert("unknown_ca", "client").lossy(0.2)).cause())
                .isEqualTo(FailureCause.SERVER_CERTIFICATE_UNTRUSTED);
    }

    @Test
    void shouldSayNothingOfWhatDidNotFail() {
        assertThat(FailureClassifier.classify(Observations.tls().build())).isEmpty();
        assertThat(FailureClassifier.classify(Observations.plaintext("http").build()))
                .isEmpty();
    }

    @Test
    void shouldHaveIdsThatTellApart() {
        assertThat(Arrays.stream(FailureCause.values()).map(FailureCause::id).collect(Collectors.toSet()))
                .hasSize(FailureCause.values().length)
                .hasSizeGreaterThanOrEqualTo(20)
                .allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    }

    @ParameterizedTest
    @EnumSource(FailureCause.class)
    void shouldStandOnThePageOfCauses(FailureCause cause) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "detections", "handshake-failure-causes.md"));

        assertThat(page)
                .contains("| `" + cause.id() + "` | `" + cause.group().id() + "` | "
                        + cause.usualFault().text() + " | " + cause.sentence() + " | " + cause.remedy() + " |");
    }

    private static Failure classify(Observations observation) {
        return FailureClassifier.classify(observation.build()).orElseThrow();
    }
}

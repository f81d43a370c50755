package io.plainsight.sensor.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationClientBuilder;
import io.plainsight.events.ObservationHandshakeBuilder;
import io.plainsight.events.ObservationServerBuilder;
import io.plainsight.events.ObservationTlsBuilder;
import io.plainsight.events.ObservationTlsDetailBuilder;
import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecidedTest {
    private static final String JA3 = "0123456789abcdef0f0e0d0c0b0a0908";

    private final DecidedDrafts drafts = new DecidedDrafts();

    @Test
    void shouldGiveBackAllThatWasDecided() {
        ObservationDraft draft = tls("db.example.org", JA3, 12L);

        assertSame(drafts.decide(draft).draft(), draft);
        assertSame(drafts.decide(new ObservationDraft()).draft(), new ObservationDraft());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "0123", "00000000000000000000000000000000", "0123456789ABCDEF0F0E0D0C0B0A0908", JA3 + "00"})
    void shouldGiveBackWhatIsNoHash(String ja3) {
        ObservationDraft draft = tls(null, ja3, null);

        assertSame(drafts.decide(draft).draft(), draft);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L})
    void shouldGiveBackAnyDuration(long durationMs) {
        ObservationDraft draft = tls("a.example", JA3, durationMs);

        assertSame(drafts.decide(draft).draft(), draft);
    }

    @Test
    void shouldGiveBackPartsThatStandAlone() {
        ObservationDraft draft = new ObservationDraft();
        draft.tls = ObservationTlsBuilder.builder().version("1.3").build();
        draft.handshake = ObservationHandshakeBuilder.builder().state("failed").build();

        assertSame(drafts.decide(draft).draft(), draft);
    }

    @Test
    void shouldHaveInMemoryOnceWhatConnectionsHaveInCommon() {
        ObservationDraft one = drafts.decide(tls("a.example", JA3, 1L)).draft();
        ObservationDraft other =
                drafts.decide(tls("b.example", "f" + JA3.substring(1), 2L)).draft();

        assertThat(other.tlsDetail).isSameAs(one.tlsDetail);
        assertThat(other.reasons.get(0)).isSameAs(one.reasons.get(0));
        assertThat(other.tls.server()).isSameAs(one.tls.server());
        assertThat(other.tls.client().supportedCiphers())
                .isSameAs(one.tls.client().supportedCiphers());
        assertThat(other.certificates).isSameAs(one.certificates);
    }

    @Test
    void shouldTellApartWhatDiffersInOneField() {
        drafts.decide(tls("a.example", JA3, 1L));
        ObservationDraft weak = tls("a.example", JA3, 1L);
        weak.protection = Protection.WEAK;
        ObservationDraft uncertified = tls("a.example", JA3, 1L);
        uncertified.certificates = null;
        ObservationDraft unreasoned = tls("a.example", JA3, 1L);
        unreasoned.reasons.clear();

        for (ObservationDraft draft : List.of(weak, uncertified, unreasoned)) {
            assertSame(drafts.decide(draft).draft(), draft);
        }
    }

    @Test
    void shouldGiveBackEachOfMoreThanItRemembers() {
        for (int i = 0; i < 40_000; i++) {
            ObservationDraft draft = tls("host" + i + ".example", JA3, 1L);
            draft.application = "application" + i;
            assertSame(drafts.decide(draft).draft(), draft);
        }
    }

    @Test
    void shouldKeepWhatItGaveWhenTheReceiverChangesIt() {
        Decided decided = drafts.decide(tls("a.example", JA3, 1L));
        ObservationDraft changed = decided.draft();
        changed.reasons.clear();
        changed.protection = Protection.PLAINTEXT;

        assertSame(decided.draft(), tls("a.example", JA3, 1L));
    }

    private static ObservationDraft tls(String serverName, String ja3, Long durationMs) {
        ObservationDraft draft = new ObservationDraft();
        draft.protocol = "tls";
        draft.protection = Protection.PROTECTED;
        draft.action = Actions.HANDSHAKE_COMPLETED;
        draft.outcome = "success";
        draft.reason("tls.acceptable", "TLS 1.3 with " + serverName, "RFC 9325 3.1.1");
        draft.reasons.add(0, new Observation.Reason("certificate.acceptable", List.of("RFC 9525"), "valid"));
        draft.tls = ObservationTlsBuilder.builder()
                .version("1.3")
                .client(ObservationClientBuilder.builder()
                        .serverName(serverName)
                        .ja3(ja3)
                        .ja4("t13d1516h2_8daaf6152771_d8a2da3f94cd")
                        .supportedCiphers(List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"))
                        .build())
                .server(ObservationServerBuilder.builder().ja3s(JA3).build())
                .build();
        draft.handshake = ObservationHandshakeBuilder.builder()
                .state("completed")
                .durationMs(durationMs)
                .build();
        draft.tlsDetail = ObservationTlsDetailBuilder.builder()
                .offeredGroups(List.of("x25519", "secp256r1"))
                .build();
        draft.certificates = new Observation.Certificates(null, null);
        return draft;
    }

    private static void assertSame(ObservationDraft actual, ObservationDraft expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }
}

package io.plainsight.sensor.ike;

import static io.plainsight.sensor.ike.IkeMessages.*;
import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.Datagrams;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.testing.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What encrypted messages tell of the outcome. Lengths are those that strongSwan's messages have. */
class IkeCompletionTest {
    private static final byte[][] STRONG = {transform(1, 20, 256), transform(2, 6, 0), transform(4, 31, 0)};
    private static final byte[][] WEAK = {transform(1, 3, 0), transform(2, 2, 0), transform(3, 2, 0), transform(4, 2, 0)
    };
    private static final int PROOF = 129;
    private static final int REFUSAL = 65;
    private static final int EMPTY = 57;
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final IkeSignature signature = new IkeSignature();

    @Test
    void shouldTakeAProofWithNothingBehindForSuccess() {
        assertComplete(authenticated(1, STRONG, PROOF));
    }

    @Test
    void shouldNotTakeARefusalForAProof() {
        assertOpen(authenticated(1, STRONG, REFUSAL));
    }

    @Test
    void shouldNotTakeARefusalThatIsRepeatedForAProof() {
        assertOpen(authenticated(1, STRONG, REFUSAL)
                .client(encrypted(1, AUTH, INITIATOR, 1, 153))
                .server(encrypted(1, AUTH, RESPONSE, 1, REFUSAL)));
    }

    /** Lengths of a refusal and of the shortest proof, by RFC 7296 section 3.14 with each cipher's own overhead. */
    @ParameterizedTest
    @CsvSource({
        "20, 0, 65, 109", // AES-GCM with SHA-256
        "3, 2, 68, 100", // 3DES with SHA-1
        "12, 12, 80, 128", // AES-CBC with SHA-256
        "12, 14, 96, 144" // AES-CBC with SHA-512
    })
    void shouldTellProofFromRefusalWithEachCipher(int cipher, int integrity, int refusal, int proof) {
        byte[][] chosen = {transform(1, cipher, 0), transform(2, 5, 0), transform(3, integrity, 0), transform(4, 14, 0)
        };

        assertOpen(authenticated(1, chosen, refusal));
        assertThat(authenticated(1, chosen, proof).feed(signature).action).isEqualTo(Actions.HANDSHAKE_COMPLETED);
    }

    @Test
    void shouldNotCallCompleteWhatTheInitiatorRefused() {
        assertOpen(refusedByInitiator());
    }

    @Test
    void shouldBelieveWhatGoesOnAfterwards() {
        assertComplete(refusedByInitiator().client(encrypted(1, CHILD, INITIATOR, 3, 200)));
        assertComplete(refusedByInitiator().client(encrypted(1, INFORMATIONAL, INITIATOR | RESPONSE, 0, EMPTY)));
    }

    @Test
    void shouldTakeALaterDeletionForTheEndOfSomethingComplete() {
        assertComplete(authenticated(1, STRONG, PROOF)
                .pause(Duration.ofMinutes(1))
                .client(encrypted(1, INFORMATIONAL, INITIATOR, 2, REFUSAL)));
    }

    @Test
    void shouldTellEspBehindAnAnsweredProofOnly() {
        byte[] esp = bigEndian().u32(0xc1000001L).u32(1).zeros(60).toArray();

        assertThat(authenticated(1, STRONG, PROOF).client(esp).feed(signature).action)
                .isEqualTo(Actions.HANDSHAKE_COMPLETED);
        assertThat(authenticated(1, STRONG, REFUSAL).client(esp).feed(signature).action)
                .isNull();
    }

    @Test
    void shouldGoByTheLastRoundOfSeveral() {
        Datagrams refused = authenticated(1, STRONG, PROOF)
                .client(encrypted(1, AUTH, INITIATOR, 2, 150))
                .server(encrypted(1, AUTH, RESPONSE, 2, REFUSAL));
        assertOpen(refused);

        assertComplete(
                refused.client(encrypted(1, AUTH, INITIATOR, 3, 150)).server(encrypted(1, AUTH, RESPONSE, 3, PROOF)));
    }

    @Test
    void shouldNotCallCompleteWhatOnlyExchangedMoreKeys() {
        int intermediate = 43;
        assertOpen(opened(1, STRONG)
                .client(encrypted(1, intermediate, INITIATOR, 1, 1200))
                .server(encrypted(1, intermediate, RESPONSE, 1, 1200)));
    }

    @Test
    void shouldNotCallCompleteWhatVersionOneRefused() {
        Datagrams main = new Datagrams()
                .client(version1(2, 1, 0, 0))
                .server(version1(2, 1, 0, 9))
                .client(version1(2, 5, 1, 9))
                .server(version1(5, 8, 1, 9));

        assertThat(main.feed(signature).action).isNull();
        assertThat(main.client(version1(2, 5, 1, 9))
                        .server(version1(2, 5, 1, 9))
                        .feed(signature)
                        .action)
                .isEqualTo(Actions.HANDSHAKE_COMPLETED);
    }

    @Test
    void shouldNameTheChoiceOfVersionOneAndNotTheOffer() {
        ObservationDraft draft = new Datagrams()
                .client(version1("8001 0001 8002 0001 8004 0001", 0))
                .server(version1("8001 0007 8002 0004 8004 000e 800e 0100", 9))
                .feed(signature);

        assertThat(draft.crypto.encryption()).isEqualTo("ENCR_AES_CBC_256");
        assertThat(draft.crypto.offered().get("client_encryption")).containsExactly("ENCR_DES");
    }

    @Test
    void shouldTellThatVersionOneRefusedEveryProposal() {
        byte[] noProposalChosen = payload(0, bigEndian().u32(1).u8(1, 0).u16(14).toArray());
        ObservationDraft draft = new Datagrams()
                .client(version1(2, 1, 0, 0))
                .server(messageOfVersion1(5, 11, 0, 9, noProposalChosen))
                .feed(signature);

        assertThat(draft.action).isEqualTo(Actions.HANDSHAKE_FAILED);
    }

    @Test
    void shouldJudgeTheWeakestOfSeveralAssociations() {
        ObservationDraft weakFirst =
                then(2, STRONG, authenticated(1, WEAK, PROOF)).feed(signature);
        ObservationDraft weakLast =
                then(2, WEAK, authenticated(1, STRONG, PROOF)).feed(signature);

        assertThat(weakFirst.protection).isEqualTo(Protection.WEAK);
        assertThat(weakLast.protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldNotMixAssociations() {
        // what the first still says proves nothing about the second, which was refused
        Datagrams both = opened(2, STRONG)
                .client(encrypted(1, INFORMATIONAL, INITIATOR, 40, EMPTY))
                .client(encrypted(2, AUTH, INITIATOR, 1, 153))
                .server(encrypted(2, AUTH, RESPONSE, 1, REFUSAL))
                .client(encrypted(1, INFORMATIONAL, INITIATOR, 41, EMPTY));

        assertOpen(both);
    }

    private static Datagrams refusedByInitiator() {
        return authenticated(1, STRONG, PROOF)
                .pause(MOMENT)
                .client(encrypted(1, INFORMATIONAL, INITIATOR, 2, REFUSAL))
                .server(encrypted(1, INFORMATIONAL, RESPONSE, 2, EMPTY));
    }

    private static Datagrams opened(int spi, byte[][] chosen) {
        return opened(spi, chosen, new Datagrams());
    }

    private static Datagrams opened(int spi, byte[][] chosen, Datagrams before) {
        return before.client(opening(spi, INITIATOR, sa(chosen))).server(opening(spi, RESPONSE, sa(chosen)));
    }

    private static Datagrams authenticated(int spi, byte[][] chosen, int answer) {
        return opened(spi, chosen)
                .client(encrypted(spi, AUTH, INITIATOR, 1, 153))
                .server(encrypted(spi, AUTH, RESPONSE, 1, answer));
    }

    private static Datagrams then(int spi, byte[][] chosen, Datagrams before) {
        return opened(spi, chosen, before)
                .client(encrypted(spi, AUTH, INITIATOR, 1, 153))
                .server(encrypted(spi, AUTH, RESPONSE, 1, PROOF));
    }

    private static byte[] version1(int exchange, int next, int flags, int responder) {
        return flags == 0
                ? version1("8001 0007 8002 0004 8004 000e", responder)
                : messageOfVersion1(exchange, next, flags, responder, new byte[40]);
    }

    private static byte[] version1(String attributes, int responder) {
        byte[] values = Bytes.hex(attributes);
        byte[] transform = Bytes.concat(
                bigEndian().u8(0, 0).u16(8 + values.length).u8(1, 1, 0, 0).toArray(), values);
        byte[] proposal = Bytes.concat(
                bigEndian().u8(0, 0).u16(8 + transform.length).u8(1, 1, 0, 1).toArray(), transform);
        return messageOfVersion1(
                2,
                1,
                0,
                responder,
                payload(0, Bytes.concat(bigEndian().u32(1).u32(1).toArray(), proposal)));
    }

    private void assertComplete(Datagrams datagrams) {
        ObservationDraft draft = datagrams.feed(signature);
        assertThat(draft.action).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
    }

    private void assertOpen(Datagrams datagrams) {
        ObservationDraft draft = datagrams.feed(signature);
        assertThat(draft.action).isNull();
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.crypto.established()).isFalse();
    }
}

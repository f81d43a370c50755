package io.plainsight.sensor.ike;

import static io.plainsight.sensor.ike.IkeMessages.*;
import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Datagrams;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IkeTest {
    private final IkeSignature signature = new IkeSignature();

    @Test
    void shouldJudgeTheRespondersChoice() {
        ObservationDraft draft = exchange(
                        transform(1, 20, 256), transform(2, 5, 0), transform(4, 31, 0), transform(6, 36, 0))
                .feed(signature);

        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        assertThat(draft.crypto.version()).isEqualTo("IKEv2");
        assertThat(draft.crypto.encryption()).isEqualTo("ENCR_AES_GCM_16_256");
        assertThat(draft.crypto.integrity()).isEqualTo("implicit");
        assertThat(draft.crypto.keyExchange()).isEqualTo("curve25519+mlkem768");
        assertThat(draft.crypto.postQuantum()).isTrue();
        assertThat(draft.crypto.offered().get("client_encryption")).containsExactly("ENCR_3DES", "ENCR_AES_GCM_16_256");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 5, 12, 14, ENCR_DES",
        "3, 5, 12, 14, ENCR_3DES",
        "11, 5, 12, 14, ENCR_NULL",
        "12, 1, 12, 14, PRF_HMAC_MD5",
        "12, 5, 1, 14, AUTH_HMAC_MD5_96",
        "12, 5, 12, 2, modp1024",
        "12, 5, 12, 22, modp1024s160"
    })
    void shouldCallWeakWhatTheStandardForbids(int encryption, int prf, int integrity, int group, String name) {
        ObservationDraft draft = exchange(
                        transform(1, encryption, 0),
                        transform(2, prf, 0),
                        transform(3, integrity, 0),
                        transform(4, group, 0))
                .feed(signature);

        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.reasons.get(0).detail()).isEqualTo("IKEv2: " + name);
    }

    @Test
    void shouldNotCallProtectedWhatEspUsesUnseen() {
        ObservationDraft draft = exchange(transform(1, 20, 256), transform(2, 5, 0), transform(4, 31, 0))
                .client(bigEndian().u32(0xc1000001L).u32(1).zeros(60).toArray())
                .feed(signature);

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.reasons.get(0).rule()).isEqualTo(Reasons.CRYPTO_ALGORITHM_HIDDEN);
    }

    @Test
    void shouldRememberAChoiceThatIsUsedOnAnotherPort() {
        byte[][] weak = {transform(1, 3, 0), transform(2, 5, 0), transform(3, 12, 0), transform(4, 14, 0)};
        ObservationDraft first = new Datagrams()
                .client(message(SA_INIT, INITIATOR, 0, sa(weak)))
                .server(message(SA_INIT, RESPONSE, 9, sa(weak)))
                .feed(signature);
        byte[] marker = new byte[4];
        ObservationDraft second = new Datagrams()
                .client(concat(marker, message(AUTH, INITIATOR, 9, payload(0, new byte[100]))))
                .server(concat(marker, message(AUTH, RESPONSE, 9, payload(0, new byte[100]))))
                .feed(signature);

        assertThat(first.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(second.protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldFailWhenNothingProposedIsTaken() {
        byte[] noProposalChosen = payload(0, bigEndian().u8(0, 0).u16(14).toArray());
        ObservationDraft draft = new Datagrams()
                .client(message(SA_INIT, INITIATOR, 0, sa(transform(1, 3, 0))))
                .server(message(SA_INIT, 41, RESPONSE, 0, noProposalChosen))
                .feed(signature);

        assertThat(draft.action).isEqualTo("handshake_failed");
    }

    @Test
    void shouldCallVersionOneWeak() {
        byte[] attributes = Bytes.hex("8001 0007 8002 0004 8003 0001 8004 000e 800e 0100");
        byte[] transform = concat(
                bigEndian().u8(0, 0).u16(8 + attributes.length).u8(1, 1, 0, 0).toArray(), attributes);
        byte[] proposal = concat(
                bigEndian().u8(0, 0).u16(8 + transform.length).u8(1, 1, 0, 1).toArray(), transform);
        byte[] security = payload(0, concat(bigEndian().u32(1).u32(1).toArray(), proposal));
        Datagrams main = new Datagrams()
                .client(messageOfVersion1(2, 1, 0, 0, security))
                .server(messageOfVersion1(2, 1, 0, 9, security))
                .client(messageOfVersion1(2, 5, 1, 9, new byte[40]))
                .server(messageOfVersion1(2, 5, 1, 9, new byte[40]));
        ObservationDraft draft = main.feed(signature);

        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.reasons.get(0).detail()).isEqualTo("IKEv1: version 1 is deprecated");
        assertThat(draft.crypto.encryption()).isEqualTo("ENCR_AES_CBC_256");
        assertThat(draft.crypto.integrity()).isEqualTo("SHA2_256");
        assertThat(draft.crypto.keyExchange()).isEqualTo("modp2048");
    }

    @Test
    void shouldNeverCallProtectedWhatIsCutOrIncomplete() {
        Datagrams exchange = exchange(transform(1, 20, 256), transform(2, 5, 0), transform(4, 31, 0));
        for (int i = 1; i < exchange.size(); i++) { // the initiator's offer may be missing: the answer tells
            ObservationDraft without = exchange.feedWithout(new IkeSignature(), i);
            assertThat(without.protection).isEqualTo(Protection.UNKNOWN);
            for (int length = 0; length < exchange.length(i); length++) {
                ObservationDraft cut = exchange.feedCut(new IkeSignature(), i, length);
                assertThat(cut == null || cut.protection == Protection.UNKNOWN).isTrue();
            }
        }
    }

    @Test
    void shouldSurviveDisturbedBytesAndKnowNoRandomOnes() {
        Datagrams exchange = exchange(transform(1, 20, 256), transform(2, 5, 0), transform(4, 31, 0));
        Random random = new Random(7296);
        for (int round = 0; round < 20_000; round++) {
            exchange.feedDisturbed(new IkeSignature(), random);
            byte[] bytes = new byte[28 + random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(signature.match(Side.CLIENT, 500, 500, new ByteCursor().wrap(bytes)))
                    .isEqualTo(Match.NO);
        }
    }

    /** The initiator offers 3DES before what the responder takes. */
    private static Datagrams exchange(byte[]... chosen) {
        byte[][] offered = new byte[chosen.length + 1][];
        offered[0] = transform(1, 3, 0);
        System.arraycopy(chosen, 0, offered, 1, chosen.length);
        return new Datagrams()
                .client(message(SA_INIT, INITIATOR, 0, sa(offered)))
                .server(message(SA_INIT, RESPONSE, 9, sa(chosen)))
                .client(message(AUTH, INITIATOR, 9, payload(0, new byte[100])))
                .server(message(AUTH, RESPONSE, 9, payload(0, new byte[100])));
    }
}

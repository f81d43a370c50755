package io.plainsight.sensor.tds;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.x509.CertificateCache;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TdsTest {
    /** [MS-TDS] section 4.1: the client asks for encryption. */
    private static final byte[] PRELOGIN =
            hex("1201002f00000100 00001a0006 0100200001 0200210001 0300220004 0400260001 ff"
                    + "090000000000 01 00 b80d0000 01");
    /** [MS-TDS] section 4.2: the server does not support it. */
    private static final byte[] ANSWER =
            hex("0401002b00000100 00001a0006 0100200001 0200210001 0300220000 0400220001 ff" + "080001550000 02 00 00");

    private static final byte[] BATCH = hex("0101002000000100 530045004c00450043005400 20003100200020002000 2000");
    private static final byte[] RESULT = hex("04010011013a0100 fd0000d50000000000");

    private final TdsSignature signature = new TdsSignature(() -> new TlsDissector(new CertificateCache()));

    @Test
    void shouldSeeTheRefusalAndTheObfuscatedPassword() {
        dialogue(new Dialogue()
                        .client(PRELOGIN)
                        .server(ANSWER)
                        .client(login(8, 0))
                        .server(RESULT)
                        .client(BATCH))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true)
                .hasUpgrade(false, true, false, false, null);
    }

    @Test
    void shouldCallAnIntegratedLoginDerived() {
        dialogue(new Dialogue().client(PRELOGIN).server(ANSWER).client(login(0, 40)))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(false);
    }

    @Test
    void shouldNotDecideOnPreloginAlone() {
        dialogue(new Dialogue().client(PRELOGIN).server(ANSWER)).isUndecided();
    }

    @Test
    void shouldCallALaterBatchPlaintextWithUserData() {
        dialogue(new Dialogue().client(BATCH).server(RESULT)).isPlaintext().hasUserData(true);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100, 4088})
    void shouldReadTlsInsidePreloginPackets(int packetSize) {
        TdsHandshake handshake = TdsHandshake.load();

        ObservationDraft draft = handshake
                .dialogue(PRELOGIN, encryption(ANSWER, 1), packetSize)
                .client(hex("1703030020" + "a5".repeat(32)))
                .server(hex("1703030020" + "5a".repeat(32)))
                .feed(signature::open)
                .draft();

        assertThat(draft.protocol).isEqualTo("tls");
        assertThat(draft.application).isEqualTo("tds");
        assertThat(draft.tls.version()).isEqualTo("1.2");
        assertThat(draft.handshake.state()).isEqualTo("completed");
        assertThat(draft.action).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        assertThat(draft.protection).isIn(Protection.PROTECTED, Protection.WEAK);
        assertThat(draft.startTls.used()).isTrue();
        assertThat(draft.plaintext).isNull();
    }

    @Test
    void shouldCallEncryptionOfTheLoginAlonePlaintextWithoutCredentials() {
        ObservationDraft draft =
                loginOnly().server(RESULT).client(BATCH).feed(signature::open).draft();

        assertThat(draft.protocol).isEqualTo("tds");
        assertThat(draft.protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(draft.plaintext.userData()).isTrue();
        assertThat(draft.plaintext.credentials()).isNull();
        assertThat(draft.reasons).anyMatch(reason -> reason.rule().equals(Reasons.ENCRYPTION_LOGIN_ONLY));
        assertThat(draft.tls.version()).isEqualTo("1.2");
        assertThat(draft.startTls.used()).isTrue();
    }

    @Test
    void shouldNeverCallEncryptionOfTheLoginAloneProtected() {
        Dialogue dialogue = loginOnly().server(RESULT).client(BATCH);
        for (int length = 0; length <= dialogue.length(); length++) {
            assertThat(dialogue.feedTruncated(signature::open, length).draft().protection)
                    .isIn(Protection.UNKNOWN, Protection.PLAINTEXT);
        }
    }

    @Test
    void shouldNotBelieveAnAgreementThatTheServerBreaks() {
        ObservationDraft draft = TdsHandshake.load()
                .dialogue(PRELOGIN, encryption(ANSWER, 1), 4088)
                .server(RESULT)
                .client(BATCH)
                .feed(signature::open)
                .draft();

        assertThat(draft.protection).isEqualTo(Protection.PLAINTEXT);
    }

    @Test
    void shouldRecognise() {
        assertThat(match(Side.CLIENT, PRELOGIN)).isEqualTo(Match.YES);
        assertThat(match(Side.SERVER, ANSWER)).isEqualTo(Match.YES);
        assertThat(match(Side.CLIENT, BATCH)).isEqualTo(Match.YES);
        assertThat(match(Side.CLIENT, login(3, 0))).isEqualTo(Match.YES);
        assertThat(match(Side.SERVER, RESULT)).isEqualTo(Match.MAYBE);
        assertThat(match(Side.CLIENT, RESULT)).isEqualTo(Match.NO);
        assertThat(match(Side.CLIENT, hex("040101bb00000001626f62006100"))).isEqualTo(Match.NO);
        assertThat(match(Side.CLIENT, hex("0300002c27e00000000000"))).isEqualTo(Match.NO);
    }

    @Test
    void shouldNeverSayYesToACutOrDisturbedPrelogin() {
        for (int length = 1; length < PRELOGIN.length; length++) {
            assertThat(match(Side.CLIENT, Arrays.copyOf(PRELOGIN, length))).isEqualTo(Match.MAYBE);
        }
        for (int at : List.of(2, 3, 9, 10, 11, 12, 14, 15, 16, 17)) {
            byte[] disturbed = PRELOGIN.clone();
            disturbed[at] = (byte) 0xff;
            assertThat(match(Side.CLIENT, disturbed)).as("byte %d", at).isNotEqualTo(Match.YES);
        }
    }

    @Test
    void shouldNotRecogniseOrChokeOnRandomBytes() {
        Random random = new Random(12);
        byte[] bytes = new byte[300];
        for (int round = 0; round < 50_000; round++) {
            random.nextBytes(bytes);
            for (Side side : Side.values()) {
                assertThat(match(side, bytes)).isNotEqualTo(Match.YES);
            }
            byte[] begun = TdsHandshake.packet(round % 2 == 0 ? 0x12 : random.nextInt(20), bytes);
            new Dialogue()
                    .client(PRELOGIN)
                    .server(encryption(ANSWER, random.nextInt(4)))
                    .client(begun)
                    .feed(signature::open);
        }
    }

    private Dialogue loginOnly() {
        return TdsHandshake.load()
                .dialogue(encryption(PRELOGIN, 0), encryption(ANSWER, 0), 4088)
                .client(hex("1703030020" + "a5".repeat(32)));
    }

    private Match match(Side side, byte[] bytes) {
        return signature.match(side, new ByteCursor().wrap(bytes));
    }

    private static byte[] encryption(byte[] prelogin, int value) {
        byte[] changed = prelogin.clone();
        changed[8 + 0x20] = (byte) value;
        return changed;
    }

    /** LOGIN7 ([MS-TDS] 2.2.6.4) with nothing but lengths filled in. */
    private static byte[] login(int passwordLength, int sspiLength) {
        byte[] data = new byte[94 + 2 * passwordLength + sspiLength];
        ByteBuffer.wrap(data)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(data.length)
                .putInt(0x74000004);
        data[46] = (byte) passwordLength;
        data[80] = (byte) sspiLength;
        return TdsHandshake.packet(0x10, data);
    }

    private DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, signature);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}

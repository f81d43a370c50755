package io.plainsight.sensor.rdp;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdpTest {
    /** [MS-RDPBCGR] section 4.1.1: the cookie and the negotiation that asks for TLS or CredSSP. */
    private static final byte[] REQUEST =
            hex("0300002c 27e00000000000 436f6f6b69653a206d737473686173683d656c746f6e730d0a" + "01000800 03000000");

    /** MCS Send Data Request with SEC_EXCHANGE_PKT ([MS-RDPBCGR] 4.1.10). */
    private static final byte[] EXCHANGE = hex("03000018 02f080 64 0006 03eb 70 08 01000000 04000000 aabb");

    @Test
    void shouldStartTlsWhenTheServerSelectsIt() {
        dialogue(new Dialogue()
                        .client(REQUEST)
                        .server(hex("03000013 0ed00000123400 02000800 01000000"))
                        .client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(null, true, true, true, null);
    }

    @Test
    void shouldNotDecideOnStandardSecurity() {
        dialogue(new Dialogue()
                        .client(REQUEST)
                        .server(hex("03000013 0ed00000123400 02000800 00000000"))
                        .client(hex("0300000c 02f0807f65")))
                .isUndecided()
                .hasUpgrade(null, true, false, false, null);
    }

    @ParameterizedTest
    @CsvSource({
        "01000000, 02000000, RC4-40",
        "08000000, 02000000, RC4-56",
        "02000000, 03000000, RC4-128",
        "10000000, 04000000, 3DES-CBC"
    })
    void shouldCallStandardSecurityWeak(String method, String level, String cipher) {
        ObservationDraft draft = standard(method, level)
                .client(EXCHANGE)
                .feed(new RdpSignature()::open)
                .draft();

        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.reasons).extracting(Observation.Reason::rule).containsExactly(Reasons.CRYPTO_ALGORITHM_WEAK);
        assertThat(draft.crypto.encryption()).isEqualTo(cipher);
        assertThat(draft.crypto.established()).isTrue();
        assertThat(draft.plaintext).isNull();
    }

    @Test
    void shouldNotJudgeStandardSecurityBeforeTheKeysPassed() {
        dialogue(standard("02000000", "03000000")).isUndecided();
    }

    @Test
    void shouldCallTheLowestLevelPlaintext() {
        dialogue(standard("01000000", "01000000").client(EXCHANGE))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldSeeThePasswordInAnInfoPacketInClear() {
        // flags SEC_INFO_PKT; code page, flags, lengths of domain 0, user 6, password 8
        dialogue(standard("00000000", "00000000")
                        .client(hex(
                                "03000022 02f080 64 0006 03eb 70 14 40000000 00000000 00000000 0000 0600 0800 0000")))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(true);
    }

    @Test
    void shouldSayThatTheNegotiationFailed() {
        // [MS-RDPBCGR] 2.2.1.2.2: SSL_NOT_ALLOWED_BY_SERVER
        dialogue(new Dialogue().client(REQUEST).server(hex("03000013 0ed00000123400 03000800 02000000")))
                .isUndecided()
                .hasReason(Reasons.CRYPTO_NEGOTIATION_FAILED)
                .hasUpgrade(null, true, false, false, null);
    }

    /** A request without cookie and negotiation, as clients of RDP 4 and 5.0 send it. */
    @Test
    void shouldRecogniseAnOldClientByItsConnectInitial() {
        RdpSignature signature = new RdpSignature();
        byte[] bare = hex("0300000b 06e00000000000");
        byte[] initial = hex("03000019 02f080 7f65 820010 000500147c0001 44756361 8001");

        assertThat(new Dialogue().client(bare).match(signature)).isEqualTo(Match.MAYBE);
        assertThat(new Dialogue()
                        .client(bare)
                        .server(hex("0300000b 06d00000123400"))
                        .match(signature))
                .isEqualTo(Match.MAYBE);
        assertThat(new Dialogue().client(bare).client(initial).match(signature)).isEqualTo(Match.YES);
        // S7 goes on with its own protocol number
        assertThat(new Dialogue()
                        .client(bare)
                        .client(hex("03000019 02f080 32 010000"))
                        .match(signature))
                .isEqualTo(Match.NO);
    }

    @Test
    void shouldBearAnyLengthInTheConnectResponse() {
        byte[] response = connectResponse("02000000", "03000000");
        for (int at = 0; at < response.length; at++) {
            for (int value : new int[] {0, 1, 0xff}) {
                byte[] disturbed = response.clone();
                disturbed[at] = (byte) value;
                ObservationDraft draft = begun().server(disturbed)
                        .client(EXCHANGE)
                        .feed(new RdpSignature()::open)
                        .draft();
                assertThat(draft.protection).isNotEqualTo(Protection.PROTECTED);
            }
        }
    }

    @Test
    void shouldTellItFromOtherUsesOfTpkt() {
        RdpSignature signature = new RdpSignature();

        assertThat(new Dialogue().client(REQUEST).match(signature)).isEqualTo(Match.YES);
        // S7: transport selectors and a TPDU size
        assertThat(new Dialogue()
                        .client(hex("03000016 11e00000000100 c1020100c2020102c0010a"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("0300002c 26e0")).match(signature)).isEqualTo(Match.NO);
    }

    /** MCS Connect Response ([MS-RDPBCGR] 4.1.4), with the blocks core, network and security. */
    private static Dialogue standard(String method, String level) {
        return begun().server(connectResponse(method, level));
    }

    private static Dialogue begun() {
        return new Dialogue()
                .client(REQUEST)
                .server(hex("03000013 0ed00000123400 02000800 00000000"))
                .client(hex("0300000c 02f0807f65820190"));
    }

    private static byte[] connectResponse(String method, String level) {
        return hex("03000041 02f080 7f66 820134 0a0100 000500147c0001 2a14760a01010001c000 4d63446e 18"
                + "010c0800 04000800 030c0800 eb030000 020c0c00" + method + level);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new RdpSignature());
    }
}

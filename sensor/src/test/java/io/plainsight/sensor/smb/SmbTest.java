package io.plainsight.sensor.smb;

import static io.plainsight.sensor.smb.SmbBytes.encrypted;
import static io.plainsight.sensor.smb.SmbBytes.negotiate311;
import static io.plainsight.sensor.smb.SmbBytes.negotiated;
import static io.plainsight.sensor.smb.SmbBytes.negotiated1;
import static io.plainsight.sensor.smb.SmbBytes.negotiated311;
import static io.plainsight.sensor.smb.SmbBytes.ntlm;
import static io.plainsight.sensor.smb.SmbBytes.read;
import static io.plainsight.sensor.smb.SmbBytes.session;
import static io.plainsight.sensor.smb.SmbBytes.sessionSetUp;
import static io.plainsight.sensor.smb.SmbBytes.sessionSetup;
import static io.plainsight.sensor.smb.SmbBytes.sessionSetup1;
import static io.plainsight.sensor.smb.SmbBytes.smb1;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmbTest {
    private static final int SIGNED = 0x8;
    private static final int RESPONSE = 0x1;

    @ParameterizedTest
    @CsvSource({"1, AES-128-CCM", "2, AES-128-GCM", "3, AES-256-CCM", "4, AES-256-GCM"})
    void shouldFindEncryptedSessionsProtected(int cipher, String name) {
        Dialogue dialogue = login(new Dialogue().client(negotiate311(4, 2, 1)).server(negotiated311(cipher)))
                .client(encrypted(100))
                .server(encrypted(80));

        ObservationDraft draft = check(dialogue);

        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        assertThat(draft.action).isEqualTo("handshake_completed");
        assertThat(draft.plaintext).isNull();
        assertThat(draft.crypto.version()).isEqualTo("3.1.1");
        assertThat(draft.crypto.encryption()).isEqualTo(name);
        assertThat(draft.crypto.authentication()).isEqualTo("NTLMv2");
        assertThat(draft.crypto.offered().get("server_signing")).containsExactly("required");
    }

    @Test
    void shouldTakeTheCipherOfSmb30FromItsCapability() {
        Dialogue dialogue = login(new Dialogue().server(negotiated(0x0300, 0x40)))
                .client(encrypted(9))
                .server(encrypted(9));

        assertThat(check(dialogue).crypto.encryption()).isEqualTo("AES-128-CCM");
    }

    @Test
    void shouldNotProtectByOneDirection() {
        ObservationDraft draft =
                check(login(new Dialogue().server(negotiated311(2))).client(encrypted(100)));

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldNotProtectByACipherThatWasNotSeen() {
        ObservationDraft draft = check(new Dialogue().client(encrypted(100)).server(encrypted(100)));

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.reasons.get(0).rule()).isEqualTo("crypto.algorithm.hidden");
    }

    @Test
    void shouldNotProtectByATransformHeaderThatLies() {
        byte[] lie = session(new Wire()
                .bytes("fd 534d42")
                .zeros(32)
                .u32le(9999)
                .u16le(0)
                .u16le(1)
                .zeros(40)
                .done());
        ObservationDraft draft =
                check(new Dialogue().server(negotiated311(2)).client(lie).server(lie));

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldFindDataInClearBesideEncryptedPlaintext() {
        Dialogue dialogue = login(new Dialogue().server(negotiated311(2)))
                .client(encrypted(100))
                .server(encrypted(80))
                .client(read(SIGNED));

        smb(dialogue).isPlaintext().hasCredentials("derived").hasUserData(true);
    }

    @Test
    void shouldSayThatSigningHidesNothing() {
        Dialogue dialogue = login(new Dialogue().server(negotiated311()))
                .client(read(SIGNED))
                .server(read(SIGNED | RESPONSE));

        ObservationDraft draft = check(dialogue);

        assertThat(draft.protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(draft.crypto.integrity()).isEqualTo("AES-CMAC");
        assertThat(draft.reasons.get(0).detail()).contains("integrity and not its confidentiality");
    }

    @Test
    void shouldExposeNothingWithKerberos() {
        Dialogue dialogue = new Dialogue()
                .server(negotiated(0x0210, 0))
                .client(sessionSetup(Wire.hex(SmbBytes.KERBEROS_AP_REQ.replace(" ", ""))))
                .server(sessionSetUp())
                .client(read(0));

        DialogueAssert told = smb(dialogue);

        told.isPlaintext().hasUserData(true).hasCredentials(null);
        assertThat(check(dialogue).crypto.authentication()).isEqualTo("Kerberos");
    }

    @Test
    void shouldGradeALoginWithoutDataAtTheEnd() {
        smb(login(new Dialogue().server(negotiated(0x0202, 0))))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(false);
    }

    @Test
    void shouldFindSmb1Plaintext() {
        Dialogue dialogue = new Dialogue()
                .server(negotiated1(3))
                .client(sessionSetup1(24, 24))
                .client(session(smb1(0x2e).u8(0).u16le(0).done()));

        smb(dialogue).isPlaintext().hasCredentials("derived").hasUserData(true);
        assertThat(check(dialogue).crypto.version()).isEqualTo("1");
        assertThat(check(dialogue).crypto.authentication()).isEqualTo("NTLMv1");
    }

    @Test
    void shouldFindPasswordsInClearOfSmb1() {
        Dialogue dialogue = new Dialogue()
                .server(negotiated1(1))
                .client(sessionSetup1(12, 0))
                .client(session(smb1(0x2e).u8(0).u16le(0).done()));

        smb(dialogue).isPlaintext().hasCredentials("secret");
    }

    @Test
    void shouldReadCompounds() {
        byte[] echo = SmbBytes.smb2(13, 0).u16le(4).zeros(6).done();
        echo[20] = (byte) echo.length;
        byte[] compound =
                new Wire().add(echo).add(SmbBytes.smb2(8, 0).zeros(49).done()).done();

        smb(new Dialogue().client(session(compound))).isPlaintext().hasUserData(true);
    }

    @Test
    void shouldNotDecideOnTheNegotiation() {
        smb(new Dialogue().client(negotiate311(1)).server(negotiated311(1))).isUndecided();
    }

    @Test
    void shouldKnowTheSessionRequestOfPort139() {
        SmbSignature signature = new SmbSignature();

        assertThat(new Dialogue().client(SmbBytes.sessionRequest()).match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue()
                        .server(Wire.hex("82000000"))
                        .server(negotiated1(3))
                        .match(signature))
                .isEqualTo(Match.YES);
        assertThat(new Dialogue().server(Wire.hex("82000000")).match(signature)).isEqualTo(Match.MAYBE);
    }

    private static Dialogue login(Dialogue dialogue) {
        return dialogue.client(sessionSetup(ntlm(300))).server(sessionSetUp());
    }

    private static ObservationDraft check(Dialogue dialogue) {
        smb(dialogue);
        return dialogue.feed(SmbDissector::new).draft();
    }

    private static DialogueAssert smb(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new SmbSignature());
    }
}

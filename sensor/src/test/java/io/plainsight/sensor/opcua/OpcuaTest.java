package io.plainsight.sensor.opcua;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OPC 10000-6 sections 6.7.2 and 7.1.2. */
class OpcuaTest {
    private static final int CREATE_SESSION = 461;
    private static final int ACTIVATE_SESSION = 467;
    private static final int GET_ENDPOINTS = 428;

    @ParameterizedTest
    @CsvSource({
        "Basic256Sha256, PROTECTED",
        "Aes128_Sha256_RsaOaep, PROTECTED",
        "Aes256_Sha256_RsaPss, PROTECTED",
        "Basic256, WEAK",
        "Basic128Rsa15, WEAK",
        "Unheard_Of, UNKNOWN"
    })
    void shouldJudgeEncryptedMessagesByThePolicy(String policy, Protection expected) {
        ObservationDraft draft = check(open(policy).client(hidden()).server(hidden()));

        assertThat(draft.protection).isEqualTo(expected);
    }

    @Test
    void shouldNotProtectByOneDirection() {
        assertThat(check(open("Basic256Sha256").client(hidden())).protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldFindSignedMessagesPlaintext() {
        ObservationDraft draft = check(open("Basic256Sha256").client(message(CREATE_SESSION, new byte[50])));

        assertThat(draft.protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(draft.reasons.get(0).detail()).contains("integrity");
        assertThat(draft.crypto.encryption()).isNull();
    }

    @Test
    void shouldSeePasswordsInClear() {
        opcua(open("None").client(message(ACTIVATE_SESSION, token(null))))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials("secret");
    }

    @Test
    void shouldNotSeePasswordsThatAreEncrypted() {
        opcua(open("None").client(message(ACTIVATE_SESSION, token("http://www.w3.org/2001/04/xmlenc#rsa-oaep"))))
                .isPlaintext()
                .hasCredentials(null);
    }

    @Test
    void shouldNotDecideOnDiscovery() {
        opcua(open("None").client(message(GET_ENDPOINTS, new byte[40]))).isUndecided();
    }

    /** UserNameIdentityToken, OPC 10000-4 section 7.40.4. */
    private static byte[] token(String algorithm) {
        Wire body = new Wire().ua("username").ua("operator").ua("sesame");
        if (algorithm == null) {
            body.u32le(0xffffffffL);
        } else {
            body.ua(algorithm);
        }
        byte[] bytes = body.done();
        return new Wire()
                .zeros(30)
                .bytes("01 00 4401 01")
                .u32le(bytes.length)
                .add(bytes)
                .done();
    }

    private static Dialogue open(String policy) {
        byte[] opn = chunk(
                "OPNF",
                new Wire()
                        .u32le(0)
                        .ua("http://opcfoundation.org/UA/SecurityPolicy#" + policy)
                        .ua("certificate")
                        .ua("thumbprint")
                        .zeros(64)
                        .done());
        return new Dialogue()
                .client(hello())
                .server(chunk(
                        "ACKF",
                        new Wire()
                                .u32le(0)
                                .u32le(65535)
                                .u32le(65535)
                                .u32le(0)
                                .u32le(0)
                                .done()))
                .client(opn)
                .server(opn);
    }

    static byte[] hello() {
        return chunk(
                "HELF",
                new Wire()
                        .u32le(0)
                        .u32le(65535)
                        .u32le(65535)
                        .u32le(0)
                        .u32le(0)
                        .ua("opc.tcp://plc:4840")
                        .done());
    }

    private static byte[] message(int type, byte[] rest) {
        return chunk(
                "MSGF",
                new Wire()
                        .u32le(5)
                        .u32le(1)
                        .u32le(52)
                        .u32le(2)
                        .bytes("0100")
                        .u16le(type)
                        .add(rest)
                        .done());
    }

    private static byte[] hidden() {
        return chunk(
                "MSGF",
                new Wire()
                        .u32le(5)
                        .u32le(1)
                        .bytes("9d3fe1a7 54c208bb 6f1e77d2 a3a3b9c8 0f0f1e2d")
                        .done());
    }

    private static byte[] chunk(String type, byte[] body) {
        return new Wire().text(type).u32le(body.length + 8).add(body).done();
    }

    private static ObservationDraft check(Dialogue dialogue) {
        opcua(dialogue);
        return dialogue.feed(OpcuaDissector::new).draft();
    }

    private static DialogueAssert opcua(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new OpcuaSignature());
    }
}

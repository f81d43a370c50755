package io.plainsight.sensor.ldap;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LdapTest {
    /** The name 1.3.6.1.4.1.1466.20037 in an ExtendedRequest. */
    private static final byte[] START_TLS = hex("301d 020101 7718 8016 312e332e362e312e342e312e313436362e3230303337");

    private static final byte[] ROOT_DSE_SEARCH =
            hex("3025 020101 6320 0400 0a0100 0a0100 020100 020100 010100 870b 6f626a656374436c617373 3000");

    @Test
    void shouldStartTlsBehindASuccess() {
        dialogue(new Dialogue()
                        .client(START_TLS)
                        .server(hex("300c 020101 7807 0a0100 0400 0400"))
                        .client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(null, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeTheRefusalAndTheSimpleBindBehindIt() {
        dialogue(new Dialogue()
                        .client(START_TLS)
                        .server(hex("300c 020101 7807 0a0102 0400 0400"))
                        .client(hex("3015 020102 6010 020103 0404 636e3d61 8005 6162636465"))
                        .server(hex("300c 020102 6107 0a0100 0400 0400")))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldCallASearchBelowABasePlaintext() {
        dialogue(new Dialogue()
                        .client(hex("3029 020102 6324 0404 64633d61 0a0102 0a0100 020100 020100 010100 870b"
                                + "6f626a656374436c617373 3000"))
                        .server(hex("300c 020102 6507 0a0100 0400 0400")))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true);
    }

    @Test
    void shouldNotDecideOnTheRootDseOrAnAnonymousBind() {
        dialogue(new Dialogue()
                        .client(ROOT_DSE_SEARCH)
                        .server(hex("300c 020101 6507 0a0100 0400 0400"))
                        .client(hex("300c 020102 6007 020103 0400 8000"))
                        .server(hex("300c 020102 6107 0a0100 0400 0400")))
                .isUndecided();
    }

    @Test
    void shouldTellRequestsFromSnmpAndCertificates() {
        LdapSignature signature = new LdapSignature();

        assertThat(new Dialogue().client(START_TLS).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client(ROOT_DSE_SEARCH).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue()
                        .client(hex("3029 020101 0406 7075626c6963 a01c"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(hex("308203b5 3082029d")).match(signature))
                .isEqualTo(Match.NO);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new LdapSignature());
    }
}

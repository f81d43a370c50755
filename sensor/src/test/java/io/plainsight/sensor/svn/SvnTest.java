package io.plainsight.sensor.svn;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;

import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** Subversion, libsvn_ra_svn/protocol. */
class SvnTest {
    private static final String SERVER = "( success ( 2 2 ( ) ( edit-pipeline svndiff1 depth ) ) ) ";
    private static final String CLIENT = "( 2 ( edit-pipeline svndiff1 ) 20:svn://host/repo/trunk 10:SVN/1.14.0 ( ) ) ";

    @Test
    void shouldGradeCramMd5() {
        svn(start("( CRAM-MD5 ( ) ) ")
                        .client("38:alice 6c1f0a4a7fbc3cf8d6d2c8f2b3bca77a ")
                        .client("( get-latest-rev ( ) ) "))
                .isPlaintext()
                .hasCredentials("derived")
                .hasUserData(true);
    }

    @Test
    void shouldSeeAPasswordOfPlain() {
        svn(start("( PLAIN ( 16:AGFsaWNlAHNlc2Ft ) ) "))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUserData(false);
    }

    @Test
    void shouldSeeAnonymousAccess() {
        svn(start("( ANONYMOUS ( 0: ) ) ").client("( get-dir ( 5:trunk ( 1 ) false true ) ) "))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true);
    }

    @Test
    void shouldSayNothingBehindAMechanismThatMayEncrypt() {
        svn(start("( GSSAPI ( ) ) ").client("x")).isUndecided();
    }

    private static Dialogue start(String mechanism) {
        return new Dialogue()
                .server(SERVER)
                .client(CLIENT)
                .server("( success ( ( ANONYMOUS CRAM-MD5 ) 4:repo ) ) ")
                .client(mechanism);
    }

    private static DialogueAssert svn(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new SvnSignature());
    }
}

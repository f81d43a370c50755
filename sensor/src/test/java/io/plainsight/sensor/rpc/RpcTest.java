package io.plainsight.sensor.rpc;

import static io.plainsight.sensor.testing.Wire.hex;
import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

/** RFC 5531 for the messages, RFC 2203 for RPCSEC_GSS, RFC 9289 for TLS. */
class RpcTest {
    private static final int NFS = 100003;
    private static final byte[] NOTHING = {};
    private static final String SEALED = "0504 06 ff 0000 0000 0000000000000001";
    private static final String SIGNED_ONLY = "0504 04 ff 000c 0000 0000000000000001";
    private static final String OLD = "60 2b 06 09 2a864886f712010202 0201";

    @Test
    void shouldSeeFilesUnderAuthSys() {
        nfs(new Dialogue()
                        .client(call(NFS, 4, 1, hex("00000000 00000000"), NOTHING))
                        .server(reply(0, NOTHING, NOTHING)))
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldNotDecideOnANullCall() {
        nfs(new Dialogue().client(call(NFS, 0, 0, NOTHING, NOTHING)).server(reply(0, NOTHING, NOTHING)))
                .isUndecided();
    }

    @Test
    void shouldFindKrb5pProtected() {
        ObservationDraft draft = check(gss(3, SEALED, SEALED));

        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        assertThat(draft.crypto.encryption()).isEqualTo("krb5p");
    }

    @Test
    void shouldFindKrb5pOfOldTokensWeak() {
        assertThat(check(gss(3, OLD, OLD)).protection).isEqualTo(Protection.WEAK);
        assertThat(check(gss(3, SEALED, OLD)).protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldNotProtectByWhatIsNotSealedBothWays() {
        assertThat(check(gss(3, SEALED, SIGNED_ONLY)).protection).isEqualTo(Protection.UNKNOWN);
        assertThat(check(gss(3, SIGNED_ONLY, SEALED)).protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldFindKrb5iPlaintext() {
        ObservationDraft draft = check(gss(2, SIGNED_ONLY, SIGNED_ONLY));

        assertThat(draft.protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(draft.plaintext.userData()).isTrue();
        assertThat(draft.reasons.get(0).detail()).contains("integrity");
    }

    @Test
    void shouldNotTakeTheRenewalOfALeaseForUserData() {
        byte[] renew = hex("00000000 00000000 00000001 0000001e 0102030405060708");
        byte[] sequence = hex("00000000 00000001 00000001 00000035" + "00".repeat(32));
        byte[] files = hex("00000000 00000000 00000002 00000018 00000009");

        nfs(new Dialogue().client(call(NFS, 1, 1, NOTHING, renew))).isUndecided();
        nfs(new Dialogue().client(call(NFS, 1, 1, NOTHING, sequence))).isUndecided();
        nfs(new Dialogue().client(call(NFS, 1, 1, NOTHING, files)))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldKeepKrb5pProtectedWhenTheLeaseIsRenewedUnderKrb5i() {
        byte[] credential =
                new Wire().u32(1).u32(0).u32(9).u32(2).opaque(hex("01020304")).done();
        byte[] renew = hex("0000001c 00000009 00000000 00000000 00000001 0000001e 0102030405060708");

        ObservationDraft draft = check(gss(3, SEALED, SEALED).client(call(NFS, 1, 6, credential, renew)));

        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldStartTlsWhenItIsGranted() {
        nfs(new Dialogue()
                        .client(call(NFS, 0, 7, NOTHING, NOTHING))
                        .server(reply(0, "STARTTLS".getBytes(java.nio.charset.StandardCharsets.US_ASCII), NOTHING))
                        .client(CLIENT_HELLO))
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(null, true, true, true, null);
    }

    @Test
    void shouldSeeThatTlsIsRefused() {
        nfs(new Dialogue()
                        .client(call(NFS, 0, 7, NOTHING, NOTHING))
                        .server(reply(0, NOTHING, NOTHING))
                        .client(call(NFS, 3, 1, hex("00000000"), NOTHING)))
                .isPlaintext()
                .hasUpgrade(null, true, false, false, null);
    }

    @Test
    void shouldNameTheProgram() {
        assertThat(match(RpcSignature.nfs(), NFS)).isEqualTo(Match.YES);
        assertThat(match(RpcSignature.mount(), 100005)).isEqualTo(Match.YES);
        assertThat(match(RpcSignature.portmap(), 100000)).isEqualTo(Match.YES);
        assertThat(match(RpcSignature.nfsAuxiliary(), 100021)).isEqualTo(Match.YES);
        assertThat(match(RpcSignature.nfs(), 100005)).isEqualTo(Match.NO);
        assertThat(match(RpcSignature.nfs(), 400000)).isEqualTo(Match.NO);
    }

    @Test
    void shouldFindPortmapWithoutUserData() {
        assertThatDialogue(
                        new Dialogue().client(call(100000, 3, 0, NOTHING, hex("000186a3 00000003 00000006 00000000"))),
                        RpcSignature.portmap())
                .isPlaintext()
                .hasUserData(false);
    }

    private static Match match(RpcSignature signature, int program) {
        return new Dialogue().client(call(program, 0, 0, NOTHING, NOTHING)).match(signature);
    }

    private static Dialogue gss(int service, String request, String response) {
        byte[] credential = new Wire()
                .u32(1)
                .u32(0)
                .u32(7)
                .u32(service)
                .opaque(hex("01020304"))
                .done();
        return new Dialogue()
                .client(call(
                        NFS, 1, 6, credential, new Wire().opaque(hex(request)).done()))
                .server(reply(6, hex("0404"), new Wire().opaque(hex(response)).done()));
    }

    static byte[] call(int program, int procedure, int flavor, byte[] credential, byte[] arguments) {
        return record(new Wire()
                .u32(0x12345678)
                .u32(0)
                .u32(2)
                .u32(program)
                .u32(4)
                .u32(procedure)
                .u32(flavor)
                .opaque(credential)
                .u32(flavor == 6 ? 6 : 0)
                .opaque(NOTHING)
                .add(arguments)
                .done());
    }

    private static byte[] reply(int flavor, byte[] verifier, byte[] results) {
        return record(new Wire()
                .u32(0x12345678)
                .u32(1)
                .u32(0)
                .u32(flavor)
                .opaque(verifier)
                .u32(0)
                .add(results)
                .done());
    }

    private static byte[] record(byte[] message) {
        return new Wire().u32(0x80000000L | message.length).add(message).done();
    }

    private static ObservationDraft check(Dialogue dialogue) {
        nfs(dialogue);
        return dialogue.feed(RpcSignature.nfs()::open).draft();
    }

    private static DialogueAssert nfs(Dialogue dialogue) {
        return assertThatDialogue(dialogue, RpcSignature.nfs());
    }
}

package io.plainsight.sensor.ssh;

import static io.plainsight.sensor.ssh.SshPackets.keyExchange;
import static io.plainsight.sensor.ssh.SshPackets.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.text.Dialogue;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshTest {
    @Test
    void shouldCallACompletedExchangeProtected() {
        ObservationDraft draft = draft(keyExchange().dialogue());

        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        assertThat(draft.action).isEqualTo("handshake_completed");
        assertThat(draft.crypto.keyExchange()).isEqualTo("curve25519-sha256");
        assertThat(draft.crypto.authentication()).isEqualTo("ssh-ed25519");
        assertThat(draft.crypto.encryption()).isEqualTo("aes256-gcm@openssh.com");
        assertThat(draft.crypto.integrity()).isEqualTo("implicit");
        assertThat(draft.crypto.postQuantum()).isFalse();
        assertThat(draft.crypto.forwardSecret()).isTrue();
        assertThat(draft.crypto.version()).isEqualTo("2.0");
        assertThat(draft.crypto.clientSoftware()).isEqualTo("PuTTY_0.78");
        assertThat(draft.crypto.serverSoftware()).isEqualTo("OpenSSH_9.2p1 Debian-2");
        assertThat(draft.crypto.offered().get("server_encryption"))
                .containsExactly("aes128-ctr", "aes256-gcm@openssh.com");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            diffie-hellman-group1-sha1 | ssh-ed25519 | aes128-ctr  | hmac-sha2-256 | key exchange
            curve25519-sha256          | ssh-rsa     | aes128-ctr  | hmac-sha2-256 | host key algorithm
            curve25519-sha256          | ssh-dss     | aes128-ctr  | hmac-sha2-256 | host key algorithm
            curve25519-sha256          | ssh-ed25519 | arcfour256  | hmac-sha2-256 | cipher
            curve25519-sha256          | ssh-ed25519 | 3des-cbc    | hmac-sha2-256 | cipher
            curve25519-sha256          | ssh-ed25519 | aes256-cbc  | hmac-sha2-256 | cipher
            curve25519-sha256          | ssh-ed25519 | aes128-ctr  | hmac-md5      | MAC
            """)
    void shouldCallWeakWhatChoseAWeakAlgorithm(String kex, String hostKey, String cipher, String mac, String word) {
        ObservationDraft draft =
                draft(keyExchange().with(kex, hostKey, cipher, mac).dialogue());

        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.reasons).hasSize(1);
        assertThat(draft.reasons.get(0).rule()).isEqualTo(Reasons.CRYPTO_ALGORITHM_WEAK);
        assertThat(draft.reasons.get(0).detail()).contains(word).doesNotContain(",");
    }

    @Test
    void shouldMeasureHostKeysAndGroups() {
        SshPackets small = keyExchange()
                .with("diffie-hellman-group-exchange-sha256", "rsa-sha2-512", "aes128-ctr", "hmac-sha2-256")
                .rsaKey(1024)
                .group(1024);
        assertThat(draft(small.dialogue()).reasons.get(0).detail())
                .isEqualTo("SSH: host key of 1024 bits, Diffie-Hellman group of 1024 bits");
        assertThat(draft(small.rsaKey(2048).group(2048).dialogue()).protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldCallPlaintextWhatEncryptsNothing() {
        SshPackets none = keyExchange().with("curve25519-sha256", "ssh-ed25519", "none", "hmac-sha2-256");

        assertThat(draft(none.dialogue()).protection).isEqualTo(Protection.PLAINTEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlkem768x25519-sha256", "sntrup761x25519-sha512@openssh.com"})
    void shouldKnowPostQuantumKeyExchanges(String name) {
        SshPackets hybrid = keyExchange().with(name, "ssh-ed25519", "aes128-ctr", "hmac-sha2-256");

        assertThat(draft(hybrid.dialogue()).crypto.postQuantum()).isTrue();
    }

    @Test
    void shouldSayUnknownWhenTheServersReplyIsMissing() {
        ObservationDraft draft = draft(keyExchange().withoutReply().dialogue());

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.action).isNull();
    }

    @Test
    void shouldFailWithoutACommonAlgorithm() {
        Dialogue dialogue = new Dialogue()
                .client("SSH-2.0-a\r\n")
                .server("SSH-2.0-b\r\n")
                .client(packet(SshPackets.kexInit("curve25519-sha256", "ssh-rsa", "aes128-ctr", "hmac-sha1")))
                .server(packet(SshPackets.kexInit("mlkem768x25519-sha256", "ssh-rsa", "aes128-ctr", "hmac-sha1")))
                .server(packet(Bytes.hex("01 00000003 00000000 00000000")));
        ObservationDraft draft = draft(dialogue);

        assertThat(draft.action).isEqualTo("handshake_failed");
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldNotTakeAGrabbedBannerForAFailure() {
        ObservationDraft draft = draft(new Dialogue().server("SSH-2.0-OpenSSH_9.2\r\n"));

        assertThat(draft.action).isNull();
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.crypto.serverSoftware()).isEqualTo("OpenSSH_9.2");
    }

    @ParameterizedTest
    @CsvSource({"SSH-1.5-old,SSH-1.99-both,WEAK", "SSH-2.0-new,SSH-1.5-old,WEAK", "SSH-2.0-a,SSH-1.99-b,UNKNOWN"})
    void shouldCallVersionOneWeak(String client, String server, Protection protection) {
        assertThat(draft(new Dialogue().server(server + "\n").client(client + "\n")).protection)
                .isEqualTo(protection);
    }

    @Test
    void shouldReadLinesBeforeTheServersIdentification() {
        Dialogue greeted = new Dialogue()
                .server("Welcome\r\nto the host\r\n")
                .client("SSH-2.0-c\r\n")
                .server("SSH-2.0-s\r\n");

        assertThat(greeted.match(new SshSignature())).isEqualTo(Match.NO);
        assertThat(draft(greeted).crypto.serverSoftware()).isEqualTo("s");
    }

    @Test
    void shouldNotDependOnHowBytesAreSplit() {
        Dialogue dialogue = keyExchange().dialogue();
        String whole = dialogue.feed(SshDissector::new).summary();

        assertThat(dialogue.feedByteByByte(SshDissector::new).summary()).isEqualTo(whole);
        for (int at = 1; at < dialogue.length(); at++) {
            assertThat(dialogue.feedSplit(SshDissector::new, at).summary()).isEqualTo(whole);
        }
    }

    @Test
    void shouldNeverCallProtectedWhatWasNotSeenToItsEnd() {
        Dialogue dialogue = keyExchange().dialogue();
        int encrypted = "\1\2\3encrypted".length();
        for (int length = 0; length < dialogue.length() - encrypted; length++) {
            assertThat(dialogue.feedTruncated(SshDissector::new, length).draft().protection)
                    .isEqualTo(Protection.UNKNOWN);
        }
        for (int at = 0; at < dialogue.length() - encrypted - 1; at += 3) {
            assertThat(dialogue.feedWithGap(SshDissector::new, at, 7).draft().protection)
                    .isNotEqualTo(Protection.PROTECTED);
        }
    }

    @Test
    void shouldSurviveDisturbedLengthsAndRandomBytes() {
        byte[] init = packet(SshPackets.kexInit("a,b", "c", "d", "e"));
        Random random = new Random(4253);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = init.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
            }
            SshDissector dissector = new SshDissector();
            feed(dissector, Side.CLIENT, "SSH-2.0-a\r\n".getBytes(StandardCharsets.US_ASCII));
            feed(dissector, Side.SERVER, "SSH-2.0-b\r\n".getBytes(StandardCharsets.US_ASCII));
            feed(dissector, Side.CLIENT, bytes);
            feed(dissector, Side.SERVER, bytes);
            ObservationDraft draft = new ObservationDraft();
            dissector.describe(draft);
            assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        }
    }

    private static void feed(SshDissector dissector, Side side, byte[] bytes) {
        Progress progress = dissector.onBytes(side, new ByteCursor().wrap(bytes), 0);
        assertThat(progress).isNotNull();
    }

    private static ObservationDraft draft(Dialogue dialogue) {
        return dialogue.feed(SshDissector::new).draft();
    }
}

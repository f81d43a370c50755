package io.plainsight.sensor.smtp;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpTest {
    /** RFC 3207 section 5. */
    private static final String STARTTLS = """
            S: 220 mail.imc.org SMTP service ready
            C: EHLO mail.example.com
            S: 250-mail.imc.org offers a warm hug of welcome
            S: 250-8BITMIME
            S: 250-STARTTLS
            S: 250 DSN
            C: STARTTLS
            S: 220 Go ahead
            """;

    /** RFC 5321 appendix D.1, shortened. */
    private static final String TYPICAL = """
            S: 220 foo.com Simple Mail Transfer Service Ready
            C: EHLO bar.com
            S: 250-foo.com greets bar.com
            S: 250-8BITMIME
            S: 250-SIZE
            S: 250-DSN
            S: 250 HELP
            C: MAIL FROM:<Smith@bar.com>
            S: 250 OK
            C: RCPT TO:<Jones@foo.com>
            S: 250 OK
            C: DATA
            S: 354 Start mail input; end with <CRLF>.<CRLF>
            C: STARTTLS
            C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
            C: .
            S: 250 OK
            C: QUIT
            S: 221 foo.com Service closing transmission channel
            """;

    @Test
    void shouldStartTlsBehindTheServersAcceptLine() {
        dialogue(Dialogue.of(STARTTLS).client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldLeaveTheHelloUnconsumedWhenItCameBeforeTheAnswer() {
        dialogue(new Dialogue()
                        .server("220 a ESMTP\r\n")
                        .client("EHLO b\r\n")
                        .server("250-a\r\n250 STARTTLS\r\n")
                        .client("STARTTLS\r\n")
                        .client(CLIENT_HELLO)
                        .server("220 Go ahead\r\n"))
                .startsTlsAt(CLIENT_HELLO);
    }

    @Test
    void shouldNoteClearBytesBetweenCommandAndTls() {
        dialogue(new Dialogue()
                        .server("220 a ESMTP\r\n")
                        .client("EHLO b\r\n")
                        .server("250-a\r\n250 STARTTLS\r\n")
                        .client("STARTTLS\r\nRSET\r\n")
                        .server("220 Go ahead\r\n")
                        .client(CLIENT_HELLO))
                .startsTls()
                .hasReason("starttls.pipelined");
    }

    @Test
    void shouldCallMailInClearPlaintextAndNotReadTheMail() {
        dialogue(Dialogue.of(TYPICAL))
                .isPlaintext()
                .hasCredentials(null)
                .hasUserData(true)
                .hasUpgrade(false, false, null, false, null);
    }

    @Test
    void shouldCallLmtpPlaintext() {
        dialogue(Dialogue.of("""
                        S: 220 foo.edu LMTP server ready
                        C: LHLO foo.edu
                        S: 250-foo.edu
                        S: 250 SIZE
                        C: MAIL FROM:<chris@bar.com>
                        S: 250 OK
                        """)).isPlaintext();
    }

    @Test
    void shouldNameLmtpByItsGreeting() {
        LmtpSignature lmtp = new LmtpSignature();

        assertThat(Dialogue.of("S: 220 foo.edu LMTP server ready").match(lmtp)).isEqualTo(Match.YES);
        assertThat(Dialogue.of("S: 220 foo.edu LMTP server ready").match(new SmtpSignature()))
                .isEqualTo(Match.MAYBE);
        assertThat(Dialogue.of("S: 220 ready\nC: LHLO foo.edu").match(lmtp)).isEqualTo(Match.YES);
        assertThat(Dialogue.of("S: 220 ready\nC: LHLO foo.edu").match(new SmtpSignature()))
                .isEqualTo(Match.NO);
        assertThat(Dialogue.of("S: 220 foo.edu ESMTP").match(lmtp)).isEqualTo(Match.NO);
        assertThat(Dialogue.of("S: 220 foo.edu FTP\nS: 331 password").match(lmtp))
                .isEqualTo(Match.NO);
    }

    @Test
    void shouldStartTlsInsideLmtp() {
        Dialogue dialogue = Dialogue.of("""
                        S: 220 foo.edu LMTP server ready
                        C: LHLO foo.edu
                        S: 250-foo.edu
                        S: 250 STARTTLS
                        C: STARTTLS
                        S: 220 go
                        """).client(CLIENT_HELLO);

        assertThatDialogue(dialogue, new LmtpSignature())
                .startsTlsAt(CLIENT_HELLO)
                .hasUpgrade(true, true, true, true, null);
        // whoever names SMTP in the greeting and is greeted with LHLO speaks LMTP as well
        assertThat(dialogue.feed(new SmtpSignature()::open).draft().protocol).isEqualTo("lmtp");
    }

    @Test
    void shouldSeeThatTheOfferWasNotUsed() {
        dialogue(Dialogue.of("""
                        S: 220 a ESMTP
                        C: EHLO b
                        S: 250-a
                        S: 250 STARTTLS
                        C: MAIL FROM:<x@b>
                        S: 250 OK
                        """)).isPlaintext().hasUpgrade(true, false, null, false, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"454 TLS not available due to temporary reason", "502 5.5.1 not implemented"})
    void shouldSeeTheRefusal(String refusal) {
        dialogue(Dialogue.of("S: 220 a ESMTP\nC: EHLO b\nS: 250-a\nS: 250 STARTTLS\nC: STARTTLS\nS: " + refusal
                        + "\nC: MAIL FROM:<x@b>\nS: 250 OK"))
                .isPlaintext()
                .hasUpgrade(true, true, false, false, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XXXXXXXA", "XXXX", "XXXXXXXX"})
    void shouldSeeTheMarksOfStripping(String filler) {
        dialogue(Dialogue.of("S: 220 a ESMTP\nC: EHLO b\nS: 250-a\nS: 250-" + filler
                        + "\nS: 250 SIZE\nC: MAIL FROM:<x@b>\nS: 250 OK"))
                .isPlaintext()
                .hasUpgrade(false, false, null, false, true);
    }

    @Test
    void shouldNotTakeExtensionsThatBeginWithXForFiller() {
        dialogue(
                        Dialogue.of(
                                "S: 220 a ESMTP\nC: EHLO b\nS: 250-a\nS: 250-XCLIENT NAME\nS: 250-X-EXPS GSSAPI\nS: 250 XFORWARD\nC: QUIT"))
                .hasUpgrade(false, false, null, false, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=",
                "C: AUTH PLAIN\nS: 334 \nC: dGVzdAB0ZXN0ADEyMzQ=",
                "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGVzdA==\nS: 334 UGFzc3dvcmQ6\nC: MTIzNA==",
                "C: auth login dGVzdA==\nS: 334 UGFzc3dvcmQ6\nC: MTIzNA=="
            })
    void shouldSeeASecret(String auth) {
        dialogue(Dialogue.of("S: 220 a ESMTP\nC: EHLO b\nS: 250 AUTH PLAIN LOGIN\n" + auth + "\nS: 235 OK"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasReason("plaintext.credentials");
    }

    @Test
    void shouldSeeDerivedCredentials() {
        // RFC 4954 section 4
        dialogue(Dialogue.of("""
                        S: 220 smtp.example.com ESMTP
                        C: EHLO client.example.com
                        S: 250 AUTH CRAM-MD5
                        C: AUTH CRAM-MD5
                        S: 334 PDQxOTI5NDIzNDEuMTI4Mjg0NzJAc291cmNlZm91ci5hbmRyZXcuY211LmVkdT4=
                        C: cmpzMyBlYzNhNTlmZWQzOTVhYmExZWM2MzY3YzRmNGI0MWFjMA==
                        S: 235 2.7.0 Authentication successful
                        """)).isPlaintext().hasCredentials("derived");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: AUTH LOGIN\nS: 530 Must issue a STARTTLS command first",
                "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGVzdA==\nS: 535 no",
                "C: AUTH PLAIN\nS: 334 \nC: *\nS: 501 cancelled",
                "C: MAIL FROM:<x@b>\nS: 530 5.7.0 Must issue a STARTTLS command first",
                "C: QUIT\nS: 221 bye"
            })
    void shouldNotDecideWhereTheServerInsistsOrTheClientLeaves(String rest) {
        dialogue(Dialogue.of("S: 220 a ESMTP\nC: EHLO b\nS: 250-a\nS: 250 STARTTLS\n" + rest))
                .isUndecided()
                .hasNoPlaintext();
    }

    @Test
    void shouldDecideAtTheEndWhereNothingWasOffered() {
        dialogue(Dialogue.of("S: 220 a ESMTP\nC: EHLO b\nS: 250-a\nS: 250 SIZE\nC: QUIT\nS: 221 bye"))
                .isPlaintext()
                .hasUserData(false);
    }

    @Test
    void shouldNotDecideOnAGreetingAlone() {
        dialogue(Dialogue.of("S: 220 a ESMTP")).isUndecided().hasNoUpgrade();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 220 mail ESMTP Postfix",
                "S: 220-mail\nS: 220 ESMTP",
                "C: EHLO b",
                "C: HELO b",
                "S: 220 ready\nS: 250 hello"
            })
    void shouldRecognise(String text) {
        assertThat(Dialogue.of(text).match(new SmtpSignature())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 220 (vsFTPd 3.0.5)\nS: 331 Please specify the password.",
                "S: 200 news.example.com InterNetNews ready",
                "S: +OK POP3 ready",
                "S: * OK IMAP4 ready",
                "S: SSH-2.0-OpenSSH_9.2",
                "C: EHLOb",
                "C: GET / HTTP/1.1"
            })
    void shouldNotRecogniseNeighbours(String text) {
        assertThat(Dialogue.of(text).match(new SmtpSignature())).isEqualTo(Match.NO);
    }

    @Test
    void shouldWaitOnAGreetingThatFtpMayGiveToo() {
        assertThat(Dialogue.of("S: 220 ready").match(new SmtpSignature())).isEqualTo(Match.MAYBE);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new SmtpSignature());
    }
}

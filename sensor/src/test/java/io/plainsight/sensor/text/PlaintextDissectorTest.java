package io.plainsight.sensor.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.http.HttpDissector;
import io.plainsight.sensor.imap.ImapDissector;
import io.plainsight.sensor.smtp.SmtpDissector;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlaintextDissectorTest {
    @Test
    void shouldCountAnUpgradeAsUnusedWhenClearBytesComeBack() {
        StreamDissector smtp = new SmtpDissector();
        feed(smtp, Side.SERVER, "220 a ESMTP\r\n");
        feed(smtp, Side.CLIENT, "STARTTLS\r\n");
        assertThat(feed(smtp, Side.SERVER, "220 go ahead\r\n")).isEqualTo(Progress.START_TLS);

        feed(smtp, Side.CLIENT, "MAIL FROM:<a@b>\r\n");

        assertThat(feed(smtp, Side.SERVER, "250 OK\r\n")).isEqualTo(Progress.DECIDED);
        assertThat(describe(smtp).protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(describe(smtp).startTls)
                .isEqualTo(ObservationStartTlsBuilder.builder()
                        .protocol("smtp")
                        .requested(true)
                        .accepted(true)
                        .used(false)
                        .clearFollowed(true)
                        .build());
    }

    @Test
    void shouldTellALaterCredentialOnceAndThenBeDone() {
        StreamDissector imap = new ImapDissector();
        feed(imap, Side.SERVER, "* PREAUTH hi\r\n");

        assertThat(feed(imap, Side.CLIENT, "a1 LOGIN smith sesame\r\n")).isEqualTo(Progress.DECIDED);
        assertThat(feed(imap, Side.CLIENT, "a2 LOGIN smith sesame\r\n")).isEqualTo(Progress.MORE);
        feed(imap, Side.CLIENT, "a3 SELECT INBOX\r\n");
        assertThat(feed(imap, Side.SERVER, "a3 OK\r\n")).isEqualTo(Progress.DECIDED);
        assertThat(feed(imap, Side.SERVER, "* 1 EXISTS\r\n")).isEqualTo(Progress.DONE);
    }

    @Test
    void shouldGoOnAtTheNextLineBehindMissingBytes() {
        StreamDissector smtp = new SmtpDissector();
        feed(smtp, Side.SERVER, "220 a ESMTP\r\n");
        smtp.onGap(Side.CLIENT, 0);

        feed(smtp, Side.CLIENT, "of a lost line\r\nAUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=\r\n");

        assertThat(describe(smtp).plaintext.credentials()).isEqualTo("secret");
    }

    @Test
    void shouldKeepThePlaintextSeenBeforeMissingBytes() {
        StreamDissector http = new HttpDissector();
        feed(http, Side.CLIENT, "GET / HTTP/1.1\r\n\r\n");
        feed(http, Side.SERVER, "HTTP/1.1 200 OK\r\n\r\n");

        http.onGap(Side.CLIENT, 0);
        http.onGap(Side.SERVER, 0);

        assertThat(describe(http).protection).isEqualTo(Protection.PLAINTEXT);
    }

    @Test
    void shouldSeeTheUpgradeWhoseAnswerIsMissing() {
        StreamDissector smtp = new SmtpDissector();
        feed(smtp, Side.SERVER, "220 a ESMTP\r\n");
        feed(smtp, Side.CLIENT, "STARTTLS\r\n");
        smtp.onGap(Side.SERVER, 0);
        ByteCursor hello = new ByteCursor().wrap(DialogueAssert.CLIENT_HELLO);

        assertThat(smtp.onBytes(Side.CLIENT, hello, 0)).isEqualTo(Progress.START_TLS);
        assertThat(hello.remaining()).isEqualTo(DialogueAssert.CLIENT_HELLO.length);
    }

    @Test
    void shouldStopReadingASideAtTheLimitAndBeDoneAtBoth() {
        StreamDissector http = new HttpDissector();
        feed(http, Side.CLIENT, "GET / HTTP/1.1\r\n\r\n");
        feed(http, Side.SERVER, "HTTP/1.1 200 OK\r\n\r\n");
        String filler = "x".repeat(PlaintextDissector.INSPECTION_LIMIT);

        assertThat(feed(http, Side.SERVER, filler)).isEqualTo(Progress.MORE);
        feed(http, Side.CLIENT, filler);

        assertThat(feed(http, Side.SERVER, "more")).isEqualTo(Progress.DONE);
    }

    @Test
    void shouldDecideOnceAtTheEnd() {
        StreamDissector smtp = new SmtpDissector();
        feed(smtp, Side.SERVER, "220 a ESMTP\r\n");
        feed(smtp, Side.CLIENT, "HELO b\r\n");
        feed(smtp, Side.SERVER, "250 a\r\n");

        assertThat(smtp.onClose(Side.CLIENT, CloseKind.FIN, 0)).isEqualTo(Progress.MORE);
        assertThat(smtp.onClose(Side.SERVER, CloseKind.FIN, 0)).isEqualTo(Progress.DECIDED);
        assertThat(smtp.onClose(null, CloseKind.FIN, 0)).isEqualTo(Progress.MORE);
    }

    @Test
    void shouldDisownAServerThatSpeaksSomethingElse() {
        assertThat(feed(new SmtpDissector(), Side.SERVER, "SSH-2.0-OpenSSH\r\n"))
                .isEqualTo(Progress.NOT_MINE);
    }

    private static Progress feed(StreamDissector dissector, Side side, String text) {
        return dissector.onBytes(side, new ByteCursor().wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static ObservationDraft describe(StreamDissector dissector) {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft;
    }
}

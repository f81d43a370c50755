package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.imap.ImapDissector;
import io.plainsight.sensor.smtp.SmtpDissector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an upgrade's record says beside offered, asked for, accepted and used: from bytes as the standards have them. */
class StarttlsFactsTest {
    static Stream<Arguments> requirements() {
        return Stream.of(
                say(
                        "RFC 9051 6.2.3",
                        "S* OK [CAPABILITY IMAP4rev2 STARTTLS LOGINDISABLED] hi\r\n",
                        "Ca1 LOGIN b s\r\n",
                        "Sa1 NO\r\n"),
                say(
                        "RFC 9051 6.1.1",
                        "S* OK hi\r\n",
                        "Ca1 CAPABILITY\r\n",
                        "S* CAPABILITY IMAP4rev2 LOGINDISABLED AUTH=GSSAPI\r\na1 OK\r\n",
                        "Ca2 LOGIN b s\r\n"),
                say(
                        "RFC 3207 4",
                        "S220 a ESMTP\r\n",
                        "CEHLO b\r\n",
                        "S250-a\r\n250 STARTTLS\r\n",
                        "CMAIL FROM:<a@b>\r\n",
                        "S530 5.7.0 Must issue a STARTTLS command first\r\n"),
                say(
                        "RFC 4954 6",
                        "S220 a ESMTP\r\n",
                        "CEHLO b\r\n",
                        "S250-a\r\n250 AUTH PLAIN\r\n",
                        "CAUTH PLAIN\r\n",
                        "S538 5.7.11 Encryption required\r\n"),
                say(
                        "RFC 6120 5.4.1",
                        "C<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='a' version='1.0'"
                                + " xmlns:stream='http://etherx.jabber.org/streams'>",
                        "S<stream:stream xmlns='jabber:client' id='1' version='1.0'"
                                + " xmlns:stream='http://etherx.jabber.org/streams'><stream:features>"
                                + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
                                + "</stream:features>"),
                say("RFC 4642 2.2.2", "S200 hi\r\n", "CAUTHINFO USER b\r\n", "S483 Encryption required\r\n"),
                say(
                        "RFC 4511 A.2",
                        "C" + hex("3015020101601002010304" + "04636e3d6180056162636465"),
                        "S" + hex("300c02010161070a010d04000400")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requirements")
    void shouldTellThatTheServerRequiresTls(String source, List<String> lines) {
        for (int size : new int[] {1400, 1}) {
            assertThat(upgrade(lines, size).required()).as(source).isTrue();
        }
    }

    static Stream<Arguments> noRequirements() {
        return Stream.of(
                say(
                        "another 530",
                        "S220 a ESMTP\r\n",
                        "CEHLO b\r\n",
                        "S250-a\r\n250 STARTTLS\r\n",
                        "CMAIL FROM:<a@b>\r\n",
                        "S530 5.7.0 Authentication required\r\n"),
                say(
                        "required of another feature",
                        "C<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='a' version='1.0'"
                                + " xmlns:stream='http://etherx.jabber.org/streams'>",
                        "S<stream:stream xmlns='jabber:client' id='1' version='1.0'"
                                + " xmlns:stream='http://etherx.jabber.org/streams'><stream:features>"
                                + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
                                + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><required/></bind></stream:features>"),
                say("a server without", "S* OK [CAPABILITY IMAP4rev2 STARTTLS] hi\r\n", "Ca1 LOGIN b s\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noRequirements")
    void shouldNotTellItOfOthers(String source, List<String> lines) {
        assertThat(upgrade(lines, 1400).required()).as(source).isNull();
    }

    @Test
    void shouldTakeARefusedEhloForAServerWithoutOffers() {
        List<String> lines = List.of(
                "S220 a ESMTP\r\n",
                "CEHLO b\r\n",
                "S500 5.5.1 unrecognized\r\n",
                "CHELO b\r\n",
                "S250 a\r\n",
                "CMAIL FROM:<a@b>\r\n",
                "S250 ok\r\n");

        assertThat(upgrade(lines, 1400).offered()).isFalse();
    }

    @Test
    void shouldTakeARefusedCapaForAServerWithoutOffers() {
        List<String> lines =
                List.of("S+OK hi\r\n", "CCAPA\r\n", "S-ERR unknown\r\n", "CUSER b\r\n", "S+OK\r\n", "CPASS s\r\n");

        assertThat(upgrade(lines, 1400).offered()).isFalse();
    }

    @Test
    void shouldTellOnWhoseSideTheFillerStands() {
        List<String> both = List.of(
                "S220 a ESMTP\r\n",
                "CEHLO b\r\n",
                "S250-a\r\n250 XXXXXXXA\r\n",
                "CXXXXXXXX\r\n",
                "S500 unrecognized\r\n",
                "CMAIL FROM:<a@b>\r\n",
                "S250 ok\r\n");
        assertThat(upgrade(both, 1400).filler()).isEqualTo("both");

        List<String> client = List.of(
                "S220 a ESMTP\r\n",
                "CEHLO b\r\n",
                "S250-a\r\n250 STARTTLS\r\n",
                "CXXXXXXXX\r\n",
                "S500 unrecognized\r\n",
                "CMAIL FROM:<a@b>\r\n",
                "S250 ok\r\n");
        assertThat(upgrade(client, 1400).filler()).isEqualTo("client");
    }

    /** The missing bytes may be the offer's own: nothing may be said about it. */
    @Test
    void shouldNotMissAnOfferThatMayBeInAHole() {
        SmtpDissector smtp = new SmtpDissector();
        feed(smtp, Side.SERVER, "220 a ESMTP\r\n");
        feed(smtp, Side.CLIENT, "EHLO b\r\n");
        feed(smtp, Side.SERVER, "250-a\r\n250-SIZE 1\r\n");
        smtp.onGap(Side.SERVER, 0);
        feed(smtp, Side.SERVER, "T\r\n250 HELP\r\n");
        feed(smtp, Side.CLIENT, "MAIL FROM:<a@b>\r\n");
        feed(smtp, Side.SERVER, "250 ok\r\n");
        assertThat(describe(smtp)).isNull();

        ImapDissector imap = new ImapDissector();
        feed(imap, Side.SERVER, "* OK hi\r\n");
        imap.onGap(Side.SERVER, 0);
        feed(imap, Side.SERVER, "x\r\n* CAPABILITY IMAP4rev2\r\n");
        feed(imap, Side.CLIENT, "a1 LOGIN b s\r\n");
        assertThat(describe(imap)).isNull();
    }

    /** What looks like text behind a hole may be the middle of TLS. */
    @Test
    void shouldNotTakeBytesBehindAHoleForClearOnes() {
        SmtpDissector smtp = new SmtpDissector();
        feed(smtp, Side.SERVER, "220 a ESMTP\r\n");
        feed(smtp, Side.CLIENT, "STARTTLS\r\n");
        feed(smtp, Side.SERVER, "220 go\r\n");
        smtp.onGap(Side.CLIENT, 0);
        feed(smtp, Side.CLIENT, "\u0017\u0003\u0003abc\r\n");

        assertThat(describe(smtp).clearFollowed()).isNull();
    }

    private static Observation.StartTls upgrade(List<String> lines, int size) {
        Conversations sensor = new Conversations();
        Conversations.Conversation conversation = sensor.open(40000, 9999, size);
        for (String line : lines) {
            if (line.charAt(0) == 'S') {
                conversation.server(line.substring(1));
            } else {
                conversation.client(line.substring(1));
            }
        }
        return sensor.ended(9999).plainsight().starttls();
    }

    private static void feed(StreamDissector dissector, Side side, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        dissector.onBytes(side, new ByteCursor().wrap(ByteBuffer.wrap(bytes), 0, bytes.length), 0);
    }

    private static Observation.StartTls describe(StreamDissector dissector) {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft.startTls;
    }

    private static Arguments say(String source, String... lines) {
        return Arguments.of(source, List.of(lines));
    }

    private static String hex(String text) {
        return new String(HexFormat.of().parseHex(text), StandardCharsets.ISO_8859_1);
    }
}

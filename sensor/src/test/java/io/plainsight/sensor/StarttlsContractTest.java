package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.metrics.SensorCounter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every protocol with an upgrade to TLS must tell: offered, asked for, accepted, refused, used, what followed in
 * clear, and bytes pipelined around the upgrade. Through the whole sensor, in whole segments and byte by byte.
 */
class StarttlsContractTest {
    private static final String HELLO = hex("16030100c8010000c40303a1a2a3a4");

    /**
     * @param opening lines before the request, {@code S} or {@code C} first
     * @param offered what the opening says about the offer
     * @param clear a conversation in clear that exposes something, after a refusal or in place of TLS
     * @param command a harmless command of the client to slip in behind the request; empty where there is none
     */
    private record Protocol(
            String name,
            List<String> opening,
            Boolean offered,
            String request,
            String accept,
            List<String> refusals,
            List<String> clear,
            String command) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Protocol> protocols() {
        return Stream.of(
                new Protocol(
                        "smtp",
                        List.of("S220 a ESMTP\r\n", "CEHLO b\r\n", "S250-a\r\n250 STARTTLS\r\n"),
                        true,
                        "STARTTLS\r\n",
                        "220 go\r\n",
                        List.of("454 TLS not available\r\n", "502 unknown\r\n", "554 no\r\n"),
                        List.of("CMAIL FROM:<a@b>\r\n", "S250 ok\r\n"),
                        "RSET\r\n"),
                new Protocol(
                        "lmtp",
                        List.of("S220 a LMTP\r\n", "CLHLO b\r\n", "S250-a\r\n250 STARTTLS\r\n"),
                        true,
                        "STARTTLS\r\n",
                        "220 go\r\n",
                        List.of("454 TLS not available\r\n", "500 unknown\r\n"),
                        List.of("CMAIL FROM:<a@b>\r\n", "S250 ok\r\n"),
                        "RSET\r\n"),
                new Protocol(
                        "imap",
                        List.of("S* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n"),
                        true,
                        "a1 STARTTLS\r\n",
                        "a1 OK begin\r\n",
                        List.of("a1 NO not now\r\n", "a1 BAD unknown\r\n"),
                        List.of("Ca2 LOGIN bob secret\r\n", "Sa2 OK\r\n"),
                        "a9 NOOP\r\n"),
                new Protocol(
                        "pop3",
                        List.of("S+OK ready\r\n", "CCAPA\r\n", "S+OK\r\nSTLS\r\n.\r\n"),
                        true,
                        "STLS\r\n",
                        "+OK begin\r\n",
                        List.of("-ERR no\r\n", "-ERR [SYS/TEMP] later\r\n"),
                        List.of("CUSER bob\r\n", "S+OK\r\n", "CPASS secret\r\n", "S+OK\r\n"),
                        "NOOP\r\n"),
                new Protocol(
                        "ftp",
                        List.of("S220 FTP\r\n", "CFEAT\r\n", "S211-f\r\n AUTH TLS\r\n211 end\r\n"),
                        true,
                        "AUTH TLS\r\n",
                        "234 go\r\n",
                        List.of("500 unknown\r\n", "502 no\r\n", "534 policy\r\n", "431 later\r\n"),
                        List.of("CUSER bob\r\n", "S331 password\r\n", "CPASS secret\r\n", "S230 in\r\n"),
                        "NOOP\r\n"),
                new Protocol(
                        "nntp",
                        List.of(
                                "S200 news ready\r\n",
                                "CCAPABILITIES\r\n",
                                "S101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n"),
                        true,
                        "STARTTLS\r\n",
                        "382 go\r\n",
                        List.of("580 can not\r\n", "502 no\r\n", "500 unknown\r\n"),
                        List.of("CAUTHINFO PASS secret\r\n", "S281 in\r\n"),
                        "DATE\r\n"),
                new Protocol(
                        "managesieve",
                        List.of("S\"IMPLEMENTATION\" \"a\"\r\n\"SIEVE\" \"b\"\r\n\"STARTTLS\"\r\nOK\r\n"),
                        true,
                        "STARTTLS\r\n",
                        "OK\r\n",
                        List.of("NO\r\n", "BYE \"no\"\r\n"),
                        List.of("CLISTSCRIPTS\r\n", "S\"a\"\r\nOK\r\n"),
                        "NOOP\r\n"),
                new Protocol(
                        "irc",
                        List.of("CCAP LS\r\n", "S:a CAP * LS :multi-prefix tls\r\n"),
                        true,
                        "STARTTLS\r\n",
                        ":a 670 * :go\r\n",
                        List.of(":a 691 * :no\r\n", ":a 421 * STARTTLS :unknown\r\n"),
                        List.of("CPASS secret\r\n", "CNICK b\r\n", "S:a 001 b :hi\r\n"),
                        "NICK b\r\n"),
                new Protocol(
                        "xmpp",
                        List.of(
                                "C<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='a' version='1.0'"
                                        + " xmlns:stream='http://etherx.jabber.org/streams'>",
                                "S<stream:stream xmlns='jabber:client' id='1' version='1.0'"
                                        + " xmlns:stream='http://etherx.jabber.org/streams'><stream:features>"
                                        + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"),
                        true,
                        "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
                        "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
                        List.of("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
                        List.of("C<auth mechanism='PLAIN'>AGJvYgBzZWNyZXQ=</auth>", "S<success/>"),
                        "<presence/>"),
                new Protocol(
                        "ldap",
                        List.of(),
                        null,
                        hex("301d02010177188016312e332e362e312e342e312e313436362e3230303337"),
                        hex("300c02010178070a010004000400"),
                        List.of(hex("300c02010178070a010204000400"), hex("300c02010178070a013404000400")),
                        List.of("C" + hex("3015020102601002010304" + "04636e3d6180056162636465")),
                        ""),
                new Protocol(
                        "postgresql",
                        List.of(),
                        null,
                        hex("0000000804d2162f"),
                        "S",
                        List.of("N"),
                        List.of(
                                "C" + hex("0000001300030000757365720062" + "6f62310000"),
                                "S" + hex("520000000800000003"),
                                "C" + hex("700000000b73656372657400")),
                        ""));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldTellThatTlsFollowed(Protocol protocol) {
        for (int size : new int[] {1400, 1}) {
            Conversations sensor = new Conversations();
            open(sensor, protocol, size)
                    .client(protocol.request())
                    .server(protocol.accept())
                    .client(HELLO);

            Observation seen = ended(sensor);
            assertThat(seen.network().protocol()).isEqualTo("tls");
            assertThat(seen.network().application()).isEqualTo(protocol.name());
            expect(seen, protocol, true, true, true);
            assertThat(seen.plainsight().plaintext()).isNull();
            assertThat(rules(seen)).doesNotContain(Reasons.STARTTLS_PIPELINED);
            assertThat(seen.plainsight().starttls().pipelined()).isNull();
            assertThat(seen.plainsight().starttls().clearFollowed()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldTellARefusalAndWhatFollowedInClear(Protocol protocol) {
        for (String refusal : protocol.refusals()) {
            for (int size : new int[] {1400, 1}) {
                Conversations sensor = new Conversations();
                say(open(sensor, protocol, size).client(protocol.request()).server(refusal), protocol.clear());

                Observation seen = ended(sensor);
                assertThat(seen.network().protocol()).isEqualTo(protocol.name());
                assertThat(seen.plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
                expect(seen, protocol, true, false, false);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldTellThatTheOfferWasNotTaken(Protocol protocol) {
        Conversations sensor = new Conversations();
        say(open(sensor, protocol, 1400), protocol.clear());

        Observation seen = ended(sensor);
        assertThat(seen.plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        if (protocol.offered() != null) {
            expect(seen, protocol, false, null, false);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldTellClearBytesInPlaceOfTls(Protocol protocol) {
        for (int size : new int[] {1400, 1}) {
            Conversations sensor = new Conversations();
            say(open(sensor, protocol, size).client(protocol.request()).server(protocol.accept()), protocol.clear());

            Observation seen = ended(sensor);
            assertThat(seen.network().protocol()).isEqualTo(protocol.name());
            assertThat(seen.plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
            assertThat(seen.plainsight().starttls().clearFollowed()).isTrue();
            expect(seen, protocol, true, true, false);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldNoteCommandsBetweenRequestAndAnswer(Protocol protocol) {
        if (protocol.command().isEmpty()) {
            return;
        }
        for (int size : new int[] {1400, 1}) {
            Conversations sensor = new Conversations();
            open(sensor, protocol, size)
                    .client(protocol.request() + protocol.command())
                    .server(protocol.accept())
                    .client(HELLO);

            Observation seen = ended(sensor);
            assertThat(seen.network().application()).isEqualTo(protocol.name());
            assertThat(rules(seen)).contains(Reasons.STARTTLS_PIPELINED);
            assertThat(seen.plainsight().starttls().pipelined()).isEqualTo("client");
            expect(seen, protocol, true, true, true);
        }
    }

    /** Response injection: clear bytes behind the accept, which a careless client takes for protected ones. */
    @ParameterizedTest
    @MethodSource("protocols")
    void shouldNoteAnswersBehindTheAccept(Protocol protocol) {
        Conversations sensor = new Conversations();
        open(sensor, protocol, 1400)
                .client(protocol.request())
                .server(protocol.accept() + protocol.accept())
                .client(HELLO);

        Observation seen = ended(sensor);
        assertThat(seen.network().protocol()).isEqualTo("tls");
        assertThat(rules(seen)).contains(Reasons.STARTTLS_PIPELINED);
        assertThat(seen.plainsight().starttls().pipelined()).isEqualTo("server");
        expect(seen, protocol, true, true, true);
    }

    /** A box that strips the offer writes filler in its place, in the client's command or the server's list. */
    @ParameterizedTest
    @MethodSource("protocols")
    void shouldSeeFillerInPlaceOfTheOffer(Protocol protocol) {
        String keyword =
                switch (protocol.name()) {
                    case "pop3" -> "STLS";
                    case "ftp" -> "AUTH TLS";
                    case "irc", "xmpp", "ldap", "postgresql" -> null;
                    default -> "STARTTLS";
                };
        if (keyword == null) {
            // no box is known that does so to these
            return;
        }
        for (String filler : List.of("XXXXXXXA", "XXXX", "XXXXXXXX")) {
            Conversations sensor = new Conversations();
            List<String> stripped = protocol.opening().stream()
                    .map(line -> line.replace(keyword, filler))
                    .toList();
            say(say(sensor.open(40000, 9999), stripped), protocol.clear());

            boolean byServer = stripped.stream().anyMatch(line -> line.startsWith("S") && line.contains(filler));
            Observation.StartTls seen = ended(sensor).plainsight().starttls();
            assertThat(seen)
                    .isEqualTo(ObservationStartTlsBuilder.builder()
                            .protocol(protocol.name())
                            .offered(false)
                            .requested(false)
                            .used(false)
                            .stripped(true)
                            .filler("server")
                            .required(seen.required()) // IMAP's LOGINDISABLED is left standing
                            .build());
            assertThat(byServer).isTrue();
        }
    }

    /** The client's hello may come before the sensor sees the answer. */
    @ParameterizedTest
    @MethodSource("protocols")
    void shouldFindAHelloThatCameBeforeTheAnswer(Protocol protocol) {
        if (protocol.opening().isEmpty()) {
            // a server that has said nothing yet may as well be out of sight: TLS begins without its word
            return;
        }
        Conversations sensor = new Conversations();
        open(sensor, protocol, 1400).client(protocol.request()).client(HELLO).server(protocol.accept());

        Observation seen = ended(sensor);
        assertThat(seen.network().protocol()).isEqualTo("tls");
        expect(seen, protocol, true, true, true);
    }

    private static Conversations.Conversation open(Conversations sensor, Protocol protocol, int segmentSize) {
        return say(sensor.open(40000, 9999, segmentSize), protocol.opening());
    }

    private static Conversations.Conversation say(Conversations.Conversation conversation, List<String> lines) {
        for (String line : lines) {
            if (line.charAt(0) == 'S') {
                conversation.server(line.substring(1));
            } else {
                conversation.client(line.substring(1));
            }
        }
        return conversation;
    }

    private static Observation ended(Conversations sensor) {
        Observation seen = sensor.ended(9999);
        assertThat(sensor.counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
        return seen;
    }

    private static void expect(Observation seen, Protocol protocol, Boolean requested, Boolean accepted, Boolean used) {
        Observation.StartTls upgrade = seen.plainsight().starttls();
        assertThat(upgrade)
                .isEqualTo(ObservationStartTlsBuilder.builder(upgrade)
                        .protocol(protocol.name())
                        .offered(protocol.offered())
                        .requested(requested)
                        .accepted(accepted)
                        .used(used)
                        .stripped(null)
                        .dataProtection(null)
                        .build());
    }

    private static List<String> rules(Observation seen) {
        return seen.plainsight().reasons().stream()
                .map(Observation.Reason::rule)
                .toList();
    }

    private static String hex(String text) {
        return new String(HexFormat.of().parseHex(text), StandardCharsets.ISO_8859_1);
    }
}

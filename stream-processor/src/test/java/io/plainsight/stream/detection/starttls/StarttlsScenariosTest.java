package io.plainsight.stream.detection.starttls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on upgrades to TLS, and for each the innocent that comes nearest. */
class StarttlsScenariosTest {
    private static final String FOREIGN = "198.51.100.";

    /**
     * @param expected null where it must raise nothing
     * @param blame null where it is not the point
     */
    private record Scenario(
            String name, Supplier<Story> story, String row, Pattern expected, Severity severity, Blame blame) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Scenario> overwritten() {
        return List.of(
                attack(
                        "P1: filler in place of the offer",
                        () -> smtp().clear(smtp().begun()
                                .offered(false)
                                .stripped(true)
                                .filler("server")),
                        Pattern.OFFER_OVERWRITTEN,
                        Severity.HIGH,
                        Blame.BETWEEN),
                twin("a server without it", () -> smtp().noOffer()),
                attack(
                        "P1: filler in place of the client's request",
                        () -> smtp().clear(smtp().offered().stripped(true).filler("client")),
                        Pattern.OFFER_OVERWRITTEN,
                        Severity.HIGH,
                        Blame.BETWEEN),
                twin("a server with it", () -> smtp().protects()));
    }

    static List<Scenario> vanished() {
        return List.of(
                attack(
                        "P1: gone after three",
                        () -> smtp().times(3, Story::protects).noOffer(),
                        Pattern.OFFER_VANISHED,
                        Severity.MEDIUM,
                        Blame.SERVER),
                attack(
                        "P1: gone after one is a suggestion",
                        () -> smtp().protects().noOffer(),
                        Pattern.OFFER_VANISHED,
                        Severity.INFO,
                        Blame.SERVER),
                twin("a new server that never had it", () -> smtp().times(50, Story::noOffer)),
                attack(
                        "the administrator switched it off for all: one alert, and it says that nobody gets it",
                        () -> smtp().times(30, Story::protects)
                                .after(Duration.ofDays(1))
                                .times(30, Story::noOffer)
                                .from("10.0.2.7")
                                .times(30, Story::noOffer),
                        Pattern.OFFER_VANISHED,
                        Severity.MEDIUM,
                        Blame.SERVER),
                twin("gone, but nobody sends anything", () -> smtp().times(3, Story::protects)
                        .leaves(smtp().begun().offered(false))),
                twin("seen so long ago that nobody remembers", () -> smtp().times(9, Story::protects)
                        .after(Duration.ofDays(31))
                        .noOffer()),
                attack(
                        "P1: MySQL without CLIENT_SSL",
                        () -> Story.of("mysql", 3306).times(5, Story::protects).noOffer(),
                        Pattern.OFFER_VANISHED,
                        Severity.MEDIUM,
                        Blame.SERVER),
                twin("MySQL that never had it", () -> Story.of("mysql", 3306).times(9, Story::noOffer)),
                attack(
                        "P1: TDS that no longer supports encryption",
                        () -> Story.of("tds", 1433).times(5, Story::protects).noOffer(),
                        Pattern.OFFER_VANISHED,
                        Severity.MEDIUM,
                        Blame.SERVER),
                twin("TDS that never did", () -> Story.of("tds", 1433).times(9, Story::noOffer)),
                attack(
                        "P1: LOGINDISABLED without STARTTLS, and a log-in all the same",
                        () -> imap().logsIn(imap().begun().offered(false).required(true)),
                        Pattern.OFFER_MISSING_THOUGH_REQUIRED,
                        Severity.LOW,
                        Blame.BETWEEN),
                twin("LOGINDISABLED, and nobody logs in", () -> imap().leaves(
                                imap().begun().offered(false).required(true))),
                twin("LOGINDISABLED with STARTTLS", () -> imap().protects(u -> u.required(true), o -> o)));
    }

    static List<Scenario> withheld() {
        return List.of(
                attack(
                        "P1: gone for one network while another gets it",
                        () -> smtp().times(3, Story::protects)
                                .from("10.0.9.9")
                                .times(2, Story::protects)
                                .from("10.0.0.5")
                                .times(3, Story::noOffer),
                        Pattern.OFFER_WITHHELD,
                        Severity.HIGH,
                        Blame.BETWEEN),
                attack(
                        "twin: a pool with a member that lacks it",
                        () -> smtp().times(20, story -> story.from("10.0.9.9")
                                .protects()
                                .from("10.0.0.5")
                                .protects()
                                .noOffer()),
                        Pattern.OFFER_WITHHELD,
                        Severity.LOW,
                        null),
                attack(
                        "P6: offered to ours, never to a network outside",
                        () -> smtp().times(5, Story::protects).from(FOREIGN + 7).times(5, Story::noOffer),
                        Pattern.OFFER_DIFFERS_BY_PATH,
                        Severity.LOW,
                        null),
                attack(
                        "twin: a relay that offers none to its own network",
                        () -> smtp().from(FOREIGN + 7)
                                .times(9, Story::protects)
                                .from("10.0.1.3")
                                .times(9, Story::noOffer),
                        Pattern.OFFER_DIFFERS_BY_PATH,
                        Severity.INFO,
                        null));
    }

    static List<Scenario> paths() {
        return List.of(
                attack(
                        "P6: one sensor sees it, the other never",
                        () -> smtp().by("outside")
                                .times(3, Story::protects)
                                .by("inside")
                                .from("10.0.7.7")
                                .noOffer(),
                        Pattern.OFFER_DIFFERS_BY_PATH,
                        Severity.HIGH,
                        Blame.BETWEEN),
                attack(
                        "P6: the same connection, with and without the offer",
                        () -> smtp().by("outside")
                                .ignored()
                                .after(Duration.ofSeconds(-58))
                                .by("inside")
                                .noOffer(),
                        Pattern.OFFER_DIFFERS_BY_PATH,
                        Severity.HIGH,
                        Blame.BETWEEN),
                attack(
                        "P6: the same, told the other way round",
                        () -> smtp().by("inside")
                                .noOffer()
                                .after(Duration.ofSeconds(-58))
                                .by("outside")
                                .ignored(),
                        Pattern.OFFER_DIFFERS_BY_PATH,
                        Severity.HIGH,
                        Blame.BETWEEN),
                twin("two sensors at a server without it", () -> smtp().by("outside")
                        .times(5, Story::noOffer)
                        .by("inside")
                        .times(5, Story::noOffer)),
                twin("two sensors at a server with it", () -> smtp().by("outside")
                        .times(5, Story::protects)
                        .by("inside")
                        .times(5, Story::protects)));
    }

    static List<Scenario> notTaken() {
        return List.of(
                attack(
                        "P2: a client that used it stops",
                        () -> smtp().times(3, Story::protects).ignored(),
                        Pattern.OFFER_NOT_TAKEN,
                        Severity.MEDIUM,
                        Blame.BETWEEN),
                attack(
                        "twin: a client that never uses it chose so",
                        () -> smtp().times(30, Story::ignored),
                        Pattern.OFFER_NOT_TAKEN,
                        Severity.INFO,
                        Blame.CLIENT),
                attack(
                        "P2: XMPP demands it, and messages pass without",
                        () -> xmpp().clear(xmpp().offered().required(true)),
                        Pattern.OFFER_NOT_TAKEN,
                        Severity.HIGH,
                        Blame.BETWEEN),
                twin("XMPP demands it, and the client leaves", () -> xmpp().leaves(
                                xmpp().offered().required(true))),
                twin("XMPP demands it and gets it", () -> xmpp().protects(u -> u.required(true), o -> o)));
    }

    static List<Scenario> refused() {
        return List.of(
                attack(
                        "P3: offered, then 454",
                        () -> smtp().refused(),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.HIGH,
                        Blame.SERVER),
                attack(
                        "P3: refused to one, given to others",
                        () -> smtp().from("10.0.9.9")
                                .protects()
                                .from("10.0.0.5")
                                .refused(),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.HIGH,
                        Blame.BETWEEN),
                twin("refused, and the client leaves", () -> smtp().leaves(
                                smtp().offered().requested(true).accepted(false))),
                attack(
                        "P3: PostgreSQL answers N where it answered S",
                        () -> postgres().protectsUnannounced().refusedUnannounced(),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.HIGH,
                        Blame.BETWEEN),
                attack(
                        "twin: PostgreSQL that always answers N",
                        () -> postgres().times(9, Story::refusedUnannounced),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.INFO,
                        Blame.SERVER),
                attack(
                        "P3: LDAP refuses StartTLS that it did before",
                        () -> Story.of("ldap", 389).protectsUnannounced().refusedUnannounced(),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.HIGH,
                        Blame.BETWEEN),
                attack(
                        "P3: RDP falls back to its own security",
                        () -> Story.of("rdp", 3389).protectsUnannounced().refusedUnannounced(),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.HIGH,
                        Blame.BETWEEN),
                attack(
                        "twin: RDP that knows no TLS",
                        () -> Story.of("rdp", 3389).times(5, Story::refusedUnannounced),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.INFO,
                        Blame.SERVER),
                attack(
                        "P3: FTP refuses AUTH TLS and gets the password",
                        () -> Story.of("ftp", 21)
                                .logsIn(Story.of("ftp", 21)
                                        .offered()
                                        .requested(true)
                                        .accepted(false)),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.HIGH,
                        Blame.SERVER),
                twin("FTP with AUTH TLS and PROT C", () -> Story.of("ftp", 21)
                        .protects(u -> u.dataProtection("clear"), o -> o)));
    }

    static List<Scenario> accepted() {
        return List.of(
                attack(
                        "P4: accepted, then mail in clear",
                        () -> smtp().clear(smtp().offered()
                                .requested(true)
                                .accepted(true)
                                .used(false)
                                .clearFollowed(true)),
                        Pattern.ACCEPTED_THEN_CLEAR,
                        Severity.HIGH,
                        null),
                attack(
                        "P4: accepted, then commands in clear",
                        () -> smtp().leaves(smtp().offered()
                                .requested(true)
                                .accepted(true)
                                .used(false)
                                .clearFollowed(true)),
                        Pattern.ACCEPTED_THEN_CLEAR,
                        Severity.MEDIUM,
                        null),
                twin("accepted, and the client goes away", () -> smtp().leaves(
                                smtp().offered().requested(true).accepted(true).used(false))),
                twin("submission with TLS from the first byte", () -> Story.of("smtp", 465)
                        .tell(Observations.tls().application("smtp"))));
    }

    static List<Scenario> injected() {
        return List.of(
                attack(
                        "P5: commands behind the request",
                        () -> smtp().protects(u -> u.pipelined("client"), o -> o),
                        Pattern.CLEAR_BYTES_INJECTED,
                        Severity.MEDIUM,
                        Blame.CLIENT),
                attack(
                        "P5: answers behind the accept",
                        () -> imap().protects(u -> u.pipelined("server"), o -> o),
                        Pattern.CLEAR_BYTES_INJECTED,
                        Severity.HIGH,
                        Blame.BETWEEN),
                attack(
                        "P5: a command behind the request, and clear answers behind the accept",
                        () -> smtp().protects(u -> u.pipelined("both"), o -> o),
                        Pattern.CLEAR_BYTES_INJECTED,
                        Severity.HIGH,
                        Blame.BETWEEN),
                // vsftpd says in clear that it cannot read a command as TLS
                attack(
                        "P5: a command behind the request, which the server takes for a broken hello and says so",
                        () -> smtp().protects(u -> u.pipelined("both"), o -> o.tls(t -> t.established(false))),
                        Pattern.CLEAR_BYTES_INJECTED,
                        Severity.MEDIUM,
                        Blame.CLIENT),
                twin("commands pipelined before the request", () -> smtp().protects()));
    }

    static List<Scenario> unproven() {
        return List.of(
                attack(
                        "P7: a self-signed certificate where a good one was",
                        () -> smtp().times(3, story -> story.protects(u -> u, o -> good(o, "aa")))
                                .protects(u -> u, o -> good(o, "bb").selfSigned()),
                        Pattern.CERTIFICATE_INVALID,
                        Severity.MEDIUM,
                        Blame.BETWEEN),
                attack(
                        "P7: a certificate for another name where a good one was",
                        () -> smtp().times(3, story -> story.protects(u -> u, o -> good(o, "aa")))
                                .protects(u -> u, o -> good(o, "bb").chain(null, false)),
                        Pattern.CERTIFICATE_INVALID,
                        Severity.MEDIUM,
                        Blame.BETWEEN),
                attack(
                        "twin: a server that was always self-signed",
                        () -> smtp().times(
                                        9,
                                        story -> story.protects(
                                                u -> u, o -> good(o, "aa").selfSigned())),
                        Pattern.CERTIFICATE_INVALID,
                        Severity.INFO,
                        Blame.SERVER),
                twin("a renewed certificate", () -> smtp().times(3, story -> story.protects(u -> u, o -> good(o, "aa")))
                        .protects(u -> u, o -> good(o, "bb"))),
                twin("the good one expires", () -> smtp().times(3, story -> story.protects(u -> u, o -> good(o, "aa")))
                        .after(Duration.ofDays(20))
                        .protects(
                                u -> u, o -> good(o, "aa").valid(Observations.NOW.minusSeconds(9), Observations.NOW))));
    }

    /** What is not there is not missed where it may have been lost. */
    static List<Scenario> unseen() {
        return List.of(
                twin("gone under heavy loss", () -> smtp().times(5, Story::protects)
                        .seen(o -> o.lossy(0.05))
                        .noOffer()),
                twin("gone in one direction", () -> smtp().times(5, Story::protects)
                        .seen(o -> o.view(true, null, null))
                        .noOffer()),
                twin("gone in a connection picked up midway", () -> smtp().times(5, Story::protects)
                        .seen(o -> o.view(null, true, null))
                        .noOffer()),
                twin("not taken, with bytes that came twice", () -> smtp().times(5, Story::protects)
                        .seen(o -> o.view(null, null, true))
                        .ignored()),
                attack(
                        "refused under heavy loss was seen all the same",
                        () -> smtp().seen(o -> o.lossy(0.5)).refused(),
                        Pattern.REFUSED_THEN_CLEAR,
                        Severity.HIGH,
                        null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "overwritten",
        "vanished",
        "withheld",
        "paths",
        "notTaken",
        "refused",
        "accepted",
        "injected",
        "unproven",
        "unseen"
    })
    void shouldTellAttacksFromInnocents(Scenario scenario) {
        List<Alert> alerts = scenario.story().get().alerts();

        if (scenario.expected() == null) {
            assertThat(alerts).isEmpty();
            return;
        }
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(scenario.severity());
            assertThat(alert.detail().values())
                    .containsEntry("pattern", scenario.expected().text());
            assertThat(alert.detail().values()).containsKeys("row", "blame", "blame_confidence");
            if (scenario.row() != null) {
                assertThat(alert.detail().values()).containsEntry("row", scenario.row());
            }
            if (scenario.blame() != null) {
                assertThat(alert.detail().values())
                        .containsEntry("blame", scenario.blame().text());
            }
            assertThat(alert.event().reason()).doesNotContain("%");
        });
    }

    private static Scenario attack(
            String name, Supplier<Story> story, Pattern expected, Severity severity, Blame blame) {
        String row = name.matches("P\\d:.*") ? name.substring(0, 2) : null;
        return new Scenario(name, story, row, expected, severity, blame);
    }

    private static Scenario twin(String name, Supplier<Story> story) {
        return new Scenario("twin: " + name, story, null, null, null, null);
    }

    private static Observations good(Observations observation, String fingerprint) {
        return observation
                .tls12()
                .certificate("CN=mail.example.test", "mail.example.test")
                .sha256(fingerprint.repeat(32));
    }

    private static Story smtp() {
        return Story.of("smtp", 25);
    }

    private static Story imap() {
        return Story.of("imap", 143);
    }

    private static Story xmpp() {
        return Story.of("xmpp", 5222);
    }

    private static Story postgres() {
        return Story.of("postgresql", 5432);
    }
}

package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mechanism shows the same to who listens, whatever protocol carries it. */
class SaslGradesTest {
    /** Three answers are more than any of these needs. */
    private static final int ANSWERS = 3;

    private static final String ANSWER = "AGJvYgBzZWNyZXQ=";

    @ParameterizedTest
    @CsvSource({
        "PLAIN, secret",
        "LOGIN, secret",
        "XOAUTH2, token",
        "OAUTHBEARER, token",
        "CRAM-MD5, derived",
        "DIGEST-MD5, derived",
        "SCRAM-SHA-1, derived",
        "SCRAM-SHA-256-PLUS, derived",
        "NTLM, derived",
        "GSSAPI, derived",
        "ANONYMOUS,",
        "EXTERNAL,",
        "PLAINLY, derived"
    })
    void shouldGradeAlikeEverywhere(String mechanism, String grade) {
        assertThat(smtp(mechanism)).as("smtp").isEqualTo(grade);
        assertThat(imap(mechanism)).as("imap").isEqualTo(grade);
        assertThat(pop3(mechanism)).as("pop3").isEqualTo(grade);
        assertThat(nntp(mechanism)).as("nntp").isEqualTo(grade);
        assertThat(irc(mechanism)).as("irc").isEqualTo(grade);
        assertThat(managesieve(mechanism)).as("managesieve").isEqualTo(grade);
        assertThat(xmpp(mechanism)).as("xmpp").isEqualTo(grade);
        assertThat(ldap(mechanism)).as("ldap").isEqualTo(grade);
    }

    private static String smtp(String mechanism) {
        return answered("S220 a ESMTP|CEHLO b|S250-a|S250 AUTH|CAUTH " + mechanism, "S334 ", "C" + ANSWER);
    }

    private static String imap(String mechanism) {
        return answered("S* OK IMAP4rev1|Ca1 AUTHENTICATE " + mechanism, "S+ ", "C" + ANSWER);
    }

    private static String pop3(String mechanism) {
        return answered("S+OK POP3|CAUTH " + mechanism, "S+ ", "C" + ANSWER);
    }

    private static String nntp(String mechanism) {
        return answered("S200 news|CAUTHINFO SASL " + mechanism, "S383 ", "C" + ANSWER);
    }

    private static String irc(String mechanism) {
        return answered(
                "CCAP LS|S:a CAP * LS :sasl|CAUTHENTICATE " + mechanism, "SAUTHENTICATE +", "CAUTHENTICATE " + ANSWER);
    }

    private static String managesieve(String mechanism) {
        return answered(
                "S\"IMPLEMENTATION\" \"a\"|S\"SIEVE\" \"b\"|SOK|CAUTHENTICATE \"" + mechanism + '"',
                "S\"c2Q=\"",
                "C\"" + ANSWER + '"');
    }

    private static String xmpp(String mechanism) {
        return answered(
                "C<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>|C<auth mechanism='"
                        + mechanism + "'/>",
                "S<challenge>c2Q=</challenge>",
                "C<response>" + ANSWER + "</response>");
    }

    /** {@code BindRequest} with a SASL mechanism and credentials, then a search result in clear. */
    private static String ldap(String mechanism) {
        Conversations sensor = new Conversations();
        String sasl = tlv(0x04, mechanism) + tlv(0x04, ANSWER);
        String bind = tlv(0x60, "\u0002\u0001\u0003" + tlv(0x04, "") + tlv(0xa3, sasl));
        String search = tlv(
                0x63,
                tlv(0x04, "dc=a") + "\n\u0001\u0002\n\u0001\u0000\u0002\u0001\u0000\u0002\u0001\u0000\u0001\u0001\u0000"
                        + tlv(0x87, "objectClass") + tlv(0x30, ""));
        String done = tlv(0x65, "\n\u0001\u0000" + tlv(0x04, "") + tlv(0x04, ""));
        sensor.open(40000, 9999)
                .client(tlv(0x30, "\u0002\u0001\u0001" + bind))
                .client(tlv(0x30, "\u0002\u0001\u0002" + search))
                .server(tlv(0x30, "\u0002\u0001\u0002" + done));
        return credentials(sensor);
    }

    private static String answered(String opening, String challenge, String answer) {
        Conversations sensor = new Conversations();
        Conversations.Conversation conversation = sensor.open(40000, 9999);
        for (String line : opening.split("\\|")) {
            say(conversation, line);
        }
        for (int i = 0; i < ANSWERS; i++) {
            say(conversation, challenge);
            say(conversation, answer);
        }
        return credentials(sensor);
    }

    private static void say(Conversations.Conversation conversation, String line) {
        if (line.charAt(0) == 'S') {
            conversation.server(line.substring(1) + "\r\n");
        } else {
            conversation.client(line.substring(1) + "\r\n");
        }
    }

    private static String credentials(Conversations sensor) {
        Observation seen = sensor.ended(9999);
        assertThat(seen.toString().getBytes(StandardCharsets.UTF_8)).asString().doesNotContain(ANSWER);
        Observation.Plaintext plaintext = seen.plainsight().plaintext();
        return plaintext == null ? null : plaintext.credentials();
    }

    private static String tlv(int tag, String content) {
        return String.valueOf((char) tag) + (char) content.length() + content;
    }
}

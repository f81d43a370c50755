package io.plainsight.sensor.syslog;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of RFC 5424, RFC 3164 and RFC 6587. */
class SyslogStreamTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - 'su root' failed\n",
                "<165>1 - - - - - -\n",
                "<0>1 2003-10-11T22:14:15Z a b c d -\n",
                "<191>1 2003-10-11T22:14:15Z a b c d -\n",
                "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick\n",
                "<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!\n",
                "51 <13>Oct 11 22:14:15 mymachine su: 'su root' failed",
                "67 <34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - x",
                "<167>2016-05-24T09:50:52.926451+02:00 ldap01 slapd[34534]: conn=1\n"
            })
    void shouldSeeMessages(String message) {
        assertThat(new Dialogue().client(message).match(new SyslogStreamSignature()))
                .isEqualTo(Match.YES);
        assertThatDialogue(new Dialogue().client(message), new SyslogStreamSignature())
                .isPlaintext()
                .hasUserData(true)
                .hasCredentials(null);
    }

    @Test
    void shouldNeverSayNoWhileAMessageGrows() {
        String message = "67 <34>1 2003-10-11T22:14:15.003Z mymachine";
        for (int length = 0; length < message.length(); length++) {
            assertThat(new Dialogue().client(message.substring(0, length)).match(new SyslogStreamSignature()))
                    .as("%d bytes", length)
                    .isNotEqualTo(Match.NO);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<192>1 2003-10-11T22:14:15Z a b c d -",
                "<1000>1 2003-10-11T22:14:15Z a",
                "<>1 2003-10-11T22:14:15Z a",
                "<34>2 2003-10-11T22:14:15Z a",
                "<34>1 x",
                "<34>Foo 11 22:14:15 a",
                "<34>Oct eleventh",
                "<html><body>1 - a",
                "<?xml version='1.0'?>",
                "0 <34>1 2003-10-11T22:14:15Z a",
                "1022\0alice\0bob\0",
                "220 <34>mail.example.com ESMTP",
                "GET / HTTP/1.1\r\n",
                "+OK <1896.697170952@dbc.mtview.ca.us>\r\n",
                "a001 LOGIN bob sesame\r\n"
            })
    void shouldNotBeTakenForANeighbour(String text) {
        assertThat(new Dialogue().client(text).match(new SyslogStreamSignature()))
                .isEqualTo(Match.NO);
    }

    @Test
    void shouldNotBeToldByTheServer() {
        assertThat(new Dialogue().server("<34>Oct 11 22:14:15 a").match(new SyslogStreamSignature()))
                .isEqualTo(Match.NO);
    }
}

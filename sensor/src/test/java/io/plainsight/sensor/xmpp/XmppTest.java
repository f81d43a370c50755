package io.plainsight.sensor.xmpp;

import static io.plainsight.sensor.text.DialogueAssert.CLIENT_HELLO;
import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;

class XmppTest {
    /** RFC 6120 section 9.1.1. */
    private static final String CLIENT_STREAM = "<stream:stream from='juliet@im.example.com' to='im.example.com' "
            + "version='1.0' xml:lang='en' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    private static final String SERVER_STREAM = "<?xml version='1.0'?>" + CLIENT_STREAM.replace("from", "id");
    private static final String OFFER =
            "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>";
    private static final String COMMAND = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

    @Test
    void shouldStartTlsBehindProceed() {
        dialogue(opened().server(OFFER)
                        .client(COMMAND)
                        .server("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                        .client(CLIENT_HELLO))
                .startsTls()
                .hasUpgrade(true, true, true, true, null)
                .hasNoPlaintext();
    }

    @Test
    void shouldSeeAPasswordBehindAFailure() {
        dialogue(
                        opened().server(OFFER)
                                .client(COMMAND)
                                .server("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                                .client(
                                        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGp1bGlldAByMG0zMG15cjBtMzA=</auth>"))
                .isPlaintext()
                .hasCredentials("secret")
                .hasUpgrade(true, true, false, false, null);
    }

    @Test
    void shouldCallAMessagePlaintext() {
        dialogue(opened().server("<stream:features></stream:features>")
                        .client("<message to='romeo@example.net'><body>Art thou not Romeo?</body></message>"))
                .isPlaintext()
                .hasUserData(true)
                .hasUpgrade(false, false, null, false, null);
    }

    @Test
    void shouldNotDecideOnTheFeatures() {
        dialogue(opened().server(OFFER)).isUndecided();
    }

    @Test
    void shouldTellStreamsFromOtherXml() {
        XmppSignature signature = new XmppSignature();

        assertThat(new Dialogue().client(CLIENT_STREAM).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(SERVER_STREAM).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().client("<stream:stream xmlns='x'>").match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client("<html>").match(signature)).isEqualTo(Match.NO);
    }

    private static Dialogue opened() {
        return new Dialogue().client(CLIENT_STREAM).server(SERVER_STREAM);
    }

    private static DialogueAssert dialogue(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new XmppSignature());
    }
}

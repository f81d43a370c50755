package io.plainsight.sensor.cassandra;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes as org.apache.cassandra.net.HandshakeProtocol lays them out. */
class InternodeTest {
    private static final String INITIATE = "ca552dfa 0c0a0c11 06 c6120002 1b58 f3cb19b3";
    private static final String INITIATE_6 = "ca552dfa 0c0a0c11 12 20010db8000000000000000000000001 1b58 00000000";
    private static final String ACCEPT = "0000000c 0000000c 00000000";

    @ParameterizedTest
    @ValueSource(strings = {INITIATE, INITIATE_6})
    void shouldSeeMessages(String initiate) {
        Dialogue dialogue = new Dialogue().client(Wire.hex(initiate)).server(Wire.hex(ACCEPT));

        internode(dialogue).isPlaintext().hasUserData(false).hasCredentials(null);
        internode(dialogue.client("a mutation")).isPlaintext().hasUserData(true);
    }

    @Test
    void shouldReadTheHandshakeOfVersion3() {
        Dialogue dialogue = new Dialogue()
                .client(Wire.hex("ca552dfa 00000a00"))
                .server(Wire.hex("0000000a"))
                .client(Wire.hex("0000000a 04 c6120002"));

        internode(dialogue).isPlaintext().hasUserData(false);
        internode(dialogue.client("a mutation")).hasUserData(true);
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        for (byte[] reply : new byte[][] {TlsReply.alert(), TlsReply.serverHello()}) {
            internode(new Dialogue().client(Wire.hex(INITIATE)).server(reply)).isUndecided();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ca552dfa 0c0a0c, YES",
        "ca552dfa 0c0a, MAYBE",
        "ca, MAYBE",
        "ca552dfb 0c0a0c11, NO",
        "ca552dfa 0c0a0011, NO",
        "ca552dfa 0c0aff11, NO"
    })
    void shouldCheckTheHead(String bytes, Match expected) {
        assertThat(new Dialogue().client(Wire.hex(bytes)).match(new InternodeSignature()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "ff"})
    void shouldSurviveEveryLength(String size) {
        internode(new Dialogue()
                .client(Wire.hex("ca552dfa 0c0a0c11" + size + "c6120002 1b58 f3cb19b3"))
                .server(Wire.hex(ACCEPT)));
    }

    private static DialogueAssert internode(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new InternodeSignature());
    }
}

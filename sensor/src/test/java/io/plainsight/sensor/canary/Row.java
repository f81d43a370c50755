package io.plainsight.sensor.canary;

import io.plainsight.sensor.text.Dialogue;
import java.util.List;
import java.util.function.Function;

/**
 * A conversation to plant secrets in.
 *
 * @param protocol the value of {@code network.protocol} that it must get; null for one that no signature knows
 * @param name tells it from other rows
 * @param port the server's
 * @param udp over UDP, a datagram for each message; otherwise over TCP
 * @param grade of the credentials in it; null where there are none that a dissector could tell
 * @param text says the conversation with these secrets
 */
record Row(String protocol, String name, int port, boolean udp, String grade, Function<Secrets, Dialogue> text) {
    /** On a port that says nothing. */
    static Row tcp(String protocol, String place, String grade, Function<Secrets, Dialogue> text) {
        return new Row(protocol, protocol + '.' + place, 7777, false, grade, text);
    }

    static Row udp(int port, String protocol, String place, String grade, Function<Secrets, Dialogue> text) {
        return new Row(protocol, protocol + ".udp." + place, port, true, grade, text);
    }

    /** Lines behind their sender, {@code S} or {@code C}; CRLF is added. */
    static Dialogue lines(String... lines) {
        Dialogue dialogue = new Dialogue();
        for (String line : lines) {
            String text = line.substring(1) + "\r\n";
            if (line.charAt(0) == 'S') {
                dialogue.server(text);
            } else {
                dialogue.client(text);
            }
        }
        return dialogue;
    }

    /** The whole conversation, and the secrets in it. */
    Conversation conversation() {
        Secrets secrets = new Secrets(name);
        Dialogue dialogue = text.apply(secrets);
        return new Conversation(this, dialogue, List.copyOf(secrets.made()));
    }
}

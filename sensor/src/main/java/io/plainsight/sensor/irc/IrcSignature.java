package io.plainsight.sensor.irc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.TextSignature;

/**
 * IRC (RFC 2812, IRCv3). The client's {@code CAP LS}, or NICK and USER with its four parameters; the server's {@code :name
 * NOTICE} or {@code :name} with a numeric. A bare STARTTLS waits for the server's word, for SMTP and POP3 know it too.
 */
public final class IrcSignature extends TextSignature {
    static final String IRC = "irc";

    public IrcSignature() {
        super(IRC);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("IRC", ProtocolFacts.Kind.UPGRADABLE, "RFC 2812, IRCv3", "STARTTLS, passwords, SASL");
    }

    @Override
    public StreamDissector open() {
        return new IrcDissector();
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        if (Ascii.startsWith(line, "CAP LS") || Ascii.startsWith(line, "CAP REQ :")) {
            return Match.YES;
        }
        if (Ascii.startsWith(line, "USER ")) {
            return Ascii.indexOf(line, " :", 5) > 0 && spaces(line) >= 4 ? Match.YES : Match.NO;
        }
        boolean first =
                Ascii.startsWith(line, "NICK ") || Ascii.startsWith(line, "PASS ") || Ascii.is(line, "STARTTLS");
        return first ? Match.MAYBE : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        if (Ascii.startsWith(line, "NOTICE AUTH :") || Ascii.startsWith(line, "NOTICE * :")) {
            return Match.YES;
        }
        if (line.peek(0) != ':' || line.peek(1) <= ' ') {
            return Ascii.startsWith(line, "PING :") ? Match.MAYBE : Match.NO;
        }
        Ascii.skipWord(line);
        boolean numeric = Ascii.wordLength(line) == 3 && Ascii.number(line, 0) >= 0;
        return numeric || Ascii.startsWith(line, "NOTICE ") || Ascii.startsWith(line, "CAP ") ? Match.YES : Match.NO;
    }

    private static int spaces(ByteCursor line) {
        int count = 0;
        for (int i = 0; i < line.remaining(); i++) {
            count += line.peek(i) == ' ' ? 1 : 0;
        }
        return count;
    }
}

package io.plainsight.sensor.imap;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.TextSignature;

/**
 * IMAP (RFC 9051, RFC 3501): the server's untagged greeting, or a client's tagged command. A tag needs a digit or a sign in
 * it, as all clients have, so that two English words are none.
 */
public final class ImapSignature extends TextSignature {
    static final String IMAP = "imap";

    private static final int MAX_TAG = 32;

    public ImapSignature() {
        super(IMAP);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("IMAP", ProtocolFacts.Kind.UPGRADABLE, "RFC 9051", "STARTTLS, LOGIN, AUTHENTICATE");
    }

    @Override
    public StreamDissector open() {
        return new ImapDissector();
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        if (!isTag(line)) {
            return Match.NO;
        }
        Ascii.skipWord(line);
        boolean alone = Ascii.is(line, "CAPABILITY")
                || Ascii.is(line, "STARTTLS")
                || Ascii.is(line, "NOOP")
                || Ascii.is(line, "LOGOUT");
        boolean withArguments = Ascii.startsWith(line, "LOGIN ")
                || Ascii.startsWith(line, "AUTHENTICATE ")
                || Ascii.startsWith(line, "ID (")
                || Ascii.is(line, "ID NIL")
                || Ascii.startsWith(line, "SELECT ")
                || Ascii.startsWith(line, "EXAMINE ");
        return alone || withArguments ? Match.YES : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        boolean greeting = Ascii.startsWith(line, "* OK ")
                || Ascii.startsWith(line, "* PREAUTH ")
                || Ascii.startsWith(line, "* BYE ")
                || Ascii.is(line, "* OK");
        return greeting ? Match.YES : Match.NO;
    }

    private static boolean isTag(ByteCursor line) {
        int length = Ascii.wordLength(line);
        boolean sign = false;
        for (int i = 0; i < length; i++) {
            int b = line.peek(i);
            boolean isSign = Ascii.isDigit(b) || b == '.' || b == '-' || b == '_' || b == '$' || b == '#';
            if (!isSign && !Ascii.isLetter(b)) {
                return false;
            }
            sign |= isSign;
        }
        return sign && length <= MAX_TAG && line.peek(length) == ' ';
    }
}

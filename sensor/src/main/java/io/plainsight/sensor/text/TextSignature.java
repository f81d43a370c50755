package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;

/**
 * A signature over the first lines of a side. Only complete lines of text count; a byte that text does not have ends the
 * attempt at once, so that binary protocols are told apart by their first bytes.
 */
public abstract class TextSignature implements ProtocolSignature {
    /** Longest first line that is waited for; greetings and commands are shorter (RFC 5321 section 4.5.3.1.5: 512 bytes). */
    protected static final int MAX_FIRST_LINE = 1024;
    /** Lines looked at before giving up. */
    protected static final int MAX_LINES = 32;

    private final String protocol;

    protected TextSignature(String protocol) {
        this.protocol = protocol;
    }

    @Override
    public final String protocol() {
        return protocol;
    }

    /** Judges the client's line; {@code MAYBE} asks for the next one. The cursor may be moved. */
    protected abstract Match matchClientLine(ByteCursor line, int index);

    /** Judges the server's line; {@code MAYBE} asks for the next one. The cursor may be moved. */
    protected abstract Match matchServerLine(ByteCursor line, int index);

    @Override
    public Match match(Side side, ByteCursor in) {
        ByteCursor line = new ByteCursor();
        for (int index = 0; index < MAX_LINES; index++) {
            int length = lineLength(in);
            if (length < 0) {
                return length == NOT_TEXT ? Match.NO : Match.MAYBE;
            }
            boolean carriageReturn = in.peek(length) == '\r';
            in.slice(length, line);
            in.skip(carriageReturn ? 2 : 1);
            Match match = side == Side.CLIENT ? matchClientLine(line, index) : matchServerLine(line, index);
            if (match != Match.MAYBE) {
                return match;
            }
        }
        return Match.NO;
    }

    /** Longest line of this protocol that is waited for. */
    protected int maxLine() {
        return MAX_FIRST_LINE;
    }

    private static final int NOT_TEXT = -1;
    private static final int INCOMPLETE = -2;

    private int lineLength(ByteCursor in) {
        int limit = Math.min(in.remaining(), maxLine());
        for (int i = 0; i < limit; i++) {
            int b = in.peek(i);
            if (b == '\n') {
                return i;
            }
            if (b == '\r') {
                int next = in.peek(i + 1);
                return next == '\n' ? i : next < 0 ? INCOMPLETE : NOT_TEXT;
            }
            if (!Ascii.isText(b)) {
                return NOT_TEXT;
            }
        }
        return limit == maxLine() ? NOT_TEXT : INCOMPLETE;
    }
}

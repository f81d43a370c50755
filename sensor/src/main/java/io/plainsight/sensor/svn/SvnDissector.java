package io.plainsight.sensor.svn;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * Subversion's own transport. After the greetings the client names a mechanism; {@code CRAM-MD5} proves the password by a
 * hash, {@code PLAIN} sends it. Mechanisms of SASL may encrypt what follows, of which then nothing is said. Commands are
 * lists that begin with a word in lower case, and user data.
 */
public final class SvnDissector extends PlaintextDissector {
    private boolean greeted;

    public SvnDissector() {
        super(SvnSignature.SVN);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            in.skip(in.remaining());
            return true;
        }
        int length = SvnItems.length(in);
        if (length == SvnItems.INCOMPLETE) {
            return false;
        }
        if (length == SvnItems.INVALID) {
            finish();
            return false;
        }
        if (greeted) {
            onItem(in);
        }
        greeted = true;
        in.skip(length);
        return true;
    }

    @Override
    protected void resync(Side side) {
        if (side == Side.CLIENT) {
            finish();
        }
    }

    private void onItem(ByteCursor in) {
        int first = in.peek(2);
        if (in.peek(0) != '(') {
            return;
        }
        if (Peek.is(in, 2, "CRAM-MD5 ")) {
            expose(Credentials.DERIVED);
        } else if (Peek.is(in, 2, "PLAIN ")) {
            expose(Credentials.SECRET);
        } else if (Peek.is(in, 2, "ANONYMOUS ") || Peek.is(in, 2, "EXTERNAL ")) {
            decide(false);
        } else if (Ascii.isLetter(first) && first >= 'a') {
            decide(true);
            finish();
        } else if (Ascii.isLetter(first)) {
            finish();
        }
    }
}

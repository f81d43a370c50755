package io.plainsight.sensor.managesieve;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.LineDissector;
import io.plainsight.sensor.text.SaslExchange;
import io.plainsight.sensor.text.Upgrade;

/**
 * ManageSieve (RFC 5804) with STARTTLS (section 2.2) and AUTHENTICATE (2.1).
 *
 * <p>The greeting is a list of quoted capabilities that {@code OK} ends. A finished AUTHENTICATE exposes credentials, a
 * script command is user data. A connection that ends before is plaintext only where the capabilities held no STARTTLS.
 */
public final class ManageSieveDissector extends LineDissector {
    private final SaslExchange sasl = new SaslExchange();
    private final ByteCursor word = new ByteCursor();
    private boolean listing = true;
    private boolean listed;
    private boolean offerSeen;
    private boolean capabilitiesSeen;
    private boolean scriptPending;

    public ManageSieveDissector() {
        super(ManageSieveSignature.MANAGESIEVE);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        if (sasl.isActive()) {
            onAnswer(line);
        } else if (Ascii.is(line, "STARTTLS")) {
            upgrade.request();
        } else if (Ascii.is(line, "CAPABILITY")) {
            beginListing();
        } else if (Ascii.startsWith(line, "AUTHENTICATE ")) {
            Ascii.skipWord(line);
            unquote(line);
            sasl.start(word);
            onAnswer(line);
        } else if (isScriptCommand(line)) {
            scriptPending = true;
            if (isSilent(Side.SERVER)) {
                decide(true);
                finish();
            }
        } else if (Upgrade.isFiller(line)) {
            upgrade.strip();
        }
    }

    @Override
    protected void onServerLine(ByteCursor line) {
        if (line.peek(0) == '"') {
            if (listing) {
                onCapability(line);
            } else if (scriptPending) {
                decide(true);
            }
            return;
        }
        boolean ok = Ascii.firstWordIs(line, "OK");
        if (ok || Ascii.firstWordIs(line, "NO") || Ascii.firstWordIs(line, "BYE")) {
            onResponse(ok);
        }
    }

    @Override
    protected void resync(Side side) {
        super.resync(side);
        if (side == Side.CLIENT) {
            sasl.end();
        } else {
            listing = false;
        }
    }

    @Override
    protected void atEnd() {
        if (capabilitiesSeen && !upgrade.isRequested() && !upgrade.isOffered()) {
            decide(false);
        }
    }

    private void beginListing() {
        listing = true;
        listed = false;
        offerSeen = false;
    }

    private void onCapability(ByteCursor line) {
        unquote(line);
        listed = true;
        offerSeen |= Ascii.is(word, "STARTTLS");
        if (Upgrade.isFiller(word)) {
            upgrade.strip();
        }
    }

    private void onResponse(boolean ok) {
        sasl.end();
        if (listing) {
            listing = false;
            if (listed) {
                capabilitiesSeen = true;
                upgrade.offer(offerSeen);
            }
        } else if (upgrade.isWaiting()) {
            if (ok) {
                upgrade.accept();
                startTls();
            } else {
                upgrade.refuse();
            }
        } else if (scriptPending && ok) {
            decide(true);
            finish();
        }
        scriptPending = false;
    }

    /** {@code "base64"} or {@code {n+}} with the text in the next line; a line break alone answers nothing. */
    private void onAnswer(ByteCursor line) {
        Ascii.skipSpaces(line);
        if (line.peek(0) == '{') {
            return;
        }
        unquote(line);
        if (word.remaining() > 0) {
            expose(sasl.onAnswer(word));
        }
    }

    /** Gives {@link #word} the quoted string or the atom that comes next, and moves past it. */
    private void unquote(ByteCursor line) {
        boolean quoted = line.peek(0) == '"';
        if (quoted) {
            line.skip(1);
        }
        int length = 0;
        while (line.peek(length) >= 0 && (quoted ? line.peek(length) != '"' : line.peek(length) != ' ')) {
            length++;
        }
        line.slice(length, word);
        if (quoted && line.remaining() > 0) {
            line.skip(1);
        }
    }

    private static boolean isScriptCommand(ByteCursor line) {
        return Ascii.is(line, "LISTSCRIPTS")
                || Ascii.startsWith(line, "PUTSCRIPT ")
                || Ascii.startsWith(line, "GETSCRIPT ")
                || Ascii.startsWith(line, "CHECKSCRIPT ")
                || Ascii.startsWith(line, "SETACTIVE ")
                || Ascii.startsWith(line, "DELETESCRIPT ")
                || Ascii.startsWith(line, "RENAMESCRIPT ")
                || Ascii.startsWith(line, "HAVESPACE ");
    }
}

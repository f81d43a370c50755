package io.plainsight.sensor.imap;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineDissector;
import io.plainsight.sensor.text.SaslExchange;
import io.plainsight.sensor.text.Upgrade;

/**
 * IMAP (RFC 9051, RFC 3501) with STARTTLS, LOGIN and AUTHENTICATE (SASL-IR: RFC 4959).
 *
 * <p>LOGIN with its password, also as a literal, and a finished AUTHENTICATE expose credentials; a mailbox command is user
 * data. A LOGIN that the server stops before the password's literal decides nothing. A connection that ends before is
 * plaintext only where the capabilities held no STARTTLS.
 */
public final class ImapDissector extends LineDissector {
    private static final int LOGIN_ARGUMENTS = 2;

    private final SaslExchange sasl = new SaslExchange();
    private boolean greeted;
    private boolean capabilitiesSeen;
    private boolean loginOpen;
    private int loginArguments;
    private boolean mailboxPending;
    /** Hash of the tag of STARTTLS: commands may be pipelined before it, and their replies are no answer to it. */
    private int upgradeTag;

    public ImapDissector() {
        super(ImapSignature.IMAP);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        if (sasl.isActive()) {
            expose(sasl.onAnswer(line));
            return;
        }
        if (loginOpen) {
            onLoginArguments(line);
            return;
        }
        int tag = tagHash(line);
        Ascii.skipWord(line);
        if (Ascii.is(line, "STARTTLS")) {
            upgradeTag = tag;
            upgrade.request();
        } else if (Ascii.startsWith(line, "LOGIN ")) {
            Ascii.skipWord(line);
            loginArguments = 0;
            onLoginArguments(line);
        } else if (Ascii.startsWith(line, "AUTHENTICATE ")) {
            Ascii.skipWord(line);
            expose(sasl.begin(line));
        } else if (isMailboxCommand(line)) {
            mailboxPending = true;
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
        if (line.peek(0) == '*') {
            onUntagged(line);
        } else if (line.peek(0) != '+') {
            onTagged(line);
        }
    }

    @Override
    protected void resync(Side side) {
        super.resync(side);
        if (side == Side.CLIENT) {
            loginOpen = false;
            sasl.end();
        }
    }

    @Override
    protected void atEnd() {
        if (capabilitiesSeen && !upgrade.isRequested() && !upgrade.isOffered()) {
            decide(false);
        }
    }

    /** Counts quoted strings, atoms and literals; a literal ({@code {n}} at the line's end) is the next line's beginning. */
    private void onLoginArguments(ByteCursor line) {
        loginOpen = endsWithLiteral(line);
        while (line.remaining() > 0) {
            skipArgument(line);
            loginArguments++;
        }
        if (loginOpen) {
            loginArguments--;
        }
        if (loginArguments >= LOGIN_ARGUMENTS) {
            loginOpen = false;
            expose(Credentials.SECRET);
        }
    }

    private void onUntagged(ByteCursor line) {
        greeted = true;
        int capability = Ascii.indexOf(line, "CAPABILITY ", 0);
        // "* CAPABILITY …" and "* OK [CAPABILITY …] …": never further inside, where it may be somebody's text
        if (capability == 2 || capability > 0 && line.peek(capability - 1) == '[' && capability <= 11) {
            onCapabilities(line, capability);
        }
    }

    private void onCapabilities(ByteCursor line, int offset) {
        capabilitiesSeen = true;
        line.skip(offset);
        boolean offer = false;
        while (line.remaining() > 0) {
            offer |= Ascii.firstWordIs(line, "STARTTLS") || Ascii.startsWith(line, "STARTTLS]");
            if (Upgrade.isFiller(line)) {
                upgrade.strip();
            } else if (Ascii.firstWordIs(line, "LOGINDISABLED") || Ascii.startsWith(line, "LOGINDISABLED]")) {
                upgrade.require();
            }
            Ascii.skipWord(line);
        }
        upgrade.offer(offer);
    }

    private void onTagged(ByteCursor line) {
        int tag = tagHash(line);
        Ascii.skipWord(line);
        boolean ok = Ascii.firstWordIs(line, "OK");
        if (!ok && !Ascii.firstWordIs(line, "NO") && !Ascii.firstWordIs(line, "BAD")) {
            if (!greeted && !hasGap(Side.SERVER)) {
                disown();
            }
            return;
        }
        loginOpen = false;
        sasl.end();
        if (upgrade.isWaiting() && tag == upgradeTag) {
            if (ok) {
                upgrade.accept();
                startTls();
            } else {
                upgrade.refuse();
            }
        } else if (mailboxPending && ok) {
            decide(true);
            finish();
        }
        mailboxPending = false;
    }

    private static int tagHash(ByteCursor line) {
        int hash = 1;
        int length = Ascii.wordLength(line);
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + line.peek(i);
        }
        return hash;
    }

    private static void skipArgument(ByteCursor line) {
        if (line.peek(0) == '"') {
            int length = 1;
            while (line.peek(length) >= 0 && line.peek(length) != '"') {
                length += line.peek(length) == '\\' ? 2 : 1;
            }
            line.skip(Math.min(length, line.remaining()));
        }
        Ascii.skipWord(line);
    }

    private static boolean endsWithLiteral(ByteCursor line) {
        int last = line.remaining() - 1;
        if (line.peek(last) != '}') {
            return false;
        }
        int digit = line.peek(last - 1) == '+' || line.peek(last - 1) == '-' ? last - 2 : last - 1;
        return Ascii.isDigit(line.peek(digit));
    }

    private static boolean isMailboxCommand(ByteCursor line) {
        return Ascii.startsWith(line, "SELECT ")
                || Ascii.startsWith(line, "EXAMINE ")
                || Ascii.startsWith(line, "LIST ")
                || Ascii.startsWith(line, "LSUB ")
                || Ascii.startsWith(line, "STATUS ")
                || Ascii.startsWith(line, "APPEND ")
                || Ascii.startsWith(line, "FETCH ")
                || Ascii.startsWith(line, "UID ");
    }
}

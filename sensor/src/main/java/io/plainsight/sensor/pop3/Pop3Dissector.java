package io.plainsight.sensor.pop3;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineDissector;
import io.plainsight.sensor.text.SaslExchange;
import io.plainsight.sensor.text.Upgrade;

/**
 * POP3 (RFC 1939) with CAPA (RFC 2449), STLS (RFC 2595) and AUTH (RFC 5034).
 *
 * <p>PASS, APOP and a finished AUTH expose credentials; USER decides once the server accepts it; a mailbox command with a
 * positive reply is user data. A connection that ends before is plaintext only where CAPA listed no STLS.
 */
public final class Pop3Dissector extends LineDissector {
    /** The client's last command, as far as its reply matters. */
    private enum Pending {
        NOTHING,
        GREETING,
        CAPA,
        USER,
        MAILBOX
    }

    private final SaslExchange sasl = new SaslExchange();
    private Pending pending = Pending.GREETING;
    private boolean listing;
    private boolean offerSeen;
    private boolean capabilitiesSeen;

    public Pop3Dissector() {
        super(Pop3Signature.POP3);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        if (sasl.isActive()) {
            expose(sasl.onAnswer(line));
        } else if (Ascii.is(line, "CAPA")) {
            pending = Pending.CAPA;
        } else if (Ascii.is(line, "STLS")) {
            upgrade.request();
        } else if (Ascii.startsWith(line, "USER ")) {
            pending = Pending.USER;
        } else if (Ascii.startsWith(line, "PASS ")) {
            expose(Credentials.SECRET);
        } else if (Ascii.startsWith(line, "APOP ")) {
            expose(Credentials.DERIVED);
        } else if (Ascii.startsWith(line, "AUTH ")) {
            Ascii.skipWord(line);
            expose(sasl.begin(line));
        } else if (isMailboxCommand(line)) {
            onMailboxCommand();
        } else if (Upgrade.isFiller(line)) {
            upgrade.strip();
        } else {
            pending = Pending.NOTHING;
        }
    }

    @Override
    protected void onServerLine(ByteCursor line) {
        if (listing) {
            onCapability(line);
        } else if (Ascii.firstWordIs(line, "+OK")) {
            onReply(true);
        } else if (Ascii.firstWordIs(line, "-ERR")) {
            onReply(false);
        } else if (pending == Pending.GREETING && !hasGap(Side.SERVER)) {
            disown();
        }
    }

    @Override
    protected void resync(Side side) {
        super.resync(side);
        listing = false;
    }

    @Override
    protected void atEnd() {
        boolean userUnanswered = pending == Pending.USER && isSilent(Side.SERVER);
        if (userUnanswered || capabilitiesSeen && !upgrade.isRequested() && !upgrade.isOffered()) {
            decide(false);
        }
    }

    private void onReply(boolean positive) {
        if (upgrade.isWaiting()) {
            if (positive) {
                upgrade.accept();
                startTls();
            } else {
                upgrade.refuse();
            }
            return;
        }
        sasl.end();
        if (!positive && pending == Pending.CAPA) {
            // STLS is announced there and nowhere else (RFC 2595 section 4)
            upgrade.offer(false);
        }
        if (positive && pending == Pending.CAPA) {
            listing = true;
            offerSeen = false;
        } else if (positive && (pending == Pending.USER || pending == Pending.MAILBOX)) {
            decide(pending == Pending.MAILBOX);
            if (pending == Pending.MAILBOX) {
                finish();
            }
        }
        pending = Pending.NOTHING;
    }

    private void onCapability(ByteCursor line) {
        if (Ascii.is(line, ".")) {
            listing = false;
            capabilitiesSeen = true;
            upgrade.offer(offerSeen);
        } else if (Ascii.firstWordIs(line, "STLS")) {
            offerSeen = true;
        } else if (Upgrade.isFiller(line)) {
            upgrade.strip();
        }
    }

    private void onMailboxCommand() {
        pending = Pending.MAILBOX;
        if (isSilent(Side.SERVER)) {
            decide(true);
            finish();
        }
    }

    private static boolean isMailboxCommand(ByteCursor line) {
        return Ascii.is(line, "STAT")
                || Ascii.firstWordIs(line, "LIST")
                || Ascii.firstWordIs(line, "UIDL")
                || Ascii.startsWith(line, "RETR ")
                || Ascii.startsWith(line, "TOP ");
    }
}

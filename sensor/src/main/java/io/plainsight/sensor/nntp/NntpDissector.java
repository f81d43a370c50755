package io.plainsight.sensor.nntp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineDissector;
import io.plainsight.sensor.text.ReplyLine;
import io.plainsight.sensor.text.SaslExchange;
import io.plainsight.sensor.text.Upgrade;

/** NNTP (RFC 3977) with STARTTLS (RFC 4642: 382 accepts) and AUTHINFO (RFC 4643). */
public final class NntpDissector extends LineDissector {
    private static final int CAPABILITIES_FOLLOW = 101;
    private static final int CONTINUE_WITH_TLS = 382;
    /** RFC 4642 section 2.2.2. */
    private static final int ENCRYPTION_REQUIRED = 483;

    private final ReplyLine reply = new ReplyLine();
    private final SaslExchange sasl = new SaslExchange();
    private boolean listing;
    private boolean offerSeen;
    private boolean dataPending;

    public NntpDissector() {
        super(NntpSignature.NNTP);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        if (Ascii.startsWith(line, "AUTHINFO PASS ")) {
            expose(Credentials.SECRET);
        } else if (Ascii.startsWith(line, "AUTHINFO SASL ")) {
            Ascii.skipWord(line);
            Ascii.skipWord(line);
            expose(sasl.begin(line));
        } else if (sasl.isActive()) {
            expose(sasl.onAnswer(line));
        } else if (Ascii.is(line, "STARTTLS")) {
            upgrade.request();
        } else if (isData(line)) {
            dataPending = true;
            if (isSilent(Side.SERVER)) {
                decide(true);
            }
        } else if (Upgrade.isFiller(line)) {
            upgrade.strip();
        }
    }

    @Override
    protected void onServerLine(ByteCursor line) {
        if (listing) {
            onCapability(line);
            return;
        }
        reply.wrap(line);
        if (reply.code() == CAPABILITIES_FOLLOW) {
            listing = true;
            offerSeen = false;
        } else if (upgrade.isWaiting() && reply.code() == CONTINUE_WITH_TLS) {
            upgrade.accept();
            startTls();
        } else if (upgrade.isWaiting() && reply.isNegative()) {
            upgrade.refuse();
        } else if (dataPending && reply.isPositive()) {
            decide(true);
            finish();
        }
        if (reply.code() == ENCRYPTION_REQUIRED) {
            upgrade.require();
        }
        if (reply.isNegative()) {
            sasl.end();
            dataPending = false;
        } else if (reply.code() == 281) {
            sasl.end();
        }
    }

    @Override
    protected void resync(Side side) {
        super.resync(side);
        listing = false;
    }

    private void onCapability(ByteCursor line) {
        if (Ascii.is(line, ".")) {
            listing = false;
            upgrade.offer(offerSeen);
        } else if (Ascii.firstWordIs(line, "STARTTLS")) {
            offerSeen = true;
        } else if (Upgrade.isFiller(line)) {
            upgrade.strip();
        }
    }

    private static boolean isData(ByteCursor line) {
        return Ascii.startsWith(line, "GROUP ")
                || Ascii.firstWordIs(line, "ARTICLE")
                || Ascii.firstWordIs(line, "LIST")
                || Ascii.startsWith(line, "XOVER ")
                || Ascii.is(line, "POST")
                || Ascii.startsWith(line, "IHAVE ");
    }
}

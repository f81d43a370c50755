package io.plainsight.sensor.irc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineDissector;
import io.plainsight.sensor.text.SaslExchange;

/**
 * IRC (RFC 2812) with STARTTLS (IRCv3 {@code tls} capability: 670 accepts, 691 refuses), PASS and SASL (IRCv3).
 *
 * <p>PASS and a finished AUTHENTICATE expose credentials; the welcome (001) shows that the session went on in clear.
 */
public final class IrcDissector extends LineDissector {
    private static final int RPL_WELCOME = 1;
    private static final int ERR_UNKNOWNCOMMAND = 421;
    private static final int RPL_STARTTLS = 670;
    private static final int ERR_STARTTLS = 691;

    private final SaslExchange sasl = new SaslExchange();
    private boolean messageSent;

    public IrcDissector() {
        super(IrcSignature.IRC);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        if (Ascii.is(line, "STARTTLS")) {
            upgrade.request();
        } else if (Ascii.startsWith(line, "PASS ")) {
            expose(Credentials.SECRET);
        } else if (Ascii.startsWith(line, "AUTHENTICATE ")) {
            Ascii.skipWord(line);
            expose(sasl.isActive() ? sasl.onAnswer(line) : sasl.begin(line));
        } else if (Ascii.startsWith(line, "PRIVMSG ") || Ascii.startsWith(line, "JOIN ")) {
            messageSent = true;
            if (isSilent(Side.SERVER)) {
                decide(true);
            }
        }
    }

    @Override
    protected void onServerLine(ByteCursor line) {
        if (line.peek(0) == ':') {
            Ascii.skipWord(line);
        }
        if (Ascii.startsWith(line, "CAP ")) {
            onCapabilities(line);
        } else if (Ascii.wordLength(line) == 3) {
            onNumeric(Ascii.number(line, 0));
        } else if (messageSent || Ascii.startsWith(line, "PRIVMSG ")) {
            decide(true);
        }
    }

    private void onCapabilities(ByteCursor line) {
        int list = Ascii.indexOf(line, " LS ", 0);
        int first = list < 0 ? -1 : Ascii.indexOf(line, ":", list);
        if (first < 0) {
            return;
        }
        line.skip(first + 1);
        boolean offer = false;
        while (line.remaining() > 0) {
            offer |= Ascii.firstWordIs(line, "TLS");
            Ascii.skipWord(line);
        }
        upgrade.offer(offer);
    }

    private void onNumeric(int numeric) {
        if (upgrade.isWaiting() && numeric == RPL_STARTTLS) {
            upgrade.accept();
            startTls();
        } else if (upgrade.isWaiting() && (numeric == ERR_STARTTLS || numeric == ERR_UNKNOWNCOMMAND)) {
            upgrade.refuse();
        } else if (numeric == RPL_WELCOME) {
            decide(true);
        } else if (numeric >= 900 && numeric <= 908) {
            // the SASL numerics end the exchange (IRCv3 sasl-3.1)
            sasl.end();
        }
    }
}

package io.plainsight.sensor.smtp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.LineDissector;
import io.plainsight.sensor.text.ReplyLine;
import io.plainsight.sensor.text.SaslExchange;
import io.plainsight.sensor.text.Upgrade;

/**
 * SMTP (RFC 5321) and LMTP (RFC 2033) with STARTTLS (RFC 3207) and AUTH (RFC 4954).
 *
 * <pre>
 *   greeting ── EHLO ──► capabilities ── STARTTLS ── 220 ──► TLS
 *                             ├── MAIL or DATA accepted ──► plaintext, nothing more to learn behind DATA
 *                             └── AUTH, credential sent ──► plaintext with credentials
 * </pre>
 *
 * A MAIL that the server refuses ("530 Must issue a STARTTLS command first") does not decide. A connection that ends after
 * the capabilities is plaintext only where the server offered no upgrade: a client that looked and left exposed nothing.
 */
public final class SmtpDissector extends LineDissector {
    private static final int READY = 220;
    private static final int OK = 250;
    private static final int PERMANENT_REFUSAL = 500;
    /** Also "Must issue a STARTTLS command first" (RFC 3207 section 4). */
    private static final int AUTHENTICATION_REQUIRED = 530;
    /** "Encryption required for requested authentication mechanism" (RFC 4954 section 6). */
    private static final int ENCRYPTION_REQUIRED = 538;

    private static final int AUTH_CHALLENGE = 334;
    private static final int START_MAIL_INPUT = 354;

    private final ReplyLine reply = new ReplyLine();
    private final SaslExchange sasl = new SaslExchange();
    private boolean greeted;
    private boolean helloPending;
    private boolean helloAnswered;
    private boolean listing;
    private int listedLines;
    private boolean offerSeen;
    private boolean mailPending;
    private boolean inData;

    public SmtpDissector() {
        this(SmtpSignature.SMTP);
    }

    /** @param protocol the name that the signature gave; a client that greets with LHLO makes it LMTP */
    SmtpDissector(String protocol) {
        super(protocol);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        if (inData) {
            return;
        }
        if (sasl.isActive()) {
            expose(sasl.onAnswer(line));
        } else if (Ascii.firstWordIs(line, "EHLO") || Ascii.firstWordIs(line, "LHLO")) {
            if (Ascii.firstWordIs(line, "LHLO")) {
                rename(LmtpSignature.LMTP);
            }
            helloPending = true;
            listing = true;
            listedLines = 0;
            offerSeen = false;
        } else if (Ascii.firstWordIs(line, "HELO")) {
            helloPending = true;
        } else if (Ascii.firstWordIs(line, "STARTTLS")) {
            upgrade.request();
        } else if (Ascii.firstWordIs(line, "AUTH")) {
            Ascii.skipWord(line);
            expose(sasl.begin(line));
        } else if (Ascii.startsWith(line, "MAIL FROM:")) {
            mailPending = true;
        } else if (Ascii.firstWordIs(line, "DATA") || Ascii.firstWordIs(line, "BDAT")) {
            onData();
        } else if (Upgrade.isFiller(line)) {
            upgrade.strip();
        }
    }

    @Override
    protected void onServerLine(ByteCursor line) {
        reply.wrap(line);
        boolean first = !greeted && !hasGap(Side.SERVER);
        if (reply.code() == ReplyLine.NO_CODE) {
            if (first) {
                disown();
            }
        } else if (first) {
            greeted = reply.isLast();
        } else {
            if (listing && reply.code() == OK && listedLines++ > 0) {
                onCapability(line);
            }
            if (reply.isLast()) {
                onReply(line);
            }
        }
    }

    @Override
    protected void atEnd() {
        boolean mailUnanswered = mailPending && isSilent(Side.SERVER);
        if (mailUnanswered || helloAnswered && !upgrade.isRequested() && !upgrade.isOffered()) {
            decide(mailUnanswered);
        }
    }

    /** The lines behind DATA are the mail, until the server says otherwise; they must not be taken for commands. */
    private void onData() {
        inData = true;
        mailPending = true;
        if (isSilent(Side.SERVER)) {
            decide(true);
            finish();
        }
    }

    private void onCapability(ByteCursor keyword) {
        if (Ascii.firstWordIs(keyword, "STARTTLS")) {
            offerSeen = true;
        } else if (Upgrade.isFiller(keyword)) {
            upgrade.strip();
        }
    }

    private void onReply(ByteCursor text) {
        boolean refusal = reply.code() == AUTHENTICATION_REQUIRED || reply.code() == ENCRYPTION_REQUIRED;
        if (refusal && Ascii.contains(text, "TLS") || reply.code() == ENCRYPTION_REQUIRED) {
            upgrade.require();
        }
        if (upgrade.isWaiting() && reply.code() == READY) {
            upgrade.accept();
            startTls();
        } else if (upgrade.isWaiting() && reply.isNegative()) {
            upgrade.refuse();
        } else if (sasl.isActive()) {
            if (reply.code() != AUTH_CHALLENGE) {
                sasl.end();
            }
        } else if (helloPending) {
            onHelloReply();
        } else if (mailPending) {
            onMailReply();
        }
    }

    private void onHelloReply() {
        helloPending = false;
        helloAnswered |= reply.code() == OK;
        if (listing && reply.code() == OK) {
            upgrade.offer(offerSeen);
        } else if (listing && reply.code() >= PERMANENT_REFUSAL) {
            // whoever knows no EHLO knows no extensions (RFC 5321 section 4.1.1.1)
            upgrade.offer(false);
        }
        listing = false;
    }

    private void onMailReply() {
        if (reply.isNegative()) {
            mailPending = inData;
            inData = false;
        } else if (reply.isPositive()) {
            decide(true);
            if (reply.code() == START_MAIL_INPUT || inData) {
                finish();
            }
        }
    }
}

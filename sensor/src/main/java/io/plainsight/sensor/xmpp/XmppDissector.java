package io.plainsight.sensor.xmpp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;
import io.plainsight.sensor.text.SaslExchange;

/**
 * XMPP (RFC 6120) with STARTTLS (section 5), SASL (section 6) and the password of XEP-0078. No XML parser: what stands up
 * to the next {@code >} is one unit, which is all that the handshake needs.
 *
 * <p><b>Bounds:</b> a unit over {@link #MAX_UNIT} bytes is passed over.
 */
public final class XmppDissector extends PlaintextDissector {
    static final int MAX_UNIT = 8192;

    private final ByteCursor unit = new ByteCursor();
    private final int[] scanned = new int[2];
    private boolean offerSeen;
    /** Inside the element of the offer, where {@code <required/>} may stand. */
    private boolean inOffer;

    private Credentials pendingAuth = Credentials.NONE;
    /** Of the mechanism that was begun last; a response to a challenge carries it where the beginning did not. */
    private Credentials mechanism = Credentials.DERIVED;

    private boolean pendingPassword;

    public XmppDissector() {
        super(XmppSignature.XMPP);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        int index = side.ordinal();
        int length = Math.min(in.remaining(), MAX_UNIT);
        for (int i = scanned[index]; i < length; i++) {
            if (in.peek(i) == '>') {
                scanned[index] = 0;
                in.slice(i + 1, unit);
                onUnit(side);
                return true;
            }
        }
        scanned[index] = length;
        if (length == MAX_UNIT) {
            scanned[index] = 0;
            in.skip(MAX_UNIT);
            return true;
        }
        return false;
    }

    @Override
    protected void resync(Side side) {
        scanned[side.ordinal()] = 0;
        if (side == Side.CLIENT) {
            pendingAuth = Credentials.NONE;
            pendingPassword = false;
        }
    }

    private void onUnit(Side side) {
        if (side == Side.CLIENT) {
            onClientUnit();
        } else {
            onServerUnit();
        }
    }

    private void onClientUnit() {
        boolean hasText = unit.peek(0) > ' ' && unit.peek(0) != '<';
        if (hasText && pendingAuth != Credentials.NONE) {
            expose(pendingAuth);
        } else if (hasText && pendingPassword) {
            expose(Credentials.SECRET);
        }
        pendingAuth = Credentials.NONE;
        pendingPassword = false;
        int tag = Math.max(0, Ascii.indexOf(unit, "<", 0));
        unit.skip(tag);
        if (Ascii.startsWith(unit, "<STARTTLS")) {
            upgrade.request();
        } else if (Ascii.startsWith(unit, "<AUTH ")) {
            pendingAuth = kind();
        } else if (Ascii.startsWith(unit, "<PASSWORD")) {
            pendingPassword = true;
        } else if (Ascii.startsWith(unit, "<RESPONSE")) {
            pendingAuth = mechanism;
        } else if (isStanza()) {
            decide(true);
        }
    }

    private void onServerUnit() {
        int tag = Math.max(0, Ascii.indexOf(unit, "<", 0));
        unit.skip(tag);
        if (Ascii.startsWith(unit, "<STARTTLS")) {
            offerSeen = true;
            inOffer = unit.peek(unit.remaining() - 2) != '/';
        } else if (Ascii.startsWith(unit, "</STARTTLS")) {
            inOffer = false;
        } else if (inOffer && Ascii.startsWith(unit, "<REQUIRED")) {
            upgrade.require();
        } else if (Ascii.startsWith(unit, "</STREAM:FEATURES")) {
            upgrade.offer(offerSeen);
        } else if (upgrade.isWaiting() && Ascii.startsWith(unit, "<PROCEED")) {
            upgrade.accept();
            startTls();
        } else if (upgrade.isWaiting() && Ascii.startsWith(unit, "<FAILURE")) {
            upgrade.refuse();
        } else if (isStanza()) {
            decide(true);
        }
    }

    /** The grade of the mechanism attribute: {@code <auth mechanism='PLAIN'>}. */
    private Credentials kind() {
        int at = Ascii.indexOf(unit, "MECHANISM=", 0);
        if (at < 0) {
            return Credentials.NONE;
        }
        unit.skip(at + "MECHANISM='".length());
        mechanism = SaslExchange.grade(unit);
        // the first message of a SCRAM exchange holds no proof; the response that follows does
        return Ascii.startsWith(unit, "SCRAM-") ? Credentials.NONE : mechanism;
    }

    private boolean isStanza() {
        return Ascii.startsWith(unit, "<MESSAGE")
                || Ascii.startsWith(unit, "<IQ ")
                || Ascii.startsWith(unit, "<PRESENCE");
    }
}

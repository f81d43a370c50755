package io.plainsight.sensor.datagram;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;

/**
 * The frame of a dissector for a protocol over UDP that is in clear, or that has some protection of its own. A subclass
 * reads one datagram after the other and says what it means: {@link #decide}, {@link #expose}, {@link #judge},
 * {@link #finish}, {@link #disown}. What was seen in clear outweighs any protection of the rest.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one connection. <b>Bounds:</b> {@link #maxDatagrams} are read.
 */
public abstract class ClearDatagramDissector implements DatagramDissector {
    /** Datagrams read unless a subclass says otherwise; credentials stand at the beginning of an exchange. */
    public static final int MAX_DATAGRAMS = 64;

    private final String protocol;
    private int datagrams;
    private boolean news;
    private boolean decided;
    private boolean userData;
    private boolean finished;
    private boolean disowned;
    private Credentials credentials = Credentials.NONE;
    private String fact;
    private Protection judged;
    private String rule;
    private String detail;

    protected ClearDatagramDissector(String protocol) {
        this.protocol = protocol;
    }

    /**
     * Reads one datagram and acts on it; must survive any bytes.
     *
     * @param in the payload, as much as was captured
     */
    protected abstract void read(Side side, ByteCursor in);

    /** Adds what else has been learned, such as {@link ObservationDraft#crypto}. */
    protected void addTo(ObservationDraft draft) {}

    /** Datagrams after which nothing new is expected. */
    protected int maxDatagrams() {
        return MAX_DATAGRAMS;
    }

    /** The protocol was seen in clear; {@code withUserData} when it carried more than the network's own business. */
    protected final void decide(boolean withUserData) {
        if (!decided || withUserData && !userData) {
            decided = true;
            userData |= withUserData;
            news = true;
        }
    }

    /** A credential was seen in clear, which decides as well. */
    protected final void expose(Credentials kind) {
        if (kind.compareTo(credentials) > 0) {
            credentials = kind;
            decided = true;
            news = true;
        }
    }

    /** The protocol's own protection; the first judgement stays, unless a worse one follows. */
    protected final void judge(Protection protection, String byRule, String why) {
        boolean worse = judged != null && judged != Protection.WEAK && protection == Protection.WEAK;
        if (judged == null || worse) {
            judged = protection;
            rule = byRule;
            detail = why;
            news |= protection != Protection.UNKNOWN;
        }
    }

    /** Something that an analyst wants to read beside the verdict; the first stays. */
    protected final void note(String phrase) {
        if (fact == null) {
            fact = phrase;
        }
    }

    /** Nothing more can be learned. */
    protected final void finish() {
        finished = true;
    }

    /** This is another protocol. */
    protected final void disown() {
        disowned = !decided && judged == null;
    }

    protected final boolean isDecided() {
        return decided;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public final Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        read(side, in);
        if (disowned) {
            return Progress.NOT_MINE;
        }
        if (finished || ++datagrams >= maxDatagrams()) {
            return Progress.DONE;
        }
        return takeNews() ? Progress.DECIDED : Progress.MORE;
    }

    @Override
    public final Progress onClose(CloseKind kind, long timestampNs) {
        return takeNews() ? Progress.DECIDED : Progress.MORE;
    }

    @Override
    public final void describe(ObservationDraft draft) {
        draft.protocol = protocol();
        if (decided) {
            draft.plaintext = new Observation.Plaintext(credentials.text(), userData);
            draft.protection = Protection.PLAINTEXT;
            draft.action = Actions.PLAINTEXT_OBSERVED;
            draft.reason(
                    Reasons.PLAINTEXT_PROTOCOL,
                    protocol() + " in clear" + (fact == null ? "" : "; " + fact),
                    "NCSC-P1",
                    "SEC09-BP02");
        } else if (judged != null) {
            draft.protection = judged;
            draft.action = judged == Protection.UNKNOWN ? null : Actions.HANDSHAKE_COMPLETED;
            draft.outcome = judged == Protection.UNKNOWN ? null : "success";
            draft.reason(rule, detail + (fact == null ? "" : "; " + fact));
        }
        if (credentials != Credentials.NONE) {
            draft.reason(
                    Reasons.PLAINTEXT_CREDENTIALS,
                    "credentials in clear over " + protocol() + ": " + credentials.text(),
                    "NCSC-P1",
                    "SEC09-BP02");
        }
        addTo(draft);
    }

    private boolean takeNews() {
        boolean had = news;
        news = false;
        return had;
    }
}

package io.plainsight.sensor.text;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * The frame of a dissector for a protocol that begins in clear and may switch to TLS. A subclass reads one unit after the
 * other and says what it means: {@link #decide}, {@link #expose}, {@link #startTls}, {@link #finish}, {@link #disown}.
 *
 * <p>News is told once per call of {@link #onBytes}, so the sequence of answers depends on how bytes are split into
 * packets, but what {@link #describe} tells at the end does not.
 *
 * <p>When the caller finds that no TLS follows a {@link Progress#START_TLS}, it may feed the bytes here again: the
 * upgrade then counts as accepted and not used, and reading goes on in clear.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one connection. <b>Bounds:</b> of each side {@link #INSPECTION_LIMIT}
 * bytes are read, the rest is passed over.
 */
public abstract class PlaintextDissector implements StreamDissector {
    /** Bytes of a side that are read; credentials and upgrades stand at the beginning of a connection. */
    public static final int INSPECTION_LIMIT = 64 * 1024;

    private enum State {
        CLEAR,
        TLS,
        TUNNEL,
        FINISHED,
        DISOWNED
    }

    protected final Upgrade upgrade = new Upgrade();

    private String protocol;
    private String application;
    private final boolean[] gap = new boolean[2];
    private final boolean[] closed = new boolean[2];
    private final int[] inspected = new int[2];
    private final boolean[] heard = new boolean[2];
    private State state = State.CLEAR;
    private long nowNs;
    private boolean ended;
    private boolean news;
    private boolean decided;
    private boolean userData;
    private boolean asked;
    private boolean askedData;
    private boolean answered;
    private Credentials credentials = Credentials.NONE;

    protected PlaintextDissector(String protocol) {
        this.protocol = protocol;
    }

    /**
     * Reads one unit and acts on it.
     *
     * @return false when more bytes are needed or the rest is to be left unconsumed; true only with bytes consumed
     */
    protected abstract boolean readUnit(Side side, ByteCursor in);

    /** Bytes of {@code side} are missing: begin again at the next unit. */
    protected abstract void resync(Side side);

    /**
     * The connection ended undecided; the last chance to {@link #decide}. What was asked counts when the server is out of
     * sight, but not when it answered in something else, such as the alert of a TLS server.
     */
    protected void atEnd() {
        if (asked && isUnheard(Side.SERVER)) {
            decide(askedData);
        }
    }

    /** The client asked for something that decides once the server answers in kind; {@code data} when it is user data. */
    protected final void asked(boolean data) {
        asked = true;
        askedData |= data;
    }

    /** The server surely spoke this protocol, so what was asked stands. */
    protected final void answered() {
        answered = true;
        if (asked) {
            decide(askedData);
            if (askedData) {
                finish();
            }
        }
    }

    /** A message with user data, which needs no answer; the client's own count once the server has {@link #answered}. */
    protected final void carry(Side side) {
        answered |= side == Side.SERVER;
        if (!answered) {
            asked(true);
        } else {
            decide(true);
            finish();
        }
    }

    /** Application data was seen in clear. */
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

    /** Something else than user data in clear was learned; {@link #refine} says what. */
    protected final void tell() {
        news = true;
    }

    /** Adds to what is told what only this protocol knows, such as how it protects itself without TLS. */
    protected void refine(ObservationDraft draft) {}

    /** TLS begins with the next unconsumed byte of each side. */
    protected final void startTls() {
        state = State.TLS;
        if (upgrade.isRequested()) {
            upgrade.use(true);
        }
    }

    /** Any protocol begins with the next unconsumed byte of each side. */
    protected final void tunnel() {
        state = State.TUNNEL;
    }

    /** Nothing more can be learned. */
    protected final void finish() {
        state = State.FINISHED;
    }

    /** This is another protocol. */
    protected final void disown() {
        if (!decided) {
            state = State.DISOWNED;
        }
    }

    /** The connection turned out to speak this near relative of the protocol. */
    protected final void rename(String relative) {
        protocol = relative;
    }

    /** What speaks this protocol here named itself; the last name counts. */
    protected final void nameApplication(String name) {
        application = name;
    }

    protected final boolean isDecided() {
        return decided;
    }

    /** Time of what is being read, nanoseconds since the Unix epoch. */
    protected final long nowNs() {
        return nowNs;
    }

    protected final boolean hasGap(Side side) {
        return gap[side.ordinal()];
    }

    /** Whether nothing of this side has been consumed: it is silent, or outside the sensor's sight. */
    protected final boolean isSilent(Side side) {
        return inspected[side.ordinal()] == 0;
    }

    /** Whether this side never said a byte that was seen, be it one that could not be read. */
    protected final boolean isUnheard(Side side) {
        return !heard[side.ordinal()];
    }

    @Override
    public final String protocol() {
        return protocol;
    }

    @Override
    public final Progress onBytes(Side side, ByteCursor in, long timestampNs) {
        nowNs = timestampNs;
        if (state == State.TLS && in.remaining() > 0) {
            upgrade.use(false);
            if (side == Side.CLIENT && !hasGap(Side.CLIENT)) {
                upgrade.followInClear();
            }
            state = State.CLEAR;
        }
        upgrade.reading(side);
        int index = side.ordinal();
        heard[index] |= in.remaining() > 0;
        while (state == State.CLEAR && in.remaining() > 0 && inspected[index] < INSPECTION_LIMIT) {
            int before = in.position();
            if (side == Side.CLIENT && upgrade.isWaiting() && heldForTls(in) || !readUnit(side, in)) {
                break;
            }
            inspected[index] += in.position() - before;
        }
        if (inspected[index] >= INSPECTION_LIMIT && state == State.CLEAR) {
            in.skip(in.remaining());
            if (inspected[side.other().ordinal()] >= INSPECTION_LIMIT) {
                finish();
            }
        }
        return progress(in);
    }

    @Override
    public final void onGap(Side side, long timestampNs) {
        nowNs = timestampNs;
        gap[side.ordinal()] = true;
        if (side == Side.SERVER) {
            upgrade.loseServer();
        }
        resync(side);
    }

    @Override
    public final Progress onClose(Side side, CloseKind kind, long timestampNs) {
        if (side != null) {
            closed[side.ordinal()] = true;
        }
        boolean over =
                side == null || kind != CloseKind.FIN || closed[side.other().ordinal()];
        if (over && !ended && state == State.CLEAR) {
            ended = true;
            if (!decided) {
                atEnd();
            }
        }
        if (news) {
            news = false;
            return Progress.DECIDED;
        }
        return state == State.FINISHED ? Progress.DONE : Progress.MORE;
    }

    @Override
    public final void describe(ObservationDraft draft) {
        Observation.StartTls startTls = upgrade.describe(protocol);
        if (startTls != null) {
            draft.startTls = startTls;
        }
        if (decided) {
            draft.plaintext = new Observation.Plaintext(credentials.text(), userData);
        }
        if (state == State.TLS) {
            draft.application = protocol;
        } else if (application != null) {
            draft.application = application;
        }
        if (draft.protocol == null) {
            draft.protocol = protocol;
        }
        if (decided && state != State.TLS) {
            draft.protection = Protection.PLAINTEXT;
            draft.action = Actions.PLAINTEXT_OBSERVED;
            draft.reason(Reasons.PLAINTEXT_PROTOCOL, protocol + " in clear, without TLS", "NCSC-P1", "SEC09-BP02");
        }
        if (credentials != Credentials.NONE) {
            draft.reason(
                    Reasons.PLAINTEXT_CREDENTIALS,
                    "credentials in clear over " + protocol + ": " + credentials.text(),
                    "NCSC-P1",
                    "SEC09-BP02");
        }
        if (upgrade.isPipelined()) {
            draft.reason(
                    Reasons.STARTTLS_PIPELINED,
                    "commands in clear between the request for TLS and its start",
                    "CVE-2011-0411");
        }
        if (state != State.TLS) {
            refine(draft);
        }
    }

    /** Before the server's answer the client's TLS bytes stay where they are; clear ones are read on, and noted. */
    private boolean heldForTls(ByteCursor in) {
        boolean answerUnseen = hasGap(Side.SERVER) || isSilent(Side.SERVER);
        if (TlsBytes.mayBeClientHello(in)) {
            if (answerUnseen && TlsBytes.isClientHello(in)) {
                startTls();
            }
            return true;
        }
        if (!answerUnseen) {
            upgrade.pipeline();
        }
        return false;
    }

    private Progress progress(ByteCursor in) {
        if (state == State.TLS) {
            news = false;
            return Progress.START_TLS;
        }
        if (state == State.TUNNEL) {
            news = false;
            return Progress.TUNNEL;
        }
        if (state == State.DISOWNED) {
            return Progress.NOT_MINE;
        }
        if (news) {
            news = false;
            return Progress.DECIDED;
        }
        if (state == State.FINISHED) {
            in.skip(in.remaining());
            return Progress.DONE;
        }
        return Progress.MORE;
    }
}

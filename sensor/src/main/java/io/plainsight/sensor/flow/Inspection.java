package io.plainsight.sensor.flow;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Announcements;
import io.plainsight.sensor.dissect.AnnouncingDissector;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ContentSample;
import io.plainsight.sensor.dissect.NameSource;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolIdentifier;
import io.plainsight.sensor.dissect.ProtocolIdentifierBuffer;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.dissect.TlsCarryingDissector;
import io.plainsight.sensor.health.OverloadPolicy.Stage;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.tcp.PendingBytes;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Finds out how one connection is protected from the ordered bytes of its two sides: has the protocol identified, feeds
 * its dissector, changes to TLS where the protocol upgrades, and begins anew where a proxy's tunnel opens.
 *
 * <pre>
 *   IDENTIFYING --signature says yes--> DISSECTING --START_TLS--> AWAITING_TLS --TLS follows--> DISSECTING (TLS)
 *        |                                |    ^                       |
 *        |   ^-------TUNNEL---------------+    +---no TLS follows------+
 *        | no signature is left           |
 *        v                                v
 *     SAMPLING --enough, closed-------> OVER  <---DONE, error, closed
 * </pre>
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one per connection with payload; pooled buffers for what dissectors leave
 * unconsumed, given back when it is over. <b>Errors:</b> an exception from a dissector ends the inspection as unknown.
 */
final class Inspection implements ProtocolIdentifierBuffer.Replay, Announcements {
    private enum Phase {
        IDENTIFYING,
        DISSECTING,
        AWAITING_TLS,
        SAMPLING,
        OVER
    }

    private static final String TLS = "tls";
    private static final Side[] SIDES = Side.values();
    /** Tunnels inside each other that are followed; a proxy behind a proxy is as much as is seen. */
    private static final int MAX_TUNNELS = 4;

    private final InspectionContext context;
    private final int flow;
    private final int initiator;
    private final boolean initiatorKnown;
    private final PendingBytes[] pending;

    private Phase phase = Phase.IDENTIFYING;
    private ProtocolIdentifierBuffer identification;
    /** Of bytes that no signature knew; null before. */
    private ContentSample sample;

    private boolean reversed;
    /** As it was before the protocol of the day was identified. */
    private boolean reversedBefore;

    private boolean disowned;
    /** What carries the bytes that are looked at; null outside tunnels. */
    private Tunnel tunnel;

    private long nowNs;
    private StreamDissector dissector;
    /** What spoke before TLS took over; null when nothing did. */
    private StreamDissector upgradedFrom;
    /** The upgrade was agreed upon, and something else than TLS followed. */
    private boolean notUpgraded;
    /** Looks for TLS once an upgrade was agreed upon; null before. */
    private AwaitedTls awaited;

    private boolean serverHeard;
    /** A TLS server's alert answered something that is not TLS. */
    private boolean refusedByTls;

    private ObservationDraft lastEmitted;
    /** What overload leaves of the bytes depends on it; changes with the phase. */
    private Stage stage = Stage.IDENTIFICATION;
    /** Bytes looked at in the stage. */
    private int looked;

    /**
     * @param initiator the end of the flow that is taken for the client, 0 or 1
     * @param announced the dissector where another connection told what this one is; null where the bytes must tell
     */
    Inspection(InspectionContext context, int flow, int initiator, boolean initiatorKnown, StreamDissector announced) {
        this.context = context;
        this.flow = flow;
        this.initiator = initiator;
        this.initiatorKnown = initiatorKnown;
        pending = new PendingBytes[] {new PendingBytes(context.pool()), new PendingBytes(context.pool())};
        if (announced == null) {
            identification = new ProtocolIdentifierBuffer(context.identifier(), context.pool(), initiatorKnown);
        } else {
            dissector = announced;
            phase = Phase.DISSECTING;
            enter(Stage.of(announced.protocol()));
        }
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** The next bytes of a side; {@code side} as the transport has it. */
    void onData(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        nowNs = timestampNs;
        if (looked >= context.overload().allowedBytes(stage) && phase != Phase.AWAITING_TLS) {
            sacrifice();
            return;
        }
        looked += length;
        if (!serverHeard && role(side) == Side.SERVER) {
            serverHeard = true;
            refusedByTls = TlsRefusal.isAlert(buffer, offset, length) && !isTls();
        }
        try {
            take(side, buffer, offset, length, timestampNs);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    void onGap(Side side, long timestampNs) {
        try {
            takeGap(side, timestampNs);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** One side ended. */
    void onClose(Side side, CloseKind kind, long timestampNs) {
        close(role(side), kind, timestampNs);
    }

    /** The connection ended; this is the last word about it. */
    void conclude(CloseKind kind, long timestampNs) {
        close(null, kind, timestampNs);
        if (phase == Phase.SAMPLING) {
            end(unidentified(Verdicts.unrecognised(sample)));
        } else if (phase == Phase.IDENTIFYING) {
            context.counters().increment(SensorCounter.PROTOCOL_UNRECOGNISED);
            end(unidentified(Verdicts.TOO_SHORT));
        } else if (phase != Phase.OVER) {
            try {
                end(describe());
            } catch (RuntimeException e) {
                fail(e);
            }
        }
    }

    /** What has been learned so far; never null. */
    ObservationDraft draft() {
        if (phase == Phase.SAMPLING) {
            return unidentified(Verdicts.unrecognised(sample));
        }
        if (dissector == null) {
            return unidentified(Verdicts.TOO_SHORT);
        }
        try {
            return describe();
        } catch (RuntimeException e) {
            return fail(e);
        }
    }

    @Override
    public boolean onReplay(Side side, ByteBuffer bytes, int offset, int length, long timestampNs) {
        take(side, bytes, offset, length, timestampNs);
        return phase != Phase.OVER && !disowned;
    }

    @Override
    public boolean onReplayGap(Side side, long timestampNs) {
        takeGap(side, timestampNs);
        return phase != Phase.OVER && !disowned;
    }

    @Override
    public void expect(Side side, int port, Supplier<StreamDissector> opener) {
        int end = role(side) == Side.CLIENT ? initiator : 1 - initiator;
        context.expected().expect(flow, end, port, opener, nowNs);
    }

    private void take(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        if (phase == Phase.IDENTIFYING) {
            identify(side, buffer, offset, length, timestampNs);
        } else if (phase == Phase.SAMPLING) {
            sample(buffer, offset, length);
        } else {
            dispatch(role(side), buffer, offset, length, timestampNs);
        }
    }

    private void takeGap(Side side, long timestampNs) {
        if (phase == Phase.IDENTIFYING) {
            identification.gap(side, timestampNs);
        } else {
            gap(role(side), timestampNs);
        }
    }

    private void identify(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        // a tunnel that opens while this is given out again has an identification of its own
        ProtocolIdentifierBuffer current = identification;
        int answer = current.offer(side, buffer, offset, length, timestampNs);
        while (answer >= 0) {
            begin(current, context.identifier().signature(answer), side, buffer, offset, length, timestampNs);
            if (!disowned) {
                context.counters().increment(SensorCounter.PROTOCOL_RECOGNISED);
                current.clear();
                identification = identification == current ? null : identification;
                return;
            }
            takeBack();
            boolean kept = !current.isEmpty();
            answer = current.withdraw(answer);
            if (!kept && answer == ProtocolIdentifier.UNDECIDED) {
                answer = current.offer(side, buffer, offset, length, timestampNs);
            }
        }
        if (answer == ProtocolIdentifier.UNKNOWN) {
            context.counters().increment(SensorCounter.PROTOCOL_UNRECOGNISED);
            beginSample(buffer, offset, length);
        }
    }

    private void beginSample(ByteBuffer buffer, int offset, int length) {
        enter(Stage.SAMPLE);
        sample = new ContentSample();
        phase = Phase.SAMPLING;
        boolean kept = !identification.isEmpty();
        identification.sample(sample);
        identification.clear();
        identification = null;
        sample(buffer, offset, kept ? 0 : length);
    }

    private void sample(ByteBuffer buffer, int offset, int length) {
        sample.add(buffer, offset, length);
        if (sample.isFull()) {
            end(unidentified(Verdicts.unrecognised(sample)));
        }
    }

    /** Opens the dissector and gives it what was seen: this packet alone when it is the first, else everything kept. */
    private void begin(
            ProtocolIdentifierBuffer current,
            ProtocolSignature signature,
            Side side,
            ByteBuffer buffer,
            int offset,
            int length,
            long timestampNs) {
        reversedBefore = reversed;
        turn(current.isReversed());
        dissector = signature.open();
        enter(Stage.of(dissector.protocol()));
        if (dissector instanceof AnnouncingDissector announcing) {
            announcing.announceTo(this);
        }
        if (dissector instanceof TlsCarryingDissector carrying) {
            carrying.carryTls(context.tls());
        }
        phase = Phase.DISSECTING;
        if (current.isEmpty()) {
            dispatch(role(side), buffer, offset, length, timestampNs);
        } else {
            current.replay(this);
        }
    }

    private void turn(boolean value) {
        if (reversed != value) {
            reversed = value;
            context.listener().onReversed(flow);
        }
    }

    private void takeBack() {
        turn(reversedBefore);
        dissector = null;
        disowned = false;
        upgradedFrom = null;
        notUpgraded = false;
        pending[0].clear();
        pending[1].clear();
        phase = Phase.IDENTIFYING;
        enter(Stage.IDENTIFICATION);
    }

    private void dispatch(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        if (phase == Phase.DISSECTING) {
            feed(side, buffer, offset, length, timestampNs);
        } else if (phase == Phase.AWAITING_TLS) {
            if (keep(side, buffer, offset, length, timestampNs)) {
                lookForTls(timestampNs);
            }
        }
    }

    private void feed(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        PendingBytes rest = pending[side.ordinal()];
        if (rest.isEmpty()) {
            ByteCursor cursor = context.cursor().wrap(buffer, offset, length);
            Progress progress = dissector.onBytes(side, cursor, timestampNs);
            int left = cursor.remaining();
            if (left > 0 && progress != Progress.DONE && progress != Progress.NOT_MINE) {
                keep(side, buffer, offset + length - left, left, timestampNs);
            }
            takeNames(timestampNs);
            handle(progress, timestampNs);
            return;
        }
        int taken = Math.min(length, StreamDissector.MAX_PENDING - rest.length());
        if (keep(side, buffer, offset, taken, timestampNs)) {
            feedPending(side, timestampNs);
        }
        if (taken < length) {
            dispatch(side, buffer, offset + taken, length - taken, timestampNs);
        }
    }

    /** Offers what a side has left, with what came since, to the dissector. */
    private void feedPending(Side side, long timestampNs) {
        PendingBytes rest = pending[side.ordinal()];
        if (phase != Phase.DISSECTING || rest.isEmpty()) {
            return;
        }
        ByteCursor cursor = rest.read(context.cursor(), 0, rest.length());
        int before = cursor.remaining();
        Progress progress = dissector.onBytes(side, cursor, timestampNs);
        rest.consume(before - cursor.remaining());
        if (rest.length() >= StreamDissector.MAX_PENDING) {
            overflow(side, timestampNs);
        }
        takeNames(timestampNs);
        handle(progress, timestampNs);
    }

    private void takeNames(long timestampNs) {
        if (dissector instanceof NameSource source) {
            context.listener().onNames(flow, source, timestampNs);
        }
    }

    /** Keeps bytes for later. @return false when there was no room and the side has a gap instead */
    private boolean keep(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        PendingBytes rest = pending[side.ordinal()];
        if (rest.length() + length <= StreamDissector.MAX_PENDING && rest.append(buffer, offset, length)) {
            return true;
        }
        overflow(side, timestampNs);
        return false;
    }

    private void overflow(Side side, long timestampNs) {
        context.counters().increment(SensorCounter.TCP_PENDING_EXCEEDED);
        gap(side, timestampNs);
    }

    private void gap(Side side, long timestampNs) {
        pending[side.ordinal()].clear();
        if (phase == Phase.AWAITING_TLS) {
            awaited.gap(side);
        } else if (phase == Phase.DISSECTING) {
            dissector.onGap(side, timestampNs);
        }
    }

    private void handle(Progress progress, long timestampNs) {
        switch (progress) {
            case MORE -> {}
            case DECIDED -> emit(describe());
            case DONE -> {
                ObservationDraft last = describe();
                if (last.action != null && !Verdicts.same(last, lastEmitted)) {
                    emit(last);
                }
                end(last);
            }
            case START_TLS -> startTls(timestampNs);
            case TUNNEL -> openTunnel(timestampNs);
            case NOT_MINE -> disown(timestampNs);
        }
    }

    /** What comes now may be anything: it is identified as if a connection began here. */
    private void openTunnel(long timestampNs) {
        int depth = tunnel == null ? 1 : tunnel.depth() + 1;
        if (depth > MAX_TUNNELS) {
            end(describe());
            return;
        }
        tunnel = new Tunnel(dissector, tunnel, depth);
        dissector = null;
        notUpgraded = false;
        phase = Phase.IDENTIFYING;
        enter(Stage.IDENTIFICATION);
        boolean known = initiatorKnown && !reversed;
        identification = new ProtocolIdentifierBuffer(context.identifier(), context.pool(), known);
        byte[][] begun = new byte[2][];
        for (Side side : SIDES) {
            PendingBytes rest = pending[side.ordinal()];
            begun[role(side).ordinal()] =
                    rest.read(context.cursor(), 0, rest.length()).toArray();
            rest.clear();
        }
        for (Side side : SIDES) {
            byte[] bytes = begun[side.ordinal()];
            if (bytes.length > 0 && phase != Phase.OVER) {
                take(side, ByteBuffer.wrap(bytes), 0, bytes.length, timestampNs);
            }
        }
    }

    private void startTls(long timestampNs) {
        if (upgradedFrom == null && !notUpgraded) {
            phase = Phase.AWAITING_TLS;
            awaited = new AwaitedTls(context.identifier().signature(TLS));
            lookForTls(timestampNs);
        }
    }

    private void lookForTls(long timestampNs) {
        switch (awaited.look(pending[Side.CLIENT.ordinal()], pending[Side.SERVER.ordinal()], context.cursor())) {
            case YES -> {
                upgradedFrom = dissector;
                dissector = context.tls().get();
                resume(timestampNs);
            }
            case NO -> stayPlaintext(timestampNs);
            case MAYBE -> {}
        }
    }

    private void stayPlaintext(long timestampNs) {
        notUpgraded = true;
        resume(timestampNs);
    }

    /** Gives the dissector of the day what came while it was open which one that would be. */
    private void resume(long timestampNs) {
        phase = Phase.DISSECTING;
        enter(Stage.of(dissector.protocol()));
        for (Side side : SIDES) {
            if (awaited.hasGap(side)) {
                dissector.onGap(side, timestampNs);
            }
        }
        feedPending(Side.CLIENT, timestampNs);
        feedPending(Side.SERVER, timestampNs);
    }

    private void disown(long timestampNs) {
        if (upgradedFrom != null) {
            dissector = upgradedFrom;
            upgradedFrom = null;
            stayPlaintext(timestampNs);
        } else if (identification != null) {
            disowned = true;
        } else {
            context.counters().increment(SensorCounter.PROTOCOL_DISOWNED);
            end(unidentified(Verdicts.disowned(dissector.protocol())));
        }
    }

    private void close(Side side, CloseKind kind, long timestampNs) {
        if (dissector == null || phase == Phase.OVER) {
            return;
        }
        try {
            if (phase == Phase.AWAITING_TLS && !pending[Side.SERVER.ordinal()].isEmpty()) {
                stayPlaintext(timestampNs);
            }
            if (phase == Phase.OVER) {
                return;
            }
            Progress progress = dissector.onClose(side, kind, timestampNs);
            if (progress == Progress.DECIDED || progress == Progress.DONE) {
                handle(progress, timestampNs);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private ObservationDraft describe() {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        if (upgradedFrom != null) {
            ObservationDraft before = new ObservationDraft();
            upgradedFrom.describe(before);
            Verdicts.joinUpgrade(draft, before, upgradedFrom.protocol());
            if (awaited.hadClearAnswers()) {
                Verdicts.addClearAnswers(draft);
            }
        } else if (notUpgraded || phase == Phase.AWAITING_TLS) {
            Verdicts.markNotUpgraded(draft, dissector.protocol());
        }
        return tunnel == null ? draft : tunnel.join(draft);
    }

    /** What is said while nothing is identified: inside a tunnel, what carried it is known. */
    private ObservationDraft unidentified(ObservationDraft verdict) {
        return tunnel == null ? verdict : tunnel.around(verdict);
    }

    private void emit(ObservationDraft draft) {
        lastEmitted = draft;
        context.listener().onDecided(flow, draft);
    }

    private void enter(Stage next) {
        stage = next;
        looked = 0;
    }

    /** There is too much to look at, and this connection has had its share. */
    private void sacrifice() {
        context.overload().sacrificed(stage);
        if (phase == Phase.SAMPLING) {
            end(unidentified(Verdicts.unrecognised(sample)));
        } else {
            String protocol = dissector == null ? null : dissector.protocol();
            end(unidentified(Verdicts.overloaded(lastEmitted, protocol, stage == Stage.HANDSHAKE)));
        }
    }

    private ObservationDraft fail(RuntimeException error) {
        String protocol = dissector == null ? null : dissector.protocol();
        context.onError(protocol, error);
        ObservationDraft draft = Verdicts.failed(protocol);
        if (phase != Phase.OVER) {
            end(draft);
        }
        return draft;
    }

    private boolean isTls() {
        return dissector != null && TLS.equals(dissector.protocol());
    }

    private void end(ObservationDraft draft) {
        ObservationDraft last = refusedByTls ? TlsRefusal.join(draft) : draft;
        phase = Phase.OVER;
        pending[0].clear();
        pending[1].clear();
        if (identification != null) {
            identification.clear();
        }
        context.listener().onConcluded(flow, last);
    }

    private Side role(Side side) {
        return reversed ? side.other() : side;
    }
}

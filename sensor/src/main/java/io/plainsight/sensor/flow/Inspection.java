package io.plainsight.sensor.flow;

import io.plainsight.sensor.buffer.ByteCursor;
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
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.tcp.PendingBytes;
import java.nio.ByteBuffer;

/**
 * Finds out how one connection is protected from the ordered bytes of its two sides: has the protocol identified, feeds
 * its dissector, and changes to TLS where the protocol upgrades.
 *
 * <pre>
 *   IDENTIFYING --signature says yes--> DISSECTING --START_TLS--> AWAITING_TLS --TLS follows--> DISSECTING (TLS)
 *        |                                |    ^                       |
 *        | no signature is left           |    +---no TLS follows------+
 *        v                                v
 *     SAMPLING --enough, closed-------> OVER  <---DONE, error, closed
 * </pre>
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one per connection with payload; pooled buffers for what dissectors leave
 * unconsumed, given back when it is over. <b>Errors:</b> an exception from a dissector ends the inspection as unknown.
 */
final class Inspection implements ProtocolIdentifierBuffer.Replay {
    private enum Phase {
        IDENTIFYING,
        DISSECTING,
        AWAITING_TLS,
        SAMPLING,
        OVER
    }

    private static final String TLS = "tls";
    private static final Side[] SIDES = Side.values();

    private final InspectionContext context;
    private final int flow;
    private final PendingBytes[] pending;
    private final boolean[] gapBeforeTls = new boolean[2];

    private Phase phase = Phase.IDENTIFYING;
    private ProtocolIdentifierBuffer identification;
    /** Of bytes that no signature knew; null before. */
    private ContentSample sample;

    private boolean reversed;
    private boolean disowned;
    private StreamDissector dissector;
    /** What spoke before TLS took over; null when nothing did. */
    private StreamDissector upgradedFrom;
    /** The upgrade was agreed upon, and something else than TLS followed. */
    private boolean notUpgraded;

    private ObservationDraft lastEmitted;

    Inspection(InspectionContext context, int flow, boolean initiatorKnown) {
        this.context = context;
        this.flow = flow;
        pending = new PendingBytes[] {new PendingBytes(context.pool()), new PendingBytes(context.pool())};
        identification = new ProtocolIdentifierBuffer(context.identifier(), context.pool(), initiatorKnown);
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** The next bytes of a side; {@code side} as the transport has it. */
    void onData(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        try {
            if (phase == Phase.IDENTIFYING) {
                identify(side, buffer, offset, length, timestampNs);
            } else if (phase == Phase.SAMPLING) {
                sample(buffer, offset, length);
            } else {
                dispatch(role(side), buffer, offset, length, timestampNs);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    void onGap(Side side, long timestampNs) {
        try {
            if (phase == Phase.IDENTIFYING) {
                identification.gap(side, timestampNs);
            } else {
                gap(role(side), timestampNs);
            }
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
            end(Verdicts.unrecognised(sample));
        } else if (phase == Phase.IDENTIFYING) {
            context.counters().increment(SensorCounter.PROTOCOL_UNRECOGNISED);
            end(Verdicts.TOO_SHORT);
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
            return Verdicts.unrecognised(sample);
        }
        if (dissector == null) {
            return Verdicts.TOO_SHORT;
        }
        try {
            return describe();
        } catch (RuntimeException e) {
            return fail(e);
        }
    }

    @Override
    public boolean onReplay(Side side, ByteBuffer bytes, int offset, int length, long timestampNs) {
        dispatch(role(side), bytes, offset, length, timestampNs);
        return phase != Phase.OVER && !disowned;
    }

    @Override
    public boolean onReplayGap(Side side, long timestampNs) {
        gap(role(side), timestampNs);
        return phase != Phase.OVER && !disowned;
    }

    private void identify(Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        int answer = identification.offer(side, buffer, offset, length, timestampNs);
        while (answer >= 0) {
            begin(context.identifier().signature(answer), side, buffer, offset, length, timestampNs);
            if (!disowned) {
                context.counters().increment(SensorCounter.PROTOCOL_RECOGNISED);
                identification.clear();
                identification = null;
                return;
            }
            takeBack();
            boolean kept = !identification.isEmpty();
            answer = identification.withdraw(answer);
            if (!kept && answer == ProtocolIdentifier.UNDECIDED) {
                answer = identification.offer(side, buffer, offset, length, timestampNs);
            }
        }
        if (answer == ProtocolIdentifier.UNKNOWN) {
            context.counters().increment(SensorCounter.PROTOCOL_UNRECOGNISED);
            beginSample(buffer, offset, length);
        }
    }

    private void beginSample(ByteBuffer buffer, int offset, int length) {
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
            end(Verdicts.unrecognised(sample));
        }
    }

    /** Opens the dissector and gives it what was seen: this packet alone when it is the first, else everything kept. */
    private void begin(
            ProtocolSignature signature, Side side, ByteBuffer buffer, int offset, int length, long timestampNs) {
        if (identification.isReversed()) {
            reversed = true;
            context.listener().onReversed(flow);
        }
        dissector = signature.open();
        phase = Phase.DISSECTING;
        if (identification.isEmpty()) {
            dispatch(role(side), buffer, offset, length, timestampNs);
        } else {
            identification.replay(this);
        }
    }

    private void takeBack() {
        if (reversed) {
            reversed = false;
            context.listener().onReversed(flow);
        }
        dissector = null;
        disowned = false;
        upgradedFrom = null;
        notUpgraded = false;
        pending[0].clear();
        pending[1].clear();
        phase = Phase.IDENTIFYING;
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
            gapBeforeTls[side.ordinal()] = true;
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
            case NOT_MINE -> disown(timestampNs);
        }
    }

    private void startTls(long timestampNs) {
        if (upgradedFrom == null && !notUpgraded) {
            phase = Phase.AWAITING_TLS;
            lookForTls(timestampNs);
        }
    }

    /**
     * Looks whether what stands after the upgrade is TLS. The client's bytes decide, pipelined ones among them; the
     * server's do when the client's are missing.
     */
    private void lookForTls(long timestampNs) {
        Side witness = pending[Side.CLIENT.ordinal()].isEmpty() ? Side.SERVER : Side.CLIENT;
        PendingBytes bytes = pending[witness.ordinal()];
        if (bytes.isEmpty()) {
            return;
        }
        ProtocolSignature signature = context.identifier().signature(TLS);
        ProtocolSignature.Match match = signature == null
                ? ProtocolSignature.Match.YES
                : signature.match(witness, bytes.read(context.cursor(), 0, bytes.length()));
        switch (match) {
            case YES -> becomeTls(timestampNs);
            case NO -> stayPlaintext(timestampNs);
            case MAYBE -> {}
        }
    }

    private void becomeTls(long timestampNs) {
        upgradedFrom = dissector;
        dissector = context.tls().get();
        resume(timestampNs);
    }

    private void stayPlaintext(long timestampNs) {
        notUpgraded = true;
        resume(timestampNs);
    }

    /** Gives the dissector of the day what came while it was open which one that would be. */
    private void resume(long timestampNs) {
        phase = Phase.DISSECTING;
        for (Side side : SIDES) {
            if (gapBeforeTls[side.ordinal()]) {
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
            end(Verdicts.disowned(dissector.protocol()));
        }
    }

    private void close(Side side, CloseKind kind, long timestampNs) {
        if (dissector == null || phase == Phase.OVER) {
            return;
        }
        try {
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
        } else if (notUpgraded || phase == Phase.AWAITING_TLS) {
            Verdicts.markNotUpgraded(draft, dissector.protocol());
        }
        return draft;
    }

    private void emit(ObservationDraft draft) {
        lastEmitted = draft;
        context.listener().onDecided(flow, draft);
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

    private void end(ObservationDraft last) {
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

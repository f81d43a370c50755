package io.plainsight.sensor.flow;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ContentSample;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramIdentification;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.health.OverloadPolicy.Stage;
import io.plainsight.sensor.metrics.SensorCounter;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Finds out how one connection over UDP, or right over IP, is protected: has its protocol identified by the first
 * datagrams, then feeds its dissector until that is done.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> the flow table's state of its connection until nothing more can be
 * learned. <b>Errors:</b> an exception from a signature or dissector ends the inspection as unknown.
 */
final class DatagramInspection {
    private final InspectionContext context;
    private final List<DatagramSignature> signatures;
    private final int flow;
    private final int initiator;
    private DatagramIdentification identification;
    private DatagramDissector dissector;
    /** What no signature knew is looked at for a while; null before. */
    private ContentSample sample;

    private boolean reversed;
    private boolean over;
    private ObservationDraft lastEmitted;
    /** What overload leaves of the bytes depends on it. */
    private Stage stage = Stage.IDENTIFICATION;
    /** Bytes looked at in the stage. */
    private int looked;

    /** @param initiator the end that is taken for the client, 0 or 1 */
    DatagramInspection(
            InspectionContext context,
            List<DatagramSignature> signatures,
            int flow,
            int initiator,
            int clientPort,
            int serverPort) {
        this.context = context;
        this.signatures = signatures;
        this.flow = flow;
        this.initiator = initiator;
        identification = new DatagramIdentification(signatures, clientPort, serverPort);
    }

    /** A datagram with payload sent by {@code end}. */
    void onPacket(int end, Packet packet) {
        if (looked >= context.overload().allowedBytes(stage)) {
            sacrifice();
            return;
        }
        looked += packet.payloadLength;
        Side side = end == initiator ? Side.CLIENT : Side.SERVER;
        ByteCursor in = context.cursor().wrap(packet.buffer, packet.payloadOffset, packet.payloadLength);
        try {
            if (sample != null) {
                sample(packet.buffer, packet.payloadOffset, packet.payloadLength);
            } else if (dissector == null) {
                identify(side, in, packet.wirePayloadLength, packet.timestampNs);
            } else {
                feed(side, in, packet.wirePayloadLength, packet.timestampNs);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** The connection is over; tells the listener the last word, unless that has been said. */
    void conclude(CloseKind kind, long timestampNs) {
        if (over) {
            return;
        }
        if (sample != null) {
            end(Verdicts.unrecognised(sample));
            return;
        }
        if (dissector == null) {
            context.counters().increment(SensorCounter.PROTOCOL_UNRECOGNISED);
            end(Verdicts.TOO_SHORT);
            return;
        }
        try {
            if (dissector.onClose(kind, timestampNs) == Progress.DECIDED) {
                emit(describe());
            }
            end(describe());
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** What has been learned so far; never null. */
    ObservationDraft draft() {
        if (sample != null) {
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

    private void identify(Side side, ByteCursor in, int wireLength, long timestampNs) {
        int answer = identification.offer(side, in);
        while (answer >= 0) {
            Progress progress = begin(answer, side, in, wireLength, timestampNs);
            if (progress != Progress.NOT_MINE) {
                context.counters().increment(SensorCounter.PROTOCOL_RECOGNISED);
                identification = null;
                if (reversed) {
                    context.listener().onReversed(flow);
                }
                handle(progress);
                return;
            }
            dissector = null;
            enter(Stage.IDENTIFICATION);
            answer = identification.withdraw(answer, side, in);
        }
        if (answer == DatagramIdentification.UNKNOWN) {
            context.counters().increment(SensorCounter.PROTOCOL_UNRECOGNISED);
            enter(Stage.SAMPLE);
            sample = new ContentSample();
            for (DatagramIdentification.Kept datagram : identification.kept()) {
                sample.add(ByteBuffer.wrap(datagram.bytes()), 0, datagram.bytes().length);
            }
            identification = null;
            sample(in.buffer(), in.position(), in.remaining());
        } else {
            identification.keep(side, in, wireLength, timestampNs);
        }
    }

    /** Opens the dissector and gives it what was kept and this datagram; the answer is the last one that matters. */
    private Progress begin(int signature, Side side, ByteCursor in, int wireLength, long timestampNs) {
        reversed = identification.isReversed();
        dissector = signatures.get(signature).open();
        enter(Stage.of(dissector.protocol()));
        ByteCursor cursor = new ByteCursor();
        boolean decided = false;
        for (DatagramIdentification.Kept datagram : identification.kept()) {
            Progress progress = dissector.onDatagram(
                    role(datagram.side()),
                    cursor.wrap(datagram.bytes()),
                    datagram.wireLength(),
                    datagram.timestampNs());
            if (progress == Progress.NOT_MINE || progress == Progress.DONE) {
                return progress;
            }
            decided |= progress == Progress.DECIDED;
        }
        Progress last = dissector.onDatagram(role(side), cursor.wrap(in), wireLength, timestampNs);
        return decided && last == Progress.MORE ? Progress.DECIDED : last;
    }

    private void sample(ByteBuffer buffer, int offset, int length) {
        sample.add(buffer, offset, length);
        if (sample.isFull()) {
            end(Verdicts.unrecognised(sample));
        }
    }

    private void feed(Side side, ByteCursor in, int wireLength, long timestampNs) {
        handle(dissector.onDatagram(role(side), in, wireLength, timestampNs));
    }

    private void handle(Progress progress) {
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
            case NOT_MINE -> {
                context.counters().increment(SensorCounter.PROTOCOL_DISOWNED);
                end(Verdicts.disowned(dissector.protocol()));
            }
            case START_TLS, TUNNEL ->
                throw new IllegalStateException("no stream begins in datagrams: " + dissector.protocol());
        }
    }

    private ObservationDraft describe() {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft;
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
        if (sample != null) {
            end(Verdicts.unrecognised(sample));
        } else {
            String protocol = dissector == null ? null : dissector.protocol();
            end(Verdicts.overloaded(lastEmitted, protocol, stage == Stage.HANDSHAKE));
        }
    }

    private ObservationDraft fail(RuntimeException error) {
        String protocol = dissector == null ? null : dissector.protocol();
        context.onError(protocol, error);
        ObservationDraft draft = Verdicts.failed(protocol);
        if (!over) {
            end(draft);
        }
        return draft;
    }

    private void end(ObservationDraft last) {
        over = true;
        identification = null;
        context.listener().onConcluded(flow, last);
    }

    private Side role(Side side) {
        return reversed ? side.other() : side;
    }
}

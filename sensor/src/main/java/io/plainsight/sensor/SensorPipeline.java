package io.plainsight.sensor;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.decode.DecodeResult;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.NameSource;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolIdentifier;
import io.plainsight.sensor.flow.DatagramTracker;
import io.plainsight.sensor.flow.Decided;
import io.plainsight.sensor.flow.DecidedDrafts;
import io.plainsight.sensor.flow.ExpectedConnections;
import io.plainsight.sensor.flow.FlowClass;
import io.plainsight.sensor.flow.FlowFlags;
import io.plainsight.sensor.flow.FlowListener;
import io.plainsight.sensor.flow.FlowTable;
import io.plainsight.sensor.flow.InspectionContext;
import io.plainsight.sensor.flow.InspectionListener;
import io.plainsight.sensor.flow.TcpTracker;
import io.plainsight.sensor.health.PathHealth;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.names.NameTable;
import io.plainsight.sensor.names.Names;
import io.plainsight.sensor.names.PassiveDns;
import io.plainsight.sensor.observe.Encapsulations;
import io.plainsight.sensor.observe.ObservationAssembler;
import io.plainsight.sensor.observe.ServiceNames;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.sensor.tcp.BufferPool;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * One packet path from a captured frame to observations: decode, find the connection, inspect, observe.
 *
 * <p>Of every connection there is exactly one {@code flow_ended}, when it leaves the flow table: after FIN from both sides
 * or RST it lingers first, so that its last packets still count. What was decided about its protection has been told long
 * before. Time is packet time; nothing here reads a clock. While no packet comes, a live source continues it
 * ({@link #onIdle}), so that connections end on a quiet interface too.
 *
 * <p><b>Threading:</b> one thread calls everything, {@link #onIdle} included. <b>Memory:</b> nothing per packet once a
 * connection is decided. <b>Errors:</b> a dissector's exception makes its connection unknown and is counted; a sink's
 * exception comes out of the call that caused it.
 */
public final class SensorPipeline implements PacketHandler, FlowListener, InspectionListener {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private final PacketDecoder decoder;
    private final ObservationSink sink;
    private final SensorCounters counters;
    private final FlowTable table;
    private final ExpectedConnections expected;
    private final DecidedDrafts decided = new DecidedDrafts();
    private final TcpTracker tcp;
    private final DatagramTracker datagrams;
    private final ServiceNames services;
    private final Names names;
    private final PassiveDns passiveDns;
    private final Encapsulations encapsulations = new Encapsulations();
    private final PathHealth health;
    private final ObservationAssembler assembler;
    private final long updateIntervalNs;
    private final Packet packet = new Packet();
    private RuntimeException sinkFailure;

    /**
     * A path with nothing seen yet.
     *
     * @param protocols what it can recognise
     * @param sink gets the observations as they are made; flushed and closed by its owner
     * @param counters of the thread that calls this pipeline
     */
    public SensorPipeline(
            SensorSettings settings, RecognisedProtocols protocols, ObservationSink sink, SensorCounters counters) {
        this(settings, protocols, sink, counters, new NameTable(counters), nowNs -> {});
    }

    /**
     * As above.
     *
     * @param names what is learned goes there, and what destinations are called is asked there
     * @param ticks hears how packet time goes on
     */
    SensorPipeline(
            SensorSettings settings,
            RecognisedProtocols protocols,
            ObservationSink sink,
            SensorCounters counters,
            Names names,
            PathHealth.Ticks ticks) {
        decoder = new PacketDecoder(counters);
        this.sink = sink;
        this.counters = counters;
        SecureRandom random = new SecureRandom();
        table = new FlowTable(settings.flowCapacity(), settings.timeouts(), random.nextLong(), random.nextLong());
        services = ServiceNames.load();
        expected = new ExpectedConnections(table, counters);
        health = new PathHealth(counters, ticks);
        InspectionContext context = new InspectionContext(
                new ProtocolIdentifier(protocols.streams()),
                expected,
                protocols.tls(),
                new BufferPool(settings.reassemblyBudgetBytes()),
                settings.holdLimitBytes(),
                counters,
                this,
                new ByteCursor(),
                health.overload());
        tcp = new TcpTracker(table, context, settings.inspectedConnections(), services);
        datagrams = new DatagramTracker(table, context, settings.inspectedConnections(), protocols.datagrams());
        this.names = names;
        passiveDns = new PassiveDns(names);
        assembler = new ObservationAssembler(
                table, services, names, encapsulations, health, settings.sensorName(), settings.interfaceName());
        updateIntervalNs = settings.updateInterval().toNanos();
    }

    /** The packets that follow are a capture's, with a time of its own. */
    public void beginFile(String relativePath) {
        end();
        assembler.file(relativePath);
    }

    /** The capture is over: every connection ends here. */
    public void endFile() {
        end();
        assembler.file(null);
    }

    /** Ends every connection and forgets the time. */
    public void end() {
        for (int flow = table.leastRecentlyUsed(); flow != FlowTable.NONE; flow = table.leastRecentlyUsed()) {
            leave(flow, CloseKind.END_OF_CAPTURE, SensorCounter.FLOWS_ENDED_END_OF_CAPTURE);
            table.remove(flow);
        }
        table.clear();
        decoder.clear();
        expected.clear();
        names.clear();
        health.clear();
        rethrowSinkFailure();
    }

    /** Ends what has been idle for its time and updates what goes on, while no packet comes. */
    @Override
    public void onIdle(long nowNs) {
        health.idle(nowNs);
        expire(nowNs);
        report();
    }

    /** The clock goes on: ends what has been idle for its time. */
    void expire(long nowNs) {
        health.advance(nowNs);
        table.advance(nowNs, this);
        rethrowSinkFailure();
    }

    /** Updates what goes on and has not been observed for the interval. */
    void report() {
        update();
        rethrowSinkFailure();
    }

    @Override
    public void onLoss(long byKernel, long byInterface) {
        counters.add(SensorCounter.DROPS_KERNEL, byKernel);
        counters.add(SensorCounter.DROPS_INTERFACE, byInterface);
        health.onLoss(table.clock(), byKernel, byInterface);
    }

    @Override
    public void onSampling(long nowNs, long leftOut, long oneOf) {
        counters.add(SensorCounter.SFLOW_PACKETS_LEFT_OUT, leftOut);
        health.onSampling(nowNs, leftOut, oneOf);
    }

    @Override
    public void onPressure(double share) {
        health.onPressure(share);
    }

    @Override
    public void onAbsence(long second) {
        if (second == 0) {
            counters.increment(SensorCounter.CAPTURE_GAPS);
        }
        counters.increment(SensorCounter.CAPTURE_GAP_SECONDS);
    }

    @Override
    public void onPacket(
            ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
        counters.increment(SensorCounter.PACKETS);
        counters.add(SensorCounter.BYTES, originalLength);
        DecodeResult result =
                decoder.decode(buffer, offset, capturedLength, originalLength, timestampNs, linkType, packet);
        if (result == DecodeResult.OK) {
            onDecoded(packet);
        }
    }

    /** Takes a decoded packet; it is not kept. */
    public void onDecoded(Packet decoded) {
        health.advance(decoded.timestampNs);
        table.advance(decoded.timestampNs, this);
        int flow = table.find(decoded);
        int end = table.direction();
        if (flow != FlowTable.NONE && tcp.isSettled(flow, decoded)) {
            table.count(flow, end, decoded);
        } else {
            track(flow, end, decoded);
        }
        update();
        rethrowSinkFailure();
    }

    @Override
    public void onDecided(int flow, ObservationDraft draft) {
        observe(flow, draft, null);
    }

    @Override
    public void onConcluded(int flow, ObservationDraft draft) {
        table.state(flow, decided.decide(draft));
        if (table.protocol(flow) == Packet.TCP) {
            tcp.onInspectionOver();
        } else {
            datagrams.onInspectionOver();
        }
    }

    @Override
    public void onNames(int flow, NameSource source, long timestampNs) {
        boolean reversed = table.has(flow, FlowFlags.ROLES_REVERSED);
        int client = reversed ? 1 - table.initiator(flow) : table.initiator(flow);
        long clientHigh = table.addressHigh(flow, client);
        long clientLow = table.addressLow(flow, client);
        source.drainNames((name, high, low, ttlSeconds) ->
                names.learn(clientHigh, clientLow, high, low, name, ttlSeconds, timestampNs));
    }

    @Override
    public void onConflict(int flow) {
        table.mark(flow, FlowFlags.CONFLICTING);
    }

    @Override
    public void onReversed(int flow) {
        if (table.has(flow, FlowFlags.INITIATOR_KNOWN)) {
            table.flags(flow, table.flags(flow) ^ FlowFlags.ROLES_REVERSED);
        } else {
            table.initiator(flow, 1 - table.initiator(flow));
        }
    }

    @Override
    public void onFlowLeaving(int flow, CloseKind kind) {
        if (kind == CloseKind.EVICTED) {
            leave(flow, kind, SensorCounter.FLOWS_ENDED_EVICTED);
        } else {
            leave(flow, kind, SensorCounter.FLOWS_ENDED_IDLE);
        }
    }

    /**
     * Observes again what has not been observed for the interval, the quiet ones too: they are still open. Of an attempt
     * that nobody has answered there is nothing to tell before its end.
     */
    private void update() {
        for (int flow = table.dueForReport(updateIntervalNs);
                flow != FlowTable.NONE;
                flow = table.dueForReport(updateIntervalNs)) {
            if (table.flowClass(flow) == FlowClass.TCP_OPENING) {
                table.reported(flow);
            } else {
                observe(flow, draft(flow), Actions.FLOW_UPDATED);
            }
        }
    }

    private void track(int found, int end, Packet decoded) {
        int flow = found;
        if (flow == FlowTable.NONE) {
            flow = open(decoded, end);
        } else if (decoded.isTcp() && tcp.startsNew(flow, end, decoded)) {
            flow = replace(flow, decoded, end);
        }
        table.count(flow, end, decoded);
        if (decoded.isTcp()) {
            tcp.onPacket(flow, end, decoded);
        } else {
            passiveDns.onPacket(decoded, table.packets(flow, 1 - end) > 0);
            datagrams.onPacket(flow, end, decoded);
        }
    }

    private int open(Packet decoded, int end) {
        int protocol = decoded.protocol;
        FlowClass flowClass =
                decoded.isTcp() ? FlowClass.TCP_OPENING : decoded.isUdp() ? FlowClass.UDP : FlowClass.OTHER;
        int flow = table.insert(decoded, flowClass, this);
        counters.increment(SensorCounter.FLOWS);
        table.encapsulation(flow, encapsulations.number(decoded.encapsulation));
        table.initiator(flow, decoded.isTcp() ? end : TcpTracker.guessInitiator(table, flow, end, true, services));
        if (protocol == ICMP || protocol == ICMPV6) {
            table.firstSequence(flow, icmpTypeAndCode(decoded));
        }
        return flow;
    }

    private int replace(int flow, Packet decoded, int end) {
        long candidate = tcp.candidate(flow);
        leave(flow, CloseKind.IDLE, SensorCounter.FLOWS_ENDED_REUSED);
        table.remove(flow);
        int fresh = open(decoded, end);
        if (!decoded.has(Packet.SYN) || decoded.has(Packet.ACK)) {
            tcp.adopt(fresh, candidate);
        }
        return fresh;
    }

    /** The connection's last words; its place in the table is given away afterwards. */
    private void leave(int flow, CloseKind kind, SensorCounter reason) {
        boolean closed = table.has(flow, FlowFlags.CLOSED);
        boolean reset = table.has(flow, FlowFlags.RESET);
        tcp.conclude(flow, reset ? CloseKind.RESET : closed ? CloseKind.FIN : endOf(flow, kind));
        datagrams.conclude(flow, endOf(flow, kind));
        if (closed && reason != SensorCounter.FLOWS_ENDED_EVICTED) {
            counters.increment(reset ? SensorCounter.FLOWS_ENDED_RESET : SensorCounter.FLOWS_ENDED_FIN);
        } else {
            counters.increment(reason);
        }
        countDirections(flow);
        observe(flow, draft(flow), Actions.FLOW_ENDED);
    }

    /** One direction of many connections says that the other one does not come to this interface; samples say nothing. */
    private void countDirections(int flow) {
        if (health.samplingRate() == 1 && table.protocol(flow) == Packet.TCP && table.has(flow, FlowFlags.PAYLOAD)) {
            boolean both = table.packets(flow, 0) > 0 && table.packets(flow, 1) > 0;
            counters.increment(both ? SensorCounter.TCP_SEEN_BOTH_WAYS : SensorCounter.TCP_SEEN_ONE_WAY);
        }
    }

    /** Where one direction is captured, the silence of the other is the capture's end and not the other's doing. */
    private CloseKind endOf(int flow, CloseKind kind) {
        boolean oneSided = table.packets(flow, 0) == 0 || table.packets(flow, 1) == 0;
        return oneSided ? CloseKind.END_OF_CAPTURE : kind;
    }

    private ObservationDraft draft(int flow) {
        Object state = table.state(flow);
        if (state instanceof Decided over) {
            return over.draft();
        }
        if (state instanceof ObservationDraft notLookedAt) {
            return notLookedAt;
        }
        return table.protocol(flow) == Packet.TCP ? tcp.draft(flow) : datagrams.draft(flow);
    }

    private void observe(int flow, ObservationDraft draft, String action) {
        table.reported(flow);
        Observation observation = assembler.assemble(flow, draft, action, table.clock());
        try {
            sink.accept(observation);
        } catch (RuntimeException e) {
            // Inspection stands between here and the caller and takes exceptions for a dissector's; so it goes round
            // it.
            if (sinkFailure == null) {
                sinkFailure = e;
            } else {
                sinkFailure.addSuppressed(e);
            }
        }
    }

    private void rethrowSinkFailure() {
        if (sinkFailure != null) {
            RuntimeException failure = sinkFailure;
            sinkFailure = null;
            throw failure;
        }
    }

    private static int icmpTypeAndCode(Packet decoded) {
        if (decoded.payloadLength < 2) {
            return 0;
        }
        int at = decoded.payloadOffset;
        return (decoded.buffer.get(at) & 0xff) << 8 | decoded.buffer.get(at + 1) & 0xff;
    }
}

package io.plainsight.sensor;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.flow.ScriptedDatagrams;
import io.plainsight.sensor.flow.ScriptedDissector;
import io.plainsight.sensor.flow.ScriptedSignature;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.flow.TcpSegments.End;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.util.ArrayList;
import java.util.List;

/**
 * A pipeline over scripted protocols: {@code plain} for clients that begin with HELLO, {@code tls} for those that begin with
 * TLS.
 */
final class PipelineHarness implements ObservationSink {
    final SensorCounters counters = new SensorCounters();
    final ScriptedSignature tls = new ScriptedSignature("tls", "TLS", Protection.PROTECTED);
    final ScriptedSignature plain;
    final ScriptedDatagrams datagrams = new ScriptedDatagrams("datagram", "HELLO");
    final List<Observation> observations = new ArrayList<>();
    final SensorPipeline pipeline;

    PipelineHarness() {
        this(SensorSettings.defaults("tap1").withFlowCapacity(64));
    }

    PipelineHarness(SensorSettings settings) {
        this(settings, "plain", Protection.PLAINTEXT);
    }

    /** With another protocol, or other decisions, for clients that begin with HELLO. */
    PipelineHarness(SensorSettings settings, String protocol, Protection protection) {
        plain = new ScriptedSignature(protocol, "HELLO", protection);
        pipeline = new SensorPipeline(
                settings, new RecognisedProtocols(List.of(tls, plain), tls::open, List.of(datagrams)), this, counters);
    }

    /** Segments, given to the pipeline one after the other. */
    PipelineHarness send(TcpSegments... segments) {
        for (TcpSegments segment : segments) {
            pipeline.onDecoded(segment.packet());
        }
        return this;
    }

    /** A three-way handshake; the client's data begin at 1001, the server's at 5001. */
    PipelineHarness connect() {
        return send(
                client().syn().seq(1000),
                server().synAck().seq(5000).ack(1001),
                client().seq(1001).ack(5001));
    }

    static TcpSegments client() {
        return TcpSegments.from(End.CLIENT);
    }

    static TcpSegments server() {
        return TcpSegments.from(End.SERVER);
    }

    ScriptedDissector dissector() {
        List<ScriptedDissector> all = new ArrayList<>(tls.opened);
        all.addAll(plain.opened);
        return all.get(all.size() - 1);
    }

    List<String> actions() {
        return observations.stream().map(o -> o.event().action()).toList();
    }

    Observation last() {
        return observations.get(observations.size() - 1);
    }

    long count(SensorCounter counter) {
        return counters.get(counter);
    }

    @Override
    public void accept(Observation observation) {
        observations.add(observation);
    }
}

package io.plainsight.sensor;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A sensor with all its protocols, and TCP connections through it: each begins with its SYN. */
final class Conversations implements ObservationSink {
    static final int CLIENT_ADDRESS = 0x0a000005;
    static final int SERVER_ADDRESS = 0x0a000109;

    final List<Observation> observations = new ArrayList<>();
    final SensorCounters counters = new SensorCounters();
    final SensorPipeline pipeline;

    Conversations() {
        Protocols protocols = new Protocols(counters);
        pipeline = new SensorPipeline(
                SensorSettings.defaults("test").withFlowCapacity(64), protocols.all(), this, counters);
    }

    /** One connection; who calls is the client. */
    final class Conversation {
        private final int caller;
        private final int callerPort;
        private final int called;
        private final int calledPort;
        private final int segmentSize;
        private final int[] next = {1001, 5001};

        private Conversation(int caller, int callerPort, int called, int calledPort, int segmentSize) {
            this.caller = caller;
            this.callerPort = callerPort;
            this.called = called;
            this.calledPort = calledPort;
            this.segmentSize = segmentSize;
            pipeline.onDecoded(at(PipelineHarness.client().syn().seq(1000)).packet());
            pipeline.onDecoded(
                    at(PipelineHarness.server().synAck().seq(5000).ack(1001)).packet());
        }

        Conversation client(String text) {
            return client(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Conversation server(String text) {
            return server(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Conversation client(byte[] bytes) {
            return send(0, bytes);
        }

        Conversation server(byte[] bytes) {
            return send(1, bytes);
        }

        private Conversation send(int end, byte[] bytes) {
            for (int from = 0; from < bytes.length; from += segmentSize) {
                byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + segmentSize));
                TcpSegments segment = end == 0 ? PipelineHarness.client() : PipelineHarness.server();
                pipeline.onDecoded(at(segment.seq(next[end]).ack(next[1 - end]).payload(part))
                        .packet());
                next[end] += part.length;
            }
            return this;
        }

        private TcpSegments at(TcpSegments segment) {
            return segment.ends(caller, callerPort, called, calledPort);
        }
    }

    Conversation open(int clientPort, int serverPort, int segmentSize) {
        return new Conversation(CLIENT_ADDRESS, clientPort, SERVER_ADDRESS, serverPort, segmentSize);
    }

    Conversation open(int clientPort, int serverPort) {
        return open(clientPort, serverPort, 1400);
    }

    /** The server calls the client, as FTP does in active mode. */
    Conversation openBack(int serverPort, int clientPort) {
        return new Conversation(SERVER_ADDRESS, serverPort, CLIENT_ADDRESS, clientPort, 1400);
    }

    /** The last word about the connection to a port. */
    Observation ended(int port) {
        pipeline.end();
        return observations.stream()
                .filter(o -> o.event().action().equals("flow_ended")
                        && o.destination().port() == port)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Override
    public void accept(Observation observation) {
        observations.add(observation);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

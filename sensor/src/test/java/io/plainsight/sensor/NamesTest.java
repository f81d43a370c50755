package io.plainsight.sensor;

import static io.plainsight.sensor.PipelineHarness.client;
import static io.plainsight.sensor.PipelineHarness.server;
import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flow.TcpSegments;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.names.Names;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What passive DNS makes of destinations in observations. */
class NamesTest {
    private static final int CLIENT = 0x0a000005;
    private static final int OTHER_CLIENT = 0x0a000006;
    private static final int RESOLVER = 0x0a000001;
    private static final int DESTINATION = 0x0a000109;

    private final PipelineHarness harness = new PipelineHarness();

    @Test
    void shouldNameADestinationThatTheSourceHadLookedUp() {
        harness.send(question(CLIENT), answer(CLIENT, 53, DESTINATION), connection(CLIENT));

        Observation seen = observed();
        assertThat(seen.destination().domain()).isEqualTo("db.example.org");
        assertThat(seen.plainsight().domainSource()).isEqualTo("dns");
    }

    @Test
    void shouldNotNameItForAnotherHost() {
        harness.send(question(CLIENT), answer(CLIENT, 53, DESTINATION), connection(OTHER_CLIENT));

        assertThat(observed().destination().domain()).isNull();
        assertThat(observed().plainsight().domainSource()).isNull();
    }

    @Test
    void shouldNotBelieveAnswersFromOtherPorts() {
        harness.send(answer(CLIENT, 5300, DESTINATION), connection(CLIENT));

        assertThat(observed().destination().domain()).isNull();
    }

    @Test
    void shouldNotBelieveAnswersThatNobodyAskedFor() {
        harness.send(answer(CLIENT, 53, DESTINATION), connection(CLIENT));

        assertThat(observed().destination().domain()).isNull();
    }

    @Test
    void shouldBelieveMulticastAboutTheSenderOnly() {
        harness.send(answer(CLIENT, 5353, DESTINATION), connection(OTHER_CLIENT));
        assertThat(observed().destination().domain()).isNull();

        PipelineHarness own = new PipelineHarness();
        own.send(
                server().udp()
                        .ends(0xe00000fb, 5353, DESTINATION, 5353)
                        .payload(hex("0000 8400 0000 0001 0000 0000 026462 056c6f63616c 00 0001 8001"
                                + "00000078 0004 0a000109"))
                        .atMs(1000),
                connection(OTHER_CLIENT));
        own.pipeline.end();
        assertThat(own.last().destination().domain()).isEqualTo("db.local");
        assertThat(own.last().plainsight().domainSource()).isEqualTo("mdns");
    }

    @Test
    void shouldForgetNamesWithTheCaptureTheyWereIn() {
        harness.send(question(CLIENT), answer(CLIENT, 53, DESTINATION));
        harness.pipeline.end();
        harness.send(connection(CLIENT));

        assertThat(observed().destination().domain()).isNull();
    }

    @Test
    void shouldNameControlProtocolsOverIp() {
        harness.send(client().protocol(89).payload("x"));
        harness.pipeline.end();

        assertThat(harness.last().network().protocol()).isEqualTo("ospf");
        assertThat(harness.last().plainsight().reasons().get(0).detail()).contains("network service: ospf");
    }

    /** Threads that share an interface by pairs of addresses see the lookup and the connection apart. */
    @Test
    void shouldNameADestinationThatAnotherThreadSawLookedUp() {
        List<Observation> observations = new ArrayList<>();
        PacketPaths paths = new PacketPaths(
                SensorSettings.defaults("tap1").withFlowCapacity(64), observations::add, new CounterGroup());
        Names names = paths.sharedNames();
        SensorPipeline one = paths.openShared(2, observations::add, names);
        SensorPipeline other = paths.openShared(2, observations::add, names);

        one.onDecoded(question(CLIENT).packet());
        one.onDecoded(answer(CLIENT, 53, DESTINATION).packet());
        other.onDecoded(connection(CLIENT).packet());
        one.end();
        other.end();

        assertThat(observations)
                .filteredOn(o -> o.network().transport().equals("tcp"))
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.destination().domain()).isEqualTo("db.example.org"));
    }

    private static final String NAME = "026462 076578616d706c65 036f7267 00";

    private static TcpSegments question(int from) {
        byte[] message = hex("1234 0100 0001 0000 0000 0000" + NAME + "0001 0001");
        return client().udp().ends(from, 40053, RESOLVER, 53).payload(message).atMs(900);
    }

    private static TcpSegments answer(int to, int fromPort, int address) {
        byte[] message = bigEndian()
                .put(hex("1234 8180 0001 0001 0000 0000" + NAME + "0001 0001 c00c 0001 0001 0000012c 0004"))
                .u32(address)
                .toArray();
        return server().udp()
                .ends(to, 40053, RESOLVER, fromPort)
                .payload(message)
                .atMs(1000);
    }

    private static TcpSegments connection(int from) {
        return client().ends(from, 40000, DESTINATION, 5432).payload("hello").atMs(2000);
    }

    private Observation observed() {
        harness.pipeline.end();
        return harness.observations.stream()
                .filter(o -> o.network().transport().equals("tcp"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}

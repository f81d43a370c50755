package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.sensor.canary.Canaries;
import io.plainsight.sensor.canary.Conversation;
import io.plainsight.sensor.canary.Frame;
import io.plainsight.sensor.canary.Packets;
import io.plainsight.sensor.canary.Packets.Damage;
import io.plainsight.sensor.canary.SecretSearch;
import io.plainsight.sensor.datagram.UdpSamples;
import io.plainsight.sensor.dissect.ProtocolFacts.Kind;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.SensorCollector;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.prometheus.client.CollectorRegistry;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Credentials in clear are graded and never recorded, whatever the protocol; and every protocol has a sample. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryTest {
    private static final int ETHERNET = 1;

    /** What protects has no credentials in clear; these tests play real handshakes. */
    private static final Map<String, String> TESTED_ELSEWHERE = Map.of(
            "tls", "io.plainsight.sensor.tls.JsseLoopbackTest",
            "dtls", "io.plainsight.sensor.dtls.DtlsDissectorTest",
            "ssh", "io.plainsight.sensor.ssh.SshTest",
            "ike", "io.plainsight.sensor.ike.IkeTest",
            "esp", "io.plainsight.sensor.esp.EspTest",
            "quic", "io.plainsight.sensor.quic.QuicDissectorTest",
            "openvpn", "io.plainsight.sensor.openvpn.OpenVpnTest",
            "wireguard", "io.plainsight.sensor.wireguard.WireGuardTest",
            "iec104", "io.plainsight.sensor.iec104.Iec104Test");

    private final SecretSearch search = Canaries.search();
    private final CounterGroup sensor = new CounterGroup();
    private final SensorCounters counters = sensor.add();
    private final Map<String, Observation> ended = new HashMap<>();
    private final List<String> leaks = new ArrayList<>();

    private static List<Conversation> conversations() {
        return Canaries.all();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void shouldTellTheProtocolAndGradeItsCredentials(Conversation conversation) throws Exception {
        Packets packets = new Packets(1_000_000_000L);
        String server = packets.add(conversation, Damage.NONE);
        play(packets);

        Observation seen = ended.get(server);
        assertThat(seen).isNotNull();
        assertThat(seen.network().protocol()).isEqualTo(conversation.protocol());
        if (conversation.grade() != null) {
            assertThat(seen.plainsight().plaintext()).isNotNull();
            assertThat(seen.plainsight().plaintext().credentials()).isEqualTo(conversation.grade());
        }
        assertThat(leaks).isEmpty();
    }

    @Test
    void shouldRecordNoSecretHoweverTheConversationIsDamaged() throws Exception {
        List<String> logged = new ArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                logged.add(event.getFormattedMessage() + ' ' + event.getThrowableProxy());
            }
        };
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Packets packets = Packets.all(1_000_000_000L);
        Level level = root.getLevel();
        root.setLevel(Level.TRACE);
        appender.start();
        root.addAppender(appender);
        try {
            play(packets);
        } finally {
            root.detachAppender(appender);
            root.setLevel(level);
        }

        assertThat(ended.keySet()).hasSize(packets.conversations());
        assertThat(leaks).isEmpty();
        assertThat(logged).allSatisfy(line -> assertThat(search.in(line)).isEmpty());
        assertThat(search.in(metrics())).isEmpty();
        assertThat(counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    @Test
    void shouldHaveAConversationForEveryProtocolThatMayBeInClear() {
        Set<String> planted = new HashSet<>();
        conversations().stream()
                .filter(conversation -> !conversation.secrets().isEmpty())
                .forEach(conversation -> planted.add(conversation.protocol()));
        planted.addAll(Canaries.withoutRoom().keySet());

        assertThat(ProtocolTable.rows().stream()
                        .filter(row ->
                                row.facts().kind() == Kind.CLEAR || row.facts().kind() == Kind.UPGRADABLE)
                        .map(ProtocolTable.Row::protocol))
                .isSubsetOf(planted);
    }

    @Test
    void shouldHaveASampleOfEveryProtocolOfTheTable() throws Exception {
        Set<String> sampled = new HashSet<>();
        conversations().forEach(conversation -> sampled.add(conversation.protocol()));
        UdpSamples.all().forEach(sample -> sampled.add(sample.told().split(" ")[0]));
        for (Map.Entry<String, String> other : TESTED_ELSEWHERE.entrySet()) {
            Method[] methods = Class.forName(other.getValue()).getDeclaredMethods();
            assertThat(Arrays.stream(methods))
                    .anyMatch(method -> method.getName().startsWith("should"));
            sampled.add(other.getKey());
        }

        List<String> table =
                ProtocolTable.rows().stream().map(ProtocolTable.Row::protocol).toList();
        assertThat(table).isSubsetOf(sampled).hasSizeGreaterThanOrEqualTo(60);
    }

    private String metrics() {
        CollectorRegistry registry = new CollectorRegistry();
        SensorCollector collector = new SensorCollector();
        collector.add(sensor);
        registry.register(collector);
        String text = Collections.list(registry.metricFamilySamples()).toString();
        assertThat(text).contains("plainsight_sensor_packets");
        return text;
    }

    /** Keeps the last word about each server and looks for secrets in every word. */
    private void play(Packets packets) throws Exception {
        SensorPipeline pipeline = new SensorPipeline(
                SensorSettings.defaults("tap1").withFlowCapacity(4096),
                new Protocols(counters).all(),
                this::keep,
                counters);
        pipeline.beginFile("canaries.pcap");
        for (Frame frame : packets.frames()) {
            byte[] bytes = frame.bytes();
            pipeline.onPacket(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length, frame.timestampNs(), ETHERNET);
        }
        pipeline.endFile();
    }

    private void keep(Observation observation) {
        leaks.addAll(search.in(Json.mapper().valueToTree(observation).toString()));
        leaks.addAll(search.in(observation.toString()));
        ended.put(
                Packets.server(
                        observation.source().ip(), observation.destination().ip()),
                observation);
    }
}

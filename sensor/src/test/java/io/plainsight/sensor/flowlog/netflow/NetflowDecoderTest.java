package io.plainsight.sensor.flowlog.netflow;

import static io.plainsight.sensor.flowlog.netflow.Collected.field;
import static io.plainsight.sensor.flowlog.netflow.Packets.FIELDS;
import static io.plainsight.sensor.flowlog.netflow.Packets.TEMPLATE;
import static io.plainsight.sensor.flowlog.netflow.Packets.ipfix;
import static io.plainsight.sensor.flowlog.netflow.Packets.record;
import static io.plainsight.sensor.flowlog.netflow.Packets.set;
import static io.plainsight.sensor.flowlog.netflow.Packets.template;
import static io.plainsight.sensor.flowlog.netflow.Packets.v5;
import static io.plainsight.sensor.flowlog.netflow.Packets.v5Record;
import static io.plainsight.sensor.flowlog.netflow.Packets.v9;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.metrics.SensorCounter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetflowDecoderTest {
    private static final byte[] TEMPLATES = set(0, template(TEMPLATE, FIELDS));
    private static final byte[] IPFIX_TEMPLATES = set(2, template(TEMPLATE, FIELDS));
    private static final Instant SENT = Instant.ofEpochSecond(Packets.SENT);

    private final Collected collected = new Collected();

    @Test
    void shouldReadVersion5() {
        Observation flow = collected.packets(v5(1, 0, v5Record())).only();

        assertThat(flow.event().action()).isEqualTo("flow_logged");
        assertThat(flow.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(flow.source()).isEqualTo(new Observation.Endpoint("10.0.0.1", 40_000, 1500L, 3L, null, null));
        assertThat(flow.key()).isEqualTo("10.0.0.2:5432");
        assertThat(flow.event().start()).isEqualTo(SENT.minusSeconds(20));
        assertThat(flow.event().end()).isEqualTo(SENT.minusSeconds(10)).isEqualTo(flow.timestamp());
        assertThat(flow.plainsight().flow().tcpFlags()).isEqualTo(0x1b);
        assertThat(flow.plainsight().flow().fields())
                .containsEntry("exporter", Collected.EXPORTER)
                .containsEntry("export_version", "5")
                .containsEntry("ingressInterface", "1")
                .doesNotContainKeys("octetDeltaCount", "sampling_interval", "paddingOctets");
    }

    @Test
    void shouldReadVersion9AndIpfixAlike() {
        collected.packets(
                v9(1, TEMPLATES, set(TEMPLATE, record(40_000))),
                ipfix(1, IPFIX_TEMPLATES, set(TEMPLATE, record(40_000))));

        Observation v9 = collected.flows.get(0);
        Observation ipfix = collected.flows.get(1);
        assertThat(v9.source()).isEqualTo(ipfix.source());
        assertThat(v9.network()).isEqualTo(ipfix.network());
        assertThat(v9.event().end()).isEqualTo(SENT.minusSeconds(10));
        // IPFIX has no uptime in its header: without the time of its start nothing is known
        assertThat(ipfix.event().end()).isNull();
        assertThat(ipfix.timestamp()).isEqualTo(SENT);
        assertThat(field(ipfix, "flowEndSysUpTime")).isEqualTo("990000");
    }

    @Test
    void shouldGiveTheSameIdToEachCopyOfARecordAndAnotherToEachRecord() {
        byte[] packet = v9(1, TEMPLATES, set(TEMPLATE, record(40_000), record(40_000)));

        collected.packets(packet, packet, v9(2, TEMPLATES, set(TEMPLATE, record(40_000))));

        List<String> ids =
                collected.flows.stream().map(flow -> flow.event().id()).toList();
        assertThat(ids.subList(2, 4)).isEqualTo(ids.subList(0, 2));
        assertThat(ids.stream().distinct()).hasSize(3);
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_DUPLICATES)).isOne();
    }

    @Test
    void shouldHoldDataUntilItsTemplateComes() {
        byte[] data = v9(1, set(TEMPLATE, record(40_000), record(40_001)));
        collected.packets(data);
        assertThat(collected.flows).isEmpty();

        collected.packets(v9(2, TEMPLATES));

        Collected inOrder = new Collected().packets(v9(0, TEMPLATES), data);
        assertThat(collected.flows).hasSize(2).isEqualTo(inOrder.flows);
        assertThat(collected.decoder.sets().held().bytes()).isZero();
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_SETS_DECODED_LATE)).isOne();
    }

    @Test
    void shouldCountDataWhoseTemplateNeverComes() {
        for (int i = 0; i < HeldSets.MAX_SETS + 5; i++) {
            collected.packets(v9(i, set(TEMPLATE + i, record(40_000))));
        }

        assertThat(collected.decoder.sets().held().size()).isEqualTo(HeldSets.MAX_SETS);
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_SETS_TEMPLATE_MISSING))
                .isEqualTo(5);
    }

    @Test
    void shouldNotHoldDataForever() {
        collected.packets(v9(1, set(TEMPLATE, record(40_000))));

        collected.after(HeldSets.MAX_AGE.toSeconds() + 1).packets(v9(2, set(TEMPLATE + 1, record(40_000))));

        assertThat(collected.decoder.sets().held().size()).isOne();
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_SETS_TEMPLATE_MISSING))
                .isOne();
    }

    @Test
    void shouldKeepTemplatesOfExportersAndDomainsApart() {
        collected.packets(ipfix(1, IPFIX_TEMPLATES));

        collected.decoder.decode(ipfix(1, set(TEMPLATE, record(40_000))), "192.0.2.8", Collected.NOW, collected);
        collected.packets(v9(1, set(TEMPLATE, record(40_000))));

        assertThat(collected.flows).isEmpty();
    }

    @Test
    void shouldForgetTemplatesThatAreWithdrawn() {
        collected.packets(
                ipfix(1, IPFIX_TEMPLATES), ipfix(1, set(2, template(TEMPLATE))), ipfix(1, set(TEMPLATE, record(1))));

        assertThat(collected.flows).isEmpty();
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_TEMPLATES_WITHDRAWN))
                .isOne();
    }

    @Test
    void shouldForgetWhatAnExporterSaidBeforeItWasStartedAnew() {
        collected.packets(v9(900, TEMPLATES, set(TEMPLATE, record(1))), v9(1, 5_000, set(TEMPLATE, record(2))));

        assertThat(collected.flows).hasSize(1);
        assertThat(collected.gaps).isEmpty();
    }

    @Test
    void shouldReadVariableLengthsAndEnterprisesOfIpfix() {
        byte[] template = Packets.of()
                .u16(TEMPLATE)
                .u16(6)
                .u16(8)
                .u16(4)
                .u16(12)
                .u16(4)
                .u16(96)
                .u16(0xffff)
                .u16(0x8000 | 1)
                .u16(8)
                .u32(29_305)
                .u16(0x8000 | 140)
                .u16(0xffff)
                .u32(5951)
                .u16(0x8000 | 33)
                .u16(2)
                .u32(6871)
                .build();
        byte[] data = Packets.of()
                .hex("0a0000010a000002")
                .u8(5)
                .text("https")
                .u64(4321)
                .u8(255)
                .u16(12)
                .text("session=abcd")
                .u16(443)
                .build();

        Observation flow = collected
                .packets(ipfix(0, set(2, template), set(TEMPLATE, data)))
                .only();

        assertThat(flow.destination().bytes()).isEqualTo(4321);
        assertThat(flow.plainsight().flow().fields())
                .containsEntry("applicationName", "https")
                .containsEntry("ie.6871.33", "443")
                .containsEntry("ie.5951.140", "12 bytes withheld");
        assertThat(flow.toString()).doesNotContain("session=");
    }

    @Test
    void shouldReadNumbersThatAreShorterThanTheirType() {
        byte[] template = template(TEMPLATE, new int[][] {{8, 4}, {12, 4}, {1, 3}, {2, 1}, {7, 2}, {11, 1}, {4, 1}});
        byte[] data = Packets.of()
                .hex("0a0000010a000002")
                .u8(1)
                .u16(0)
                .u8(9)
                .u16(40_000)
                .u8(80)
                .u8(6)
                .build();

        Observation flow =
                collected.packets(v9(1, set(0, template), set(TEMPLATE, data))).only();

        assertThat(flow.source().bytes()).isEqualTo(65_536);
        assertThat(flow.destination().port()).isEqualTo(80);
    }

    @Test
    void shouldMultiplyWhatWasSampledAndSayIt() {
        Observation flow = collected.packets(v5(1, 1 << 14 | 100, v5Record())).only();

        assertThat(flow.source().bytes()).isEqualTo(150_000);
        assertThat(flow.source().packets()).isEqualTo(300);
        assertThat(flow.plainsight().flow().fields())
                .containsEntry("sampling_interval", "100")
                .containsEntry("octetDeltaCount", "1500")
                .containsEntry("packetDeltaCount", "3");
    }

    @Test
    void shouldTakeTheSamplerFromOptions() {
        byte[] options = Packets.of()
                .u16(300)
                .u16(4)
                .u16(8)
                .u16(1)
                .u16(4)
                .u16(48)
                .u16(1)
                .u16(50)
                .u16(2)
                .build();
        byte[] sampler = Packets.of().u32(0).u8(7).u16(1000).build();
        byte[] template = template(TEMPLATE, new int[][] {{8, 4}, {12, 4}, {1, 4}, {48, 1}});
        byte[] known = Packets.of().hex("0a0000010a000002").u32(2).u8(7).build();
        byte[] unknown = Packets.of().hex("0a0000010a000002").u32(2).u8(8).build();

        collected.packets(v9(1, set(1, options), set(300, sampler), set(0, template), set(TEMPLATE, known, unknown)));

        assertThat(collected.flows.get(0).source().bytes()).isEqualTo(2000);
        assertThat(collected.flows.get(1).source().bytes()).isEqualTo(2);
        assertThat(field(collected.flows.get(1), "sampling_interval")).isEqualTo("unknown");
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_RECORDS_OPTIONS)).isOne();
    }

    @Test
    void shouldTellWhatAFirewallDecided() {
        byte[] template = template(TEMPLATE, new int[][] {{8, 4}, {12, 4}, {233, 1}, {89, 1}});
        String ends = "0a0000010a000002";
        collected.packets(v9(
                1,
                set(0, template),
                set(
                        TEMPLATE,
                        Packets.of().hex(ends).u8(3).u8(0).build(),
                        Packets.of().hex(ends).u8(0).u8(64).build(),
                        Packets.of().hex(ends).u8(0).u8(130).build(),
                        Packets.of().hex(ends).u8(0).u8(137).build(),
                        Packets.of().hex(ends).u8(0).u8(0).build())));

        assertThat(collected.flows.stream()
                        .map(flow -> flow.event().type().get(flow.event().type().size() - 1)))
                .containsExactly("denied", "allowed", "denied", "connection", "connection");
        assertThat(collected.flows.get(2).plainsight().flow().rejectReason()).isEqualTo("ACL drop");
    }

    @Test
    void shouldKeepWhatStandsBehindATranslation() {
        byte[] template = template(TEMPLATE, new int[][] {{8, 4}, {12, 4}, {225, 4}, {227, 2}, {58, 2}});
        byte[] data =
                Packets.of().hex("0a0000010a000002cb007105").u16(61_000).u16(42).build();

        Observation flow =
                collected.packets(v9(1, set(0, template), set(TEMPLATE, data))).only();

        assertThat(flow.source().nat()).isEqualTo(new Observation.Nat("203.0.113.5", 61_000));
        assertThat(flow.network().vlan().id()).isEqualTo("42");
    }

    @Test
    void shouldGiveOurTimeToWhatComesFromTheFuture() {
        byte[] template = template(TEMPLATE, new int[][] {{8, 4}, {12, 4}, {152, 8}});
        Instant future = Instant.parse("2040-01-01T00:00:00Z");
        byte[] data =
                Packets.of().hex("0a0000010a000002").u64(future.toEpochMilli()).build();

        Observation flow =
                collected.packets(v9(1, set(0, template), set(TEMPLATE, data))).only();

        assertThat(flow.timestamp()).isEqualTo(SENT);
        assertThat(flow.event().start()).isNull();
        assertThat(field(flow, "flowStartMilliseconds")).isEqualTo("2040-01-01T00:00:00Z");
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_RECORDS_BAD_TIME)).isOne();
    }

    @Test
    void shouldRefuseWhatIsNoExportPacketAndGoOn() {
        collected.packets(
                new byte[0],
                "GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                Packets.of().u16(5).u16(163).bytes(new byte[1460]).build(),
                v9(1, TEMPLATES, Packets.of().u16(TEMPLATE).u16(0).u32(1).build()),
                v9(2, set(TEMPLATE, record(40_000))));

        assertThat(collected.refused).hasSize(4);
        assertThat(collected.flows).hasSize(1);
    }

    @Test
    void shouldRefuseATemplateWhoseRecordsHaveNoLength() {
        collected.packets(v9(1, set(0, template(TEMPLATE, new int[][] {{8, 0}, {12, 0}})), set(TEMPLATE, record(1))));

        assertThat(collected.count(SensorCounter.FLOW_EXPORT_TEMPLATES_REFUSED)).isOne();
        assertThat(collected.flows).isEmpty();
    }

    @Test
    void shouldEndAtZerosThatFillThePacket() {
        collected.packets(v9(1, TEMPLATES, set(TEMPLATE, record(1), new byte[3]), new byte[200]));

        assertThat(collected.flows).hasSize(1);
        assertThat(collected.refused).isEmpty();
    }

    @Test
    void shouldBoundTemplatesAndExporters() {
        for (int i = 0; i < NetflowDecoder.MAX_EXPORTERS + 10; i++) {
            byte[] templates = set(
                    2,
                    template(300, FIELDS),
                    template(301, FIELDS),
                    template(302, FIELDS),
                    template(303, FIELDS),
                    template(304, FIELDS));
            collected.decoder.decode(ipfix(0, templates), "192.0.2." + i, Collected.NOW, collected);
        }

        assertThat(collected.decoder.exportersKnown()).isEqualTo(NetflowDecoder.MAX_EXPORTERS);
        assertThat(collected.decoder.sets().templates().size()).isEqualTo(Templates.MAX_TEMPLATES);
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_EXPORTERS_EVICTED)).isEqualTo(10);
        assertThat(collected.count(SensorCounter.FLOW_EXPORT_TEMPLATES_EVICTED)).isPositive();
    }
}

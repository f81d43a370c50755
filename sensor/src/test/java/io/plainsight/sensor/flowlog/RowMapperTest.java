package io.plainsight.sensor.flowlog;

import static io.plainsight.sensor.flowlog.FlowLogFixture.V2_ROW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowMapperTest {
    @TempDir
    Path directory;

    private FlowLogFixture logs;

    @BeforeEach
    void createFixture() {
        logs = new FlowLogFixture(directory);
    }

    private Observation read(String header, String row) throws Exception {
        logs.sink.observations.clear();
        logs.read(header, row);
        return logs.sink.only();
    }

    @Test
    void shouldCarryCountersCloudAndEverythingElse() throws Exception {
        Observation observation = read(
                "version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id"
                        + " instance-id interface-id region az-id action tcp-flags pkt-srcaddr pkt-dstaddr"
                        + " pkt-dst-aws-service traffic-path flow-direction log-status",
                "5 10.0.0.71 52.95.128.179 34210 80 6 1616729292 1616729349 IPv4 7 471 123456789012 vpc-1 i-1 eni-1"
                        + " ap-southeast-2 apse2-az3 ACCEPT 3 10.0.0.72 52.95.128.180 S3 8 egress OK");

        assertThat(observation.source())
                .isEqualTo(new Observation.Endpoint(
                        "10.0.0.71", 34210, 471L, 7L, null, new Observation.Nat("10.0.0.72", null)));
        assertThat(observation.destination().nat().ip()).isEqualTo("52.95.128.180");
        assertThat(observation.cloud())
                .isEqualTo(new Observation.Cloud(
                        "aws",
                        new Observation.Account("123456789012"),
                        "ap-southeast-2",
                        "apse2-az3",
                        new Observation.Instance("i-1")));
        assertThat(observation.network())
                .isEqualTo(new Observation.Network(
                        "tcp", null, null, "ipv4", "1:b331cOeX1JF5o9HeF19CO0WYIbw=", "outbound", null));
        assertThat(observation.plainsight().flow().tcpFlags()).isEqualTo(3);
        assertThat(observation.plainsight().flow().fields())
                .containsOnlyKeys(
                        "version", "vpc-id", "interface-id", "pkt-dst-aws-service", "traffic-path", "flow-direction");
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT, allowed", "REJECT, denied"})
    void shouldSayWhetherTheTrafficPassed(String action, String type) throws Exception {
        logs.read(V2_ROW.replace("ACCEPT", action));

        assertThat(logs.sink.only().event().type()).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "3", "9"})
    void shouldRecordEncryptionStatusAndNeverJudgeByIt(String status) throws Exception {
        Observation observation = read("srcaddr dstaddr dstport encryption-status", "10.0.0.1 10.0.0.2 443 " + status);

        assertThat(observation.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(observation.plainsight().reasons()).singleElement().satisfies(reason -> assertThat(reason.rule())
                .isEqualTo(Reasons.FLOW_LOG_ONLY));
        assertThat(observation.plainsight().flow().encryptionStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"1, icmp", "58, ipv6-icmp", "50, esp"})
    void shouldLeaveOutPortsOfProtocolsWithoutPorts(int protocol, String keyword) throws Exception {
        Observation observation = read("srcaddr dstaddr srcport dstport protocol", "10.0.0.1 10.0.0.2 0 0 " + protocol);

        assertThat(observation.network().transport()).isEqualTo(keyword);
        assertThat(observation.source().port()).isNull();
        assertThat(observation.key()).isEqualTo("10.0.0.2");
    }

    @Test
    void shouldKeepTheNumberOfAnUnassignedProtocol() throws Exception {
        assertThat(read("srcaddr dstaddr protocol", "10.0.0.1 10.0.0.2 253")
                        .network()
                        .transport())
                .isEqualTo("253");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODATA", "SKIPDATA"})
    void shouldReportMissingRecordsAsGap(String status) throws Exception {
        logs.read("2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - " + status);

        Observation observation = logs.sink.only();
        assertThat(observation.event().action()).isEqualTo(Actions.FLOW_LOG_GAP);
        assertThat(observation.source()).isNull();
        assertThat(observation.key()).isEmpty();
        assertThat(observation.event().start()).isEqualTo(Instant.ofEpochSecond(1431280876));
        assertThat(observation.plainsight().flow().logStatus()).isEqualTo(status);
        assertThat(observation.plainsight().flow().fields()).containsEntry("interface-id", "eni-1");
    }

    /** Ids from the specification's baseline (github.com/corelight/community-id-spec, baseline_deflt.json). */
    @ParameterizedTest
    @CsvSource({
        "128.232.110.120, 66.35.250.204, 34855, 80, 6, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
        "66.35.250.204, 128.232.110.120, 80, 34855, 6, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
        "192.168.1.52, 8.8.8.8, 54585, 53, 17, 1:d/FP5EW3wiY1vCndhwleRRKHowQ="
    })
    void shouldJoinWithOtherToolsByCommunityId(
            String source, String destination, int sourcePort, int destinationPort, int protocol, String id)
            throws Exception {
        Observation observation = read(
                "srcaddr dstaddr srcport dstport protocol",
                String.join(" ", source, destination, sourcePort + " " + destinationPort, "" + protocol));

        assertThat(observation.network().communityId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1 10.0.0.2 0 0 1", "10.0.0.1 10.0.0.2 - 443 6", "10.0.0.1 10.0.0.2 1 443 -"})
    void shouldMakeNoCommunityIdOfHalfAConnection(String row) throws Exception {
        Observation observation = read("srcaddr dstaddr srcport dstport protocol", row);

        assertThat(observation.network().communityId()).isNull();
    }

    @Test
    void shouldTakeMilliseconds() throws Exception {
        Observation observation = read("srcaddr dstaddr start end", "10.0.0.1 10.0.0.2 1439387263123 1439387264456");

        assertThat(observation.event().start()).isEqualTo("2015-08-12T13:47:43.123Z");
        assertThat(observation.timestamp()).isEqualTo("2015-08-12T13:47:44.456Z");
    }

    @Test
    void shouldTakeTheObjectsTimeWhereRecordsHaveNone() throws Exception {
        String text = "srcaddr dstaddr\n10.0.0.1 10.0.0.2\n";

        logs.readBytes("123_vpcflowlogs_us-east-1_fl-1_20221130T2110Z_fe12.log", text.getBytes(StandardCharsets.UTF_8));

        assertThat(logs.sink.only().timestamp()).isEqualTo("2022-11-30T21:10:00Z");
        assertThat(logs.sink.only().event().start()).isNull();
    }

    @Test
    void shouldTakeTheFilesOwnTimeWhereNothingElseTells() throws Exception {
        Path file = logs.write("flow.log", "srcaddr dstaddr\n10.0.0.1 10.0.0.2\n".getBytes(StandardCharsets.UTF_8));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-02-03T04:05:06Z")));

        new FlowLogReader(null).read(file, "flow.log", logs.sink, logs.counters);

        assertThat(logs.sink.only().timestamp()).isEqualTo("2024-02-03T04:05:06Z");
    }

    @Test
    void shouldGiveTheSameRecordTheSameIdInEveryFile() throws Exception {
        byte[] row = V2_ROW.getBytes(StandardCharsets.UTF_8);
        logs.readBytes("one.log", row);
        logs.readBytes("two.log", row);

        assertThat(logs.sink.observations.get(0).event().id())
                .isEqualTo(logs.sink.observations.get(1).event().id())
                .hasSize(32);
    }

    @Test
    void shouldTellApartRecordsThatDifferOnlyBehindTheGateway() throws Exception {
        logs.read(
                "srcaddr dstaddr srcport dstport pkt-dstaddr start",
                "10.0.1.5 10.0.0.220 40000 443 203.0.113.5 1418530010",
                "10.0.1.5 10.0.0.220 40000 443 203.0.113.6 1418530010");

        assertThat(logs.sink.observations.get(0).event().id())
                .isNotEqualTo(logs.sink.observations.get(1).event().id());
    }

    @Test
    void shouldWriteIpv6AsRfc5952HasIt() throws Exception {
        Observation observation =
                read("srcaddr dstaddr dstport", "2001:0DB8:0000:0000:0001:0000:0000:0001 ::FFFF:10.0.0.1 443");

        assertThat(observation.source().ip()).isEqualTo("2001:db8::1:0:0:1");
        assertThat(observation.destination().ip()).isEqualTo("10.0.0.1");
        assertThat(observation.network().type()).isEqualTo("ipv6");
    }

    @Test
    void shouldReadTransitGatewayRecords() throws Exception {
        Observation observation = read(
                "version resource-type account-id tgw-id srcaddr dstaddr srcport dstport protocol packets bytes start"
                        + " end log-status packets-lost-no-route",
                "6 TransitGateway 123456789012 tgw-1 10.0.0.1 10.0.1.1 12345 443 6 10 1000 1700000000 1700000060 OK 4");

        assertThat(observation.event().type()).containsExactly("connection");
        assertThat(observation.plainsight().flow().fields()).containsEntry("packets-lost-no-route", "4");
    }
}

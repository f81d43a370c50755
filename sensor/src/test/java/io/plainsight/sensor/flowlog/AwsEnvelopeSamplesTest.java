package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shared AWS samples that are not plain rows, against what their authors expect of them. */
class AwsEnvelopeSamplesTest {
    private final RecordingSink sink = new RecordingSink();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cwl-subscription-default.json",
                "firehose-request-cwl-default.json",
                "kinesis-record-default.bin",
                "lambda-event-default.json"
            })
    void shouldUnwrapASubscriptionHoweverItComes(String name) throws Exception {
        assertThat(read("envelopes/" + name)).isEqualTo(new FlowLogSummary(2, 0, 0));

        JsonNode expected = json("envelopes/cwl-subscription-default.expected.json");
        assertReadAs(rows(expected.get("records")));
        assertThat(sink.observations)
                .extracting(o -> o.cloud().account().id())
                .containsOnly(expected.get("account").asText());
    }

    @Test
    void shouldReadDirectFirehoseRecordsAndPassOverControlMessages() throws Exception {
        assertThat(read("envelopes/firehose-request-direct.json")).isEqualTo(new FlowLogSummary(1, 0, 0));

        assertReadAs(v2(json("envelopes/firehose-request-direct.expected.json").get("records")));
    }

    @Test
    void shouldRefuseASubscriptionToSomethingElse() {
        assertThatThrownBy(() -> read("envelopes/cloudwatch-logs-event.shape.json"))
                .isInstanceOf(FlowLogException.class)
                .hasMessageContaining("not a flow log");
        assertThat(sink.observations).isEmpty();
    }

    @Test
    void shouldReadRowsOfGetLogEvents() throws Exception {
        String ecs = "${ecs-cluster-name} ${ecs-cluster-arn} ${ecs-container-instance-arn} ${ecs-container-instance-id}"
                + " ${ecs-service-name} ${ecs-task-definition-arn} ${ecs-task-id} ${ecs-task-arn}"
                + " ${ecs-second-container-id} ${ecs-container-id}";
        String format = FlowLogFixture.V2_HEADER.replaceAll("(\\S+)", "\\${$1}") + " " + ecs;
        FlowLogSummary summary = read("tenzir/cloudwatch-v7-ecs.ndjson", format);

        List<SampleRow> expected = tenzir();
        assertThat(summary.malformed()).isZero();
        assertThat(sink.observations).hasSameSizeAs(expected);
        assertReadAs(expected);
    }

    @Test
    void shouldReadObjectOfABucketRowByRow() throws Exception {
        Path bucket = directory().resolve("s3/AWSLogs");

        new FlowLogReader(null).readAll(bucket, sink, new SensorCounters());

        assertReadAs(v2(json("s3/lambda-promtail.expected.json").get("rows")));
        assertThat(sink.observations).hasSize(3);
    }

    @Test
    void shouldReadCommaSeparatedRows() throws Exception {
        assertThat(read("ocsf/v1.1.0-vpcflowlog.csv")).isEqualTo(new FlowLogSummary(1, 0, 0));

        JsonNode expected = json("ocsf/v1.1.0-vpcflowlog.expected.json");
        Observation actual = sink.only();
        assertThat(actual.source().ip())
                .isEqualTo(expected.at("/src_endpoint/ip").asText());
        assertThat(actual.source().port())
                .isEqualTo(expected.at("/src_endpoint/port").asInt());
        assertThat(actual.destination().ip())
                .isEqualTo(expected.at("/dst_endpoint/ip").asText());
        assertThat(actual.destination().port())
                .isEqualTo(expected.at("/dst_endpoint/port").asInt());
        assertThat(actual.source().bytes())
                .isEqualTo(expected.at("/traffic/bytes").asLong());
        assertThat(actual.source().packets())
                .isEqualTo(expected.at("/traffic/packets").asLong());
        assertThat(actual.event().start().toEpochMilli())
                .isEqualTo(expected.at("/time").asLong());
        assertThat(actual.network().transport()).isEqualTo("tcp");
        assertThat(expected.at("/connection_info/protocol_num").asInt()).isEqualTo(6);
        assertThat(actual.plainsight().flow().tcpFlags())
                .isEqualTo(expected.at("/connection_info/tcp_flags").asInt());
        assertThat(actual.plainsight().flow().logStatus())
                .isEqualTo(expected.at("/status_code").asText());
        assertThat(actual.event().type()).containsExactly("connection", "denied");
        assertThat(actual.cloud().account().id())
                .isEqualTo(expected.at("/cloud/account/uid").asText());
        assertThat(actual.cloud().region())
                .isEqualTo(expected.at("/cloud/region").asText());
        assertThat(actual.cloud().availabilityZone())
                .isEqualTo(expected.at("/cloud/zone").asText());
        assertThat(actual.cloud().instance().id())
                .isEqualTo(expected.at("/dst_endpoint/instance_uid").asText());
        assertThat(actual.plainsight().flow().fields())
                .containsEntry("version", "5")
                .containsEntry(
                        "subnet-id", expected.at("/dst_endpoint/subnet_uid").asText())
                .containsEntry("vpc-id", expected.at("/dst_endpoint/vpc_uid").asText())
                .containsEntry("interface-id", "eni-0000000000000000") // theirs has two zeros more than the row
                .containsEntry("flow-direction", "ingress")
                .doesNotContainKeys("sublocation-id", "sublocation-type");
    }

    private FlowLogSummary read(String name, String... formats) throws Exception {
        return new FlowLogReader(null, new FlowLogSettings(FlowLogFormats.of(List.of(formats)), DeadLetters.NONE))
                .read(directory().resolve(name), name, sink, new SensorCounters());
    }

    private void assertReadAs(List<SampleRow> rows) {
        assertThat(rows).isNotEmpty().hasSizeLessThanOrEqualTo(sink.observations.size());
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).assertReadAs(sink.observations.get(i));
        }
    }

    private static List<SampleRow> rows(JsonNode array) {
        List<SampleRow> rows = new ArrayList<>();
        array.forEach(row -> rows.add(SampleRow.of(row)));
        return rows;
    }

    private static List<SampleRow> v2(JsonNode texts) {
        String[] names = FlowLogFixture.V2_HEADER.split(" ");
        List<SampleRow> rows = new ArrayList<>();
        for (JsonNode text : texts) {
            String[] values = text.asText().split(" ");
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            rows.add(new SampleRow(row));
        }
        return rows;
    }

    /** Records between braces, one {@code name: value} in a line. */
    private static List<SampleRow> tenzir() throws IOException {
        Pattern field = Pattern.compile("(\\w+): \"?(.*?)\"?,?");
        List<SampleRow> rows = new ArrayList<>();
        Map<String, String> row = new HashMap<>();
        for (String line : Files.readAllLines(directory().resolve("tenzir/cloudwatch-v7-ecs.expected.txt"))) {
            Matcher matcher = field.matcher(line.strip());
            if (line.startsWith("}")) {
                rows.add(new SampleRow(row));
                row = new HashMap<>();
            } else if (matcher.matches()) {
                row.put(matcher.group(1).replace('_', '-'), matcher.group(2).equals("null") ? null : matcher.group(2));
            }
        }
        return rows;
    }

    private static JsonNode json(String name) throws IOException {
        return Json.mapper().readTree(Files.readString(directory().resolve(name)));
    }

    private static Path directory() {
        return SharedFolder.require().resolve("flowlogs/aws-vpc");
    }
}

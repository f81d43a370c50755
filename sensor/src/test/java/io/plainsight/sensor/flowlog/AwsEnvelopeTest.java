package io.plainsight.sensor.flowlog;

import static io.plainsight.sensor.flowlog.FlowLogFixture.V2_ROW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What may go wrong inside an envelope, and the envelopes of which there is no sample. */
class AwsEnvelopeTest {
    private static final String SUBSCRIPTION = "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logGroup\":\"g\","
            + "\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,\"message\":\"" + V2_ROW + "\"}]}";

    @Test
    void shouldRefuseADamagedPayloadAndReadTheNext() throws Exception {
        byte[] packed = FlowLogFixture.gzip(SUBSCRIPTION);
        byte[] cut = Arrays.copyOf(packed, packed.length / 2);

        Decoded decoded = Decoded.of("{\"records\":[{\"data\":\"" + base64(packed) + "\"},{\"data\":\"" + base64(cut)
                + "\"},{\"data\":\"%%%\"},{\"data\":\"" + base64(V2_ROW.getBytes(StandardCharsets.UTF_8)) + "\"}]}");

        assertThat(decoded.failure).isNull();
        assertThat(decoded.observations).hasSize(2);
        assertThat(decoded.refused)
                .extracting(RefusedRecord::problem)
                .isNotEmpty()
                .containsOnly(RowProblem.JSON);
    }

    @Test
    void shouldReadManyObjectsWithoutLineEndsBetweenThem() throws Exception {
        assertThat(Decoded.of(SUBSCRIPTION + SUBSCRIPTION).observations).hasSize(2);
    }

    @Test
    void shouldReadKinesisEventOfLambda() throws Exception {
        String event = "{\"Records\":[{\"kinesis\":{\"partitionKey\":\"k\",\"data\":\""
                + base64(FlowLogFixture.gzip(SUBSCRIPTION)) + "\"},\"eventSource\":\"aws:kinesis\"}]}";

        assertThat(Decoded.of(event).observations).hasSize(1);
    }

    @Test
    void shouldReadPrettyPrintedOutputOfGetLogEvents() throws Exception {
        String output = "{\n  \"events\": [\n    {\n      \"timestamp\": 1,\n      \"message\": \"" + V2_ROW
                + "\"\n    }\n  ],\n  \"nextForwardToken\": \"f/1\"\n}\n";

        assertThat(Decoded.of(output).observations).extracting(Observation::key).containsExactly("172.31.16.21:22");
    }

    @Test
    void shouldReadLinesAsCloudWatchExportsThem() throws Exception {
        Decoded decoded = Decoded.of("2014-12-14T04:06:50.000Z " + V2_ROW + "\n2014-12-14T04:06:51.000Z " + V2_ROW);

        assertThat(decoded.observations).extracting(Observation::key).containsOnly("172.31.16.21:22");
        assertThat(decoded.observations).hasSize(2);
    }

    @Test
    void shouldPassOverControlMessagesWhereverTheirTypeStands() throws Exception {
        Decoded decoded = Decoded.of("{\"logEvents\":[{\"message\":\"CWL CONTROL MESSAGE: Checking health\"}],"
                + "\"messageType\":\"CONTROL_MESSAGE\"}");

        assertThat(decoded.failure).isNull();
        assertThat(decoded.observations).isEmpty();
        assertThat(decoded.refused).isEmpty();
    }

    @Test
    void shouldRefuseJsonOfAnotherKind() throws Exception {
        assertThat(Decoded.of("{\"records\":[{\"srcaddr\":\"10.0.0.1\"}]}").failure)
                .hasMessageContaining("no record in it");
    }

    @Test
    void shouldSurviveDamage() throws IOException {
        Decoded.damage(SUBSCRIPTION, 2000);
        Decoded.damage("{\"records\":[{\"data\":\"" + base64(FlowLogFixture.gzip(SUBSCRIPTION)) + "\"}]}", 2000);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

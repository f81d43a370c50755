package io.plainsight.sensor.flowlog;

import io.plainsight.sensor.flowlog.aws.AwsEnvelopeDecoder;
import io.plainsight.sensor.flowlog.aws.AwsFormat;
import io.plainsight.sensor.flowlog.aws.AwsTextDecoder;
import io.plainsight.sensor.flowlog.azure.AzureDecoder;
import io.plainsight.sensor.flowlog.gcp.GcpDecoder;
import io.plainsight.sensor.flowlog.parquet.ParquetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Chooses the decoder by how the content begins, never by the file's name. */
final class FlowLogDecoders {
    /** How much of the content is looked at. */
    static final int PROBE_BYTES = 4096;

    private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
    private static final List<String> AZURE =
            List.of("\"flowTuples\"", "FlowLogFlowEvent", "NetworkSecurityGroupFlowEvent", "\"flow.0\"");
    private static final List<String> GCP = List.of("\"jsonPayload\"", "vpc_flows", "\"src_ip\"", "\"dest_ip\"");

    /** Of CloudWatch Logs (subscription, Lambda event, get-log-events) and of Firehose and Kinesis. */
    private static final List<String> AWS_ENVELOPES =
            List.of("\"messageType\"", "\"logEvents\"", "\"awslogs\"", "\"records\"", "\"Records\"", "\"events\"");

    private FlowLogDecoders() {}

    /**
     * @param start the first {@link #PROBE_BYTES} without compression, or all if it is shorter
     * @param format of AWS rows without a header; null when they shall tell it
     * @param file where the content lies without compression; null when there is no such file
     */
    static FlowLogDecoder of(byte[] start, FlowLogOrigin origin, Path file, AwsFormat format) {
        if (start.length >= PARQUET.length && Arrays.equals(start, 0, PARQUET.length, PARQUET, 0, PARQUET.length)) {
            return new ParquetDecoder(origin, file);
        }
        String text = new String(start, StandardCharsets.ISO_8859_1).strip();
        boolean json = text.startsWith("{") || text.startsWith("[");
        if (json && AZURE.stream().anyMatch(text::contains)) {
            return new AzureDecoder(origin);
        }
        if (json && GCP.stream().anyMatch(text::contains)) {
            return new GcpDecoder(origin);
        }
        if (json && AWS_ENVELOPES.stream().anyMatch(text::contains)) {
            return new AwsEnvelopeDecoder(origin, format);
        }
        return new AwsTextDecoder(origin, format);
    }
}

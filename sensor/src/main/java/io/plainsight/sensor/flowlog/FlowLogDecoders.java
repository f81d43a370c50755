package io.plainsight.sensor.flowlog;

import io.plainsight.sensor.flowlog.aws.AwsTextDecoder;

/** Chooses the decoder by how the content begins, never by the file's name. */
final class FlowLogDecoders {
    /** How much of the content is looked at. */
    static final int PROBE_BYTES = 4096;

    private FlowLogDecoders() {}

    /** @param start the first {@link #PROBE_BYTES} without compression, or all if it is shorter */
    static FlowLogDecoder of(byte[] start, FlowLogOrigin origin) {
        return new AwsTextDecoder(origin);
    }
}

package io.plainsight.sensor.elasticsearch;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** Elasticsearch's transport protocol by the head of a message: mark, length, direction and version fit together. */
public final class ElasticsearchSignature extends FrameSignature {
    static final String ELASTICSEARCH = "elasticsearch";

    /** OpenSearch sets this bit in its version. */
    private static final long OPENSEARCH = 0x08000000;
    /** Version 1.0.0 and a bound beyond all: major, minor, revision and build, two decimal digits each. */
    private static final long MIN_VERSION = 1_000_000;

    private static final long MAX_VERSION = 99_999_999;

    public ElasticsearchSignature() {
        super(
                ELASTICSEARCH,
                new ProtocolFacts(
                        "Elasticsearch, OpenSearch between nodes",
                        ProtocolFacts.Kind.CLEAR,
                        "Elasticsearch TcpHeader, TransportStatus",
                        "credentials in headers, actions"),
                ElasticsearchDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (!Peek.may(in, 0, "ES")) {
            return Match.NO;
        }
        if (in.remaining() < ElasticsearchDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        long length = Peek.u32(in, ElasticsearchDissector.LENGTH);
        int status = in.peek(ElasticsearchDissector.STATUS);
        long version = Peek.u32(in, ElasticsearchDissector.VERSION) & ~OPENSEARCH;
        boolean fits = ElasticsearchDissector.isLength(length)
                && ElasticsearchDissector.isStatus(side, status)
                && version >= MIN_VERSION
                && version <= MAX_VERSION;
        return fits ? Match.YES : Match.NO;
    }
}

package io.plainsight.sensor.kafka;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;

/** Kafka by a request header: a known API key and version, and a client id that is text; or by a broker's list of APIs. */
public final class KafkaSignature implements ProtocolSignature {
    static final String KAFKA = "kafka";

    /** Highest API key and version that brokers know, with room for some more releases. */
    private static final int MAX_KEY = 100;

    private static final int MAX_VERSION = 20;
    private static final int MAX_ID = 255;
    private static final int MIN_RESPONSE = 4;
    /** Offset of the first range of versions in an answer to ApiVersions, and the length of each. */
    private static final int FIRST_RANGE = 14;

    private static final int VERSION_RANGE = 6;
    /** Longest first message, and highest first correlation id: clients count from zero. */
    private static final int MAX_FIRST = 1 << 20;

    @Override
    public String protocol() {
        return KAFKA;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Kafka",
                ProtocolFacts.Kind.CLEAR,
                "Kafka protocol guide",
                "SASL mechanism and credentials, produced and fetched records");
    }

    @Override
    public StreamDissector open() {
        return new KafkaDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.peek(0) > 0) {
            return Match.NO;
        }
        if (in.remaining() < KafkaDissector.CLIENT_ID) {
            return Match.MAYBE;
        }
        long length = Peek.u32(in, 0);
        if (side == Side.SERVER) {
            boolean fits = length >= MIN_RESPONSE && length <= MAX_FIRST && Peek.u32(in, 4) <= MAX_FIRST;
            return !fits ? Match.NO : isVersions(in) ? Match.YES : Match.MAYBE;
        }
        return matchRequest(in);
    }

    /**
     * Whether this is a broker's list of all its APIs (ApiVersions up to version 2): it fills the response, and begins with
     * Produce and Fetch.
     *
     * <pre>
     *  Length (32) | Correlation id (32) | Error (16) = 0 | Count (32) | { API key (16) | Min (16) | Max (16) } … | [ Throttle (32) ]
     * </pre>
     */
    static boolean isVersions(ByteCursor response) {
        long length = Peek.u32(response, 0);
        long count = Peek.u32(response, 10);
        long listed = 4 + 2 + 4 + count * VERSION_RANGE;
        return Peek.u16(response, 8) == 0
                && count >= 2
                && count <= MAX_KEY
                && (length == listed || length == listed + 4)
                && Peek.u16(response, FIRST_RANGE) == 0
                && Peek.u16(response, FIRST_RANGE + VERSION_RANGE) == 1
                && Peek.u16(response, FIRST_RANGE + 2) <= Peek.u16(response, FIRST_RANGE + 4)
                && Peek.u16(response, FIRST_RANGE + 4) <= MAX_VERSION;
    }

    /** The head of a request; call with {@link KafkaDissector#CLIENT_ID} bytes at least. */
    static Match matchRequest(ByteCursor in) {
        long length = Peek.u32(in, 0);
        int key = Peek.u16(in, 4);
        int id = Peek.u16(in, KafkaDissector.CLIENT_ID - 2);
        int version = Peek.u16(in, 6);
        boolean head = in.remaining() >= KafkaDissector.CLIENT_ID
                && length >= KafkaDissector.CLIENT_ID - 4
                && length <= MAX_FIRST
                && key >= 0
                && key <= MAX_KEY
                && version >= 0
                && version <= MAX_VERSION;
        if (!head) {
            return Match.NO;
        }
        if (id == 0 || id == KafkaDissector.NULL) {
            boolean first = key == KafkaDissector.API_VERSIONS || key == KafkaDissector.METADATA;
            return first ? Match.YES : Match.NO;
        }
        return id > MAX_ID || id > length - KafkaDissector.CLIENT_ID + 4 ? Match.NO : matchText(in, id);
    }

    private static Match matchText(ByteCursor in, int length) {
        for (int i = 0; i < length; i++) {
            int b = in.peek(KafkaDissector.CLIENT_ID + i);
            if (b < 0) {
                return Match.MAYBE;
            }
            if (!Ascii.isPrintable(b)) {
                return Match.NO;
            }
        }
        return Match.YES;
    }
}

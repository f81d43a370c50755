package io.plainsight.sensor.flow;

import io.plainsight.events.ObservationHandshakeBuilder;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.nio.ByteBuffer;

/**
 * A TLS server that was spoken to in another protocol, and says so by an alert. Pure functions.
 *
 * <pre>
 *  0       1       2       3       4       5       6
 *  +-------+-------+-------+-------+-------+-------+-------+
 *  |  21   |   3   | minor |       2       | level | descr |      RFC 8446 sections 5.1 and 6
 *  +-------+-------+-------+-------+-------+-------+-------+
 * </pre>
 */
final class TlsRefusal {
    private static final int LENGTH = 7;
    private static final int ALERT = 21;
    private static final int MAJOR_VERSION = 3;
    private static final int MAX_MINOR_VERSION = 4;
    private static final int CONTENT_LENGTH = 2;
    private static final int LEVEL_OFFSET = 5;
    private static final int FATAL = 2;

    private TlsRefusal() {}

    /** Whether the bytes, a side's first, are an alert and nothing more. */
    static boolean isAlert(ByteBuffer buffer, int offset, int length) {
        return length == LENGTH
                && buffer.get(offset) == ALERT
                && buffer.get(offset + 1) == MAJOR_VERSION
                && buffer.get(offset + 2) >= 0
                && buffer.get(offset + 2) <= MAX_MINOR_VERSION
                && buffer.get(offset + 3) == 0
                && buffer.get(offset + 4) == CONTENT_LENGTH
                && buffer.get(offset + LEVEL_OFFSET) == FATAL;
    }

    /** The draft, which may be shared, with a word on that. */
    static ObservationDraft join(ObservationDraft draft) {
        if (draft.handshake != null) {
            return draft;
        }
        ObservationDraft joined = draft.copy();
        joined.handshake = ObservationHandshakeBuilder.builder()
                .state("failed")
                .failure("client_not_tls")
                .alertSender("server")
                .build();
        return joined;
    }
}

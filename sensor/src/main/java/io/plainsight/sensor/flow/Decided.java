package io.plainsight.sensor.flow;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationClientBuilder;
import io.plainsight.events.ObservationHandshakeBuilder;
import io.plainsight.events.ObservationTlsBuilder;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.HexFormat;
import java.util.List;

/**
 * What remains of a connection's inspection for the observations still to come: what it has in common with others, which is
 * shared ({@link DecidedDrafts}), and the little that is its own. Most connections of a network repeat few kinds: the same
 * client software with one of some servers, under some name, within some milliseconds and, where the client shuffles its
 * extensions, with a JA3 that no other has.
 *
 * <p><b>Memory:</b> 56 bytes. Immutable.
 */
public final class Decided {
    private static final int NO_DURATION = Integer.MIN_VALUE;
    private static final int HALF = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final ObservationDraft common;
    private final List<Observation.Reason> reasons;
    private final Observation.Server server;
    private final Observation.Certificates certificates;
    private final String serverName;
    /** The JA3 as a number; both 0 when it is none, and {@link #common} has it, or there is none. */
    private final long ja3High;

    private final long ja3Low;
    /** {@link #NO_DURATION} when {@link #common} has it, or there is none. */
    private final int durationMs;

    /** @param drafts finds what is shared */
    Decided(ObservationDraft draft, DecidedDrafts drafts) {
        Observation.Client client = draft.tls == null ? null : draft.tls.client();
        String ja3 = client == null ? null : client.ja3();
        boolean isNumber = isNumber(ja3);
        ja3High = isNumber ? HexFormat.fromHexDigitsToLong(ja3, 0, HALF) : 0;
        ja3Low = isNumber ? HexFormat.fromHexDigitsToLong(ja3, HALF, 2 * HALF) : 0;
        Long duration = draft.handshake == null ? null : draft.handshake.durationMs();
        boolean isShort = duration != null && duration.intValue() == duration && duration != NO_DURATION;
        durationMs = isShort ? duration.intValue() : NO_DURATION;
        serverName = client == null ? null : drafts.share(client.serverName());
        reasons = drafts.share(draft.reasons);
        server = draft.tls == null ? null : drafts.share(draft.tls.server());
        certificates = drafts.share(draft.certificates);
        common = drafts.share(
                copy(draft, null, isNumber ? null : ja3, isShort ? null : duration, List.of(), null, null));
    }

    /** What inspection said; a new object each time, made of shared parts. */
    public ObservationDraft draft() {
        boolean hasClient = common.tls != null && common.tls.client() != null;
        String ja3 = (ja3High | ja3Low) != 0
                ? HEX.toHexDigits(ja3High) + HEX.toHexDigits(ja3Low)
                : hasClient ? common.tls.client().ja3() : null;
        Long duration = durationMs != NO_DURATION
                ? Long.valueOf(durationMs)
                : common.handshake == null ? null : common.handshake.durationMs();
        return copy(common, serverName, ja3, duration, reasons, server, certificates);
    }

    /** A copy with these values in place of its own, where it has the parts that they belong to. */
    private static ObservationDraft copy(
            ObservationDraft draft,
            String serverName,
            String ja3,
            Long durationMs,
            List<Observation.Reason> reasons,
            Observation.Server server,
            Observation.Certificates certificates) {
        ObservationDraft copy = draft.copy();
        copy.reasons.clear();
        copy.reasons.addAll(reasons);
        copy.certificates = certificates;
        if (draft.tls != null) {
            Observation.Client client = draft.tls.client();
            copy.tls = ObservationTlsBuilder.builder(draft.tls)
                    .client(
                            client == null
                                    ? null
                                    : ObservationClientBuilder.builder(client)
                                            .serverName(serverName)
                                            .ja3(ja3)
                                            .build())
                    .server(server)
                    .build();
        }
        if (draft.handshake != null) {
            copy.handshake = ObservationHandshakeBuilder.builder(draft.handshake)
                    .durationMs(durationMs)
                    .build();
        }
        return copy;
    }

    /** Whether the text is exactly what the number would be written as, and not all zeros. */
    private static boolean isNumber(String text) {
        if (text == null || text.length() != 2 * HALF) {
            return false;
        }
        boolean zero = true;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (!(digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f')) {
                return false;
            }
            zero &= digit == '0';
        }
        return !zero;
    }
}

package io.plainsight.sensor.dissect;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import java.util.ArrayList;
import java.util.List;

/** What dissectors contribute to an observation; the caller adds addresses, counters and times. Not reused. */
public final class ObservationDraft {
    /** What has one or two reasons, as most have, needs no more room than that for as long as its connection lives. */
    private static final int USUAL_REASONS = 2;

    /** {@code network.protocol}; null when nothing was recognised. */
    public String protocol;
    /** {@code network.application}: the protocol inside or under the upgrade. */
    public String application;

    public Protection protection = Protection.UNKNOWN;
    public final List<Observation.Reason> reasons = new ArrayList<>(USUAL_REASONS);
    /** One of {@link io.plainsight.events.Actions} when something was decided; null otherwise. */
    public String action;
    /** {@code success}, {@code failure} or null for unknown. */
    public String outcome;

    public Observation.Tls tls;
    public Observation.Handshake handshake;
    public Observation.TlsDetail tlsDetail;
    public Observation.StartTls startTls;
    public Observation.Plaintext plaintext;
    public Observation.Crypto crypto;
    public Observation.Certificates certificates;

    public void reason(String rule, String detail, String... references) {
        reasons.add(new Observation.Reason(rule, List.of(references), detail));
    }

    /** A draft that says the same, for a caller who changes some of it. */
    public ObservationDraft copy() {
        ObservationDraft copy = new ObservationDraft();
        copy.protocol = protocol;
        copy.application = application;
        copy.protection = protection;
        copy.reasons.addAll(reasons);
        copy.action = action;
        copy.outcome = outcome;
        copy.tls = tls;
        copy.handshake = handshake;
        copy.tlsDetail = tlsDetail;
        copy.startTls = startTls;
        copy.plaintext = plaintext;
        copy.crypto = crypto;
        copy.certificates = certificates;
        return copy;
    }
}

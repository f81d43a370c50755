package io.plainsight.sensor.flow;

import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * What carries the bytes behind an accepted CONNECT or SOCKS request.
 *
 * @param carrier knows what passed before the tunnel opened, such as the proxy's password
 * @param outer the tunnel that this one was opened in, or null
 * @param depth 1 for the outermost
 */
record Tunnel(StreamDissector carrier, Tunnel outer, int depth) {
    /** Adds this tunnel and those around it to what was learned inside. */
    ObservationDraft join(ObservationDraft inside) {
        for (Tunnel tunnel = this; tunnel != null; tunnel = tunnel.outer) {
            Verdicts.joinTunnel(inside, tunnel.describe(), tunnel.carrier.protocol());
        }
        return inside;
    }

    /** The outermost tunnels' own words, where nothing inside was identified; {@code verdict} is not changed. */
    ObservationDraft around(ObservationDraft verdict) {
        ObservationDraft draft = describe();
        draft.reasons.addAll(verdict.reasons);
        return outer == null ? draft : outer.join(draft);
    }

    private ObservationDraft describe() {
        ObservationDraft draft = new ObservationDraft();
        carrier.describe(draft);
        return draft;
    }
}

package io.plainsight.sensor.flow;

import io.plainsight.sensor.dissect.NameSource;
import io.plainsight.sensor.dissect.ObservationDraft;

/** Hears what inspection finds out about a connection, which it names by its index in the flow table. */
public interface InspectionListener {
    /** The protection was decided or changed. */
    void onDecided(int flow, ObservationDraft draft);

    /** Nothing more can be learned; {@code draft} is the last word and must not be changed. */
    void onConcluded(int flow, ObservationDraft draft);

    /** A dissector that was just fed may have learned names. */
    void onNames(int flow, NameSource source, long timestampNs);

    /** Bytes of the connection came twice with different content. */
    void onConflict(int flow);

    /** Inside the protocol, the roles of the connection's ends are the other way round; a second call takes it back. */
    void onReversed(int flow);
}

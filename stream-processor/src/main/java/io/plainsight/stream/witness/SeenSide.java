package io.plainsight.stream.witness;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import java.time.Instant;

/**
 * What packets showed of one connection, as of the latest observation. Immutable.
 *
 * @param ended whether its end was seen, so that the bytes are all
 * @param bytes IP payload bytes of both directions
 * @param packets of both directions
 * @param answered whether both ends sent packets
 * @param whole whether the sensor saw all that passed it: no loss, both directions, from the beginning
 */
record SeenSide(
        Instant first,
        Instant last,
        Protection protection,
        boolean ended,
        long bytes,
        long packets,
        boolean answered,
        boolean whole) {

    static SeenSide of(Observation observation) {
        Observation.Plainsight own = observation.plainsight();
        Observation.Capture capture = own == null ? null : own.capture();
        long sent = of(observation.source().packets());
        long received = of(observation.destination().packets());
        return new SeenSide(
                LoggedSide.start(observation),
                LoggedSide.end(observation),
                own == null || own.protection() == null ? Protection.UNKNOWN : own.protection(),
                Actions.FLOW_ENDED.equals(observation.event().action()),
                of(observation.source().bytes()) + of(observation.destination().bytes()),
                sent + received,
                sent > 0 && received > 0,
                capture == null);
    }

    /** The later word of the two, over both spans. */
    SeenSide and(SeenSide next) {
        if (next.last.isBefore(last)) {
            return this;
        }
        return new SeenSide(
                first.isBefore(next.first) ? first : next.first,
                next.last,
                next.protection == Protection.UNKNOWN ? protection : next.protection,
                ended || next.ended,
                Math.max(bytes, next.bytes),
                Math.max(packets, next.packets),
                answered || next.answered,
                whole && next.whole);
    }

    private static long of(Long number) {
        return number == null ? 0 : number;
    }
}

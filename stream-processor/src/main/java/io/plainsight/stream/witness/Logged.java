package io.plainsight.stream.witness;

import io.plainsight.events.Observation;
import java.time.Instant;
import java.util.List;

/**
 * By how much the figures on logged connections change. Amounts may be negative: packets may come after the record that they
 * belong to, and a record's statement after another one without.
 *
 * @param observation of the connection, seen from its client
 * @param at first record of the connection
 * @param places where its first reporter is
 * @param connections connections more
 * @param seenConnections of those that a sensor saw
 * @param bytes bytes more, both directions
 * @param seenBytes of connections that a sensor saw
 * @param stated what the provider states now
 * @param before what it was counted under; null when it was not
 * @param expected connections more that a sensor saw where flow logs should tell of them
 * @param unlogged of those that they did not tell of
 */
public record Logged(
        Observation observation,
        Instant at,
        List<String> places,
        long connections,
        long seenConnections,
        long bytes,
        long seenBytes,
        Statement stated,
        Statement before,
        long expected,
        long unlogged) {

    /** The change from one state of a connection to the next; null where nothing changes that is counted. */
    static Logged between(Connection known, Connection next, Observation observation) {
        Connection counted = next.isCounted() ? next : Connection.NONE;
        boolean same = known.isCounted()
                && counted.isCounted()
                && !counted.logged().first().isAfter(known.logged().first())
                && counted.logged().bytes() >= known.logged().bytes();
        Connection base = same ? known : Connection.NONE;
        LoggedSide told = base.isCounted() ? base.logged() : counted.logged();
        if (told == null) {
            return null;
        }
        Logged change = new Logged(
                observation,
                told.first(),
                told.places(),
                one(counted.isCounted()) - one(base.isCounted()),
                one(counted.isCovered()) - one(base.isCovered()),
                bytes(counted) - bytes(base),
                (counted.isCovered() ? bytes(counted) : 0) - (base.isCovered() ? bytes(base) : 0),
                counted.isCounted() ? counted.logged().statement() : null,
                base.isCounted() ? base.logged().statement() : null,
                0,
                0);
        boolean nothing = change.connections == 0
                && change.seenConnections == 0
                && change.bytes == 0
                && change.seenBytes == 0
                && change.stated == change.before;
        return nothing ? null : change;
    }

    /** A connection that flow logs should tell of. */
    static Logged expected(Observation observation, List<String> places, long expected, long unlogged) {
        return new Logged(
                observation, LoggedSide.start(observation), places, 0, 0, 0, 0, null, null, expected, unlogged);
    }

    private static long one(boolean is) {
        return is ? 1 : 0;
    }

    private static long bytes(Connection connection) {
        return connection.isCounted() ? connection.logged().bytes() : 0;
    }
}

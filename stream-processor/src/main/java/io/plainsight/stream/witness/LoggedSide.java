package io.plainsight.stream.witness;

import io.plainsight.events.Observation;
import io.plainsight.stream.state.Hashes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What flow logs said of one connection. Immutable. Several interfaces report a connection, so only the first that did has its
 * packets and bytes added up; intervals of one reporter add up.
 *
 * @param first start of the earliest record
 * @param last end of the latest record
 * @param reporter whose records are added up
 * @param sent bytes of the client
 * @param received bytes of the server
 * @param allowed whether a record says so, or says nothing of a decision
 * @param places where the first reporter is, see {@link FlowRecords#places}
 * @param records hashes of the latest records' ids: delivery is at least once
 */
record LoggedSide(
        Instant first,
        Instant last,
        String reporter,
        long sent,
        long sentPackets,
        long received,
        long receivedPackets,
        Statement statement,
        boolean allowed,
        List<Long> records,
        List<String> places) {
    private static final int MAX_RECORDS = 16;

    LoggedSide {
        // absent in JSON where empty
        records = records == null ? List.of() : records;
        places = places == null ? List.of() : places;
    }

    static LoggedSide of(Observation record) {
        return new LoggedSide(
                        start(record),
                        end(record),
                        FlowRecords.reporter(record),
                        0,
                        0,
                        0,
                        0,
                        Statement.UNSTATED,
                        false,
                        List.of(),
                        FlowRecords.places(record))
                .and(record);
    }

    /** @return this where the record is known */
    LoggedSide and(Observation record) {
        long id = Hashes.of(record.event().id());
        if (records.contains(id)) {
            return this;
        }
        List<Long> ids = new ArrayList<>(records.size() < MAX_RECORDS ? records : records.subList(1, records.size()));
        ids.add(id);
        boolean counted = reporter.equals(FlowRecords.reporter(record));
        Statement said = Statement.of(record);
        return new LoggedSide(
                start(record).isBefore(first) ? start(record) : first,
                end(record).isAfter(last) ? end(record) : last,
                reporter,
                sent + (counted ? of(record.source().bytes()) : 0),
                sentPackets + (counted ? of(record.source().packets()) : 0),
                received + (counted ? of(record.destination().bytes()) : 0),
                receivedPackets + (counted ? of(record.destination().packets()) : 0),
                said.compareTo(statement) > 0 ? said : statement,
                allowed || !FlowRecords.isDenied(record),
                List.copyOf(ids),
                places);
    }

    long bytes() {
        return sent + received;
    }

    static Instant start(Observation record) {
        return record.event().start() == null
                ? record.timestamp()
                : record.event().start();
    }

    static Instant end(Observation record) {
        return record.event().end() == null
                ? record.timestamp()
                : record.event().end();
    }

    private static long of(Long number) {
        return number == null ? 0 : number;
    }
}

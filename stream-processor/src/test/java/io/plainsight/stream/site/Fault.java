package io.plainsight.stream.site;

import io.plainsight.events.Observation;
import java.util.List;

/** What goes wrong with the connections of a service while it lasts. */
@FunctionalInterface
interface Fault {
    /** Nothing of the connection is to be told. */
    List<Observation> NOTHING = List.of();

    /** @return what the sensor tells of this connection */
    List<Observation> happens(Connection connection);
}

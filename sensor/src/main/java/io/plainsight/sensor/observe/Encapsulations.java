package io.plainsight.sensor.observe;

import io.plainsight.events.Observation;
import io.plainsight.sensor.decode.Encapsulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tunnels that packets came in, numbered, so that a connection keeps two bytes of it. Tunnels are few: the sessions of a
 * mirror, the hosts of an overlay.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> nothing per packet. <b>Bounds:</b> {@link #MAX_TUNNELS}; connections of
 * further ones are shown without a tunnel.
 */
public final class Encapsulations {
    /** No tunnel, or none that is known any more. */
    public static final int NONE = 0;

    public static final int MAX_TUNNELS = 16 * 1024;

    private record Key(
            Encapsulation.Type type,
            long id,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow) {}

    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<Observation.Tunnel> tunnels = new ArrayList<>();

    public Encapsulations() {
        tunnels.add(null);
    }

    /** The number of the tunnel that a packet came in; asked once per connection. */
    public int number(Encapsulation seen) {
        if (seen.type == null) {
            return NONE;
        }
        Key key =
                new Key(seen.type, seen.id, seen.sourceHigh, seen.sourceLow, seen.destinationHigh, seen.destinationLow);
        Integer number = numbers.get(key);
        if (number != null) {
            return number;
        }
        if (tunnels.size() > MAX_TUNNELS) {
            return NONE;
        }
        tunnels.add(new Observation.Tunnel(
                seen.type.text(),
                seen.id == Encapsulation.NO_ID ? null : Long.toString(seen.id),
                new Observation.TunnelEnd(Addresses.text(seen.sourceHigh, seen.sourceLow)),
                new Observation.TunnelEnd(Addresses.text(seen.destinationHigh, seen.destinationLow))));
        numbers.put(key, tunnels.size() - 1);
        return tunnels.size() - 1;
    }

    /** What an observation says of a tunnel; null for {@link #NONE}. */
    Observation.Tunnel tunnel(int number) {
        return tunnels.get(number);
    }
}

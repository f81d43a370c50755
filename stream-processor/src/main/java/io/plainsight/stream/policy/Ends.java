package io.plainsight.stream.policy;

import io.plainsight.events.Observation;
import io.plainsight.stream.policy.Traffic.Side;
import java.util.List;

/**
 * The ends of an observation, whose addresses and zones are looked up at most once, however many entries of a policy they are
 * compared with. Not thread-safe, used for one observation.
 */
public final class Ends {
    private static final byte[] NO_ADDRESS = {};

    private final Observation observation;
    private final Zones zoning;
    private final byte[][] addresses = new byte[Side.values().length][];
    private final String[] zones = new String[Side.values().length];

    /** @param observation with both ends */
    public Ends(Observation observation, Zones zoning) {
        this.observation = observation;
        this.zoning = zoning;
    }

    public Observation observation() {
        return observation;
    }

    public String zone(Side side) {
        if (zones[side.ordinal()] == null) {
            zones[side.ordinal()] = zoning.of(observation, side);
        }
        return zones[side.ordinal()];
    }

    /** Whether an end has an address of the networks or lives in one of the zones; always where both are empty. */
    boolean lie(Side side, List<Cidr> networks, List<String> zoneNames) {
        return networks.isEmpty() && zoneNames.isEmpty()
                || !networks.isEmpty() && Zones.contains(networks, address(side))
                || !zoneNames.isEmpty() && zoneNames.contains(zone(side));
    }

    /** In network order; of a length that no block has where it cannot be read. */
    private byte[] address(Side side) {
        if (addresses[side.ordinal()] == null) {
            addresses[side.ordinal()] =
                    IpAddress.parse(Traffic.end(observation, side).ip()).orElse(NO_ADDRESS);
        }
        return addresses[side.ordinal()];
    }
}

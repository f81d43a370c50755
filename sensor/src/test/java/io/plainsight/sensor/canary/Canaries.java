package io.plainsight.sensor.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A conversation with secrets for every protocol that has room for one. Whoever adds a dissector adds a row where its kin
 * stand: what the protocol transports its passwords in, and a text among its data.
 *
 * <p>{@code CanaryTest} plays them to the sensor, {@code CanaryRunTest} to the whole program; both then search for the secrets
 * in all that is left behind.
 */
public final class Canaries {
    /** Protocols in clear, or that can be, that have no room for a text, and why. */
    private static final Map<String, String> WITHOUT_ROOM = Map.of(
            "iec104", "measurements and commands are numbers; the standard knows no login",
            "netflow", "records hold addresses, ports and counts of fixed size");

    private Canaries() {}

    /** All conversations; in each process the same. */
    public static List<Conversation> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(MailRows.all());
        rows.addAll(WebRows.all());
        rows.addAll(StoreRows.all());
        rows.addAll(BrokerRows.all());
        rows.addAll(HostRows.all());
        rows.addAll(PlantRows.all());
        rows.addAll(DatagramRows.all());
        return rows.stream().map(Row::conversation).toList();
    }

    /** The value of {@code network.protocol} and the reason. */
    public static Map<String, String> withoutRoom() {
        return WITHOUT_ROOM;
    }

    /** Finds every secret of every conversation. */
    public static SecretSearch search() {
        return new SecretSearch(
                all().stream().flatMap(c -> c.secrets().stream()).toList());
    }
}

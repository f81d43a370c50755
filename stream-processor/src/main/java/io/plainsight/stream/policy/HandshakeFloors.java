package io.plainsight.stream.policy;

/**
 * What the rules about failed handshakes ask for at least, whatever else was learned to be usual. Immutable. Their memories hold ten
 * failures of each of 64 services, and 64 clients: {@link #MOST_FAILURES} and {@link #MOST_OTHERS} can be reached.
 */
public record HandshakeFloors(Outage outage, Client client, Cause cause, Scanner scanner) {
    static final int MOST_FAILURES = 500;
    static final int MOST_OTHERS = 50;

    static final HandshakeFloors DEFAULTS =
            new HandshakeFloors(new Outage(10, 2), new Client(20, 3), new Cause(20, 3, 3), new Scanner(10, 5));

    /** In ten minutes without a success, at one service. */
    public record Outage(int failures, int clients) {}

    /** In five minutes, of one client. */
    public record Client(int failures, int services) {}

    /** In five minutes, of one group of causes. */
    public record Cause(int failures, int services, int clients) {}

    /** In an hour without a success, of one client. */
    public record Scanner(int failures, int services) {}

    /** What holds where a policy says nothing. */
    public static HandshakeFloors defaults() {
        return DEFAULTS;
    }
}

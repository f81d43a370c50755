package io.plainsight.sensor.flow;

/** Which ports belong to services; only used to guess who serves whom, never to judge a connection. */
@FunctionalInterface
public interface PortRegistry {
    /** @param protocol IANA protocol number */
    boolean isService(int protocol, int port);
}

package io.plainsight.sensor.quic;

import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a connection's Initial packets. They follow from the client's first Destination Connection ID and protect
 * against accidents, not against observers (RFC 9001 section 5.2).
 */
final class InitialKeys {
    /** One direction's keys and its latest packet number. */
    static final class Direction {
        final SecretKeySpec key;
        final byte[] iv;
        final SecretKeySpec headerProtection;
        /** Largest packet number that was authenticated; -1 before the first. */
        long largest = -1;

        Direction(SecretKeySpec key, byte[] iv, SecretKeySpec headerProtection) {
            this.key = key;
            this.iv = iv;
            this.headerProtection = headerProtection;
        }
    }

    final QuicVersion version;
    /** What they were derived from: the client's first Destination Connection ID, or the Retry's source. */
    final byte[] connectionId;

    final Direction client;
    final Direction server;

    InitialKeys(QuicVersion version, byte[] connectionId, Direction client, Direction server) {
        this.version = version;
        this.connectionId = connectionId;
        this.client = client;
        this.server = server;
    }
}

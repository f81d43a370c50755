package io.plainsight.sensor.tls;

import java.util.Locale;

/**
 * The latest step of a handshake that was seen from either side, in the order of the protocol: where it stood when it ended.
 * A client that goes away in {@link #CERTIFICATE} did so with the server's certificate before it.
 */
enum HandshakePhase {
    CLIENT_HELLO,
    SERVER_HELLO,
    /** The server's certificate; in TLS 1.3, where it is encrypted, a record of the server that can hold one, behind a ServerHello without PSK. */
    CERTIFICATE,
    /** The client's answer to the server's flight: its certificate or its ClientKeyExchange. */
    KEY_EXCHANGE,
    /** A Finished, or in TLS 1.3 a record as long as one. */
    FINISHED,
    APPLICATION_DATA;

    /** The value of {@code plainsight.handshake.phase}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

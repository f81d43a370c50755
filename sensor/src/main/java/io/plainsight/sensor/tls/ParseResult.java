package io.plainsight.sensor.tls;

/** How reading one complete handshake message went. */
public enum ParseResult {
    OK,
    /** A length inside the message points past its end, or a list has an impossible size; what was read before it stands. */
    MALFORMED
}

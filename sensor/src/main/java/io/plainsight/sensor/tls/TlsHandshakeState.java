package io.plainsight.sensor.tls;

import java.util.Locale;

/**
 * How far a handshake has come, as an observer sees it.
 *
 * <pre>
 *                    ClientHello               ServerHello            both sides finished
 *    START ───────────► CLIENT_HELLO ──────────► SERVER_HELLO ──────────► COMPLETED
 *      │                   │   ▲                    │
 *      │                   │   └─ HelloRetryRequest │
 *      │                   ▼                        ▼
 *      │                 FAILED ◄───────────────────┘   fatal alert, early close, an answer that is not TLS
 *      │
 *      └──────────► UNKNOWN ◄── from each state but COMPLETED and FAILED: bytes are missing, one side was not seen,
 *                               or the connection was picked up midway
 * </pre>
 */
enum TlsHandshakeState {
    START,
    CLIENT_HELLO,
    SERVER_HELLO,
    COMPLETED,
    FAILED,
    UNKNOWN;

    /** Whether {@code next} may follow this state. */
    boolean mayBecome(TlsHandshakeState next) {
        return switch (this) {
            case START -> next != START;
            case CLIENT_HELLO -> next != START && next != COMPLETED;
            case SERVER_HELLO -> next == COMPLETED || next == FAILED || next == UNKNOWN;
            case COMPLETED, FAILED, UNKNOWN -> false;
        };
    }

    boolean isFinal() {
        return this == COMPLETED || this == FAILED;
    }

    /** The value of {@code plainsight.handshake.state}. */
    String text() {
        return this == START ? "unknown" : name().toLowerCase(Locale.ROOT);
    }
}

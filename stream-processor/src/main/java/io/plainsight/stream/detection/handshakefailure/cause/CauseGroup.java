package io.plainsight.stream.detection.handshakefailure.cause;

import java.util.Locale;

/** What a cause is about; a small fixed set, fit for a metric's label and for telling one incident from another. */
public enum CauseGroup {
    VERSION,
    ALGORITHM,
    SERVER_CERTIFICATE,
    CLIENT_CERTIFICATE,
    /** Server name, application protocol or encrypted hello. */
    NAME,
    PROTOCOL_ERROR,
    /** Pre-shared keys, of earlier sessions or agreed upon elsewhere. */
    PRE_SHARED_KEY,
    INTERNAL,
    CANCELLED,
    TRANSPORT,
    NOT_TLS,
    /** SSH, IKE and the like. */
    OTHER_PROTOCOL,
    UNKNOWN;

    /** Kebab-case; never changes. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

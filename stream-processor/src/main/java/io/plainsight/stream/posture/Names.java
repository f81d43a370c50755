package io.plainsight.stream.posture;

/** Families of counters, and the names in them that more than one class knows. */
final class Names {
    static final String POLICIES = "policies";
    static final String CONNECTIONS = "connections";
    static final String BYTES = "bytes";
    static final String CORRECTIONS = "corrections";
    static final String LOST = "lost";
    static final String TLS_VERSIONS = "tls_versions";
    static final String CIPHER_SUITES = "cipher_suites";
    static final String PROTOCOLS = "protocols";
    static final String HANDSHAKES = "handshakes";
    static final String FAILURES = "failures";
    static final String STRONG_SUITES = "strong_suites";
    static final String FORWARD_SECRECY = "forward_secrecy";
    static final String POST_QUANTUM = "post_quantum";
    static final String KEY_EXCHANGES = "key_exchanges";
    static final String MUTUAL = "mutual";

    static final String STATED = "stated";
    static final String LOGGED_CONNECTIONS = "logged_connections";
    static final String SEEN_CONNECTIONS = "seen_connections";
    static final String LOGGED_BYTES = "logged_bytes";
    static final String SEEN_BYTES = "seen_bytes";
    static final String EXPECTED_CONNECTIONS = "expected_connections";
    static final String UNLOGGED_CONNECTIONS = "unlogged_connections";
    static final String ALL = "all";

    static final String YES = "yes";
    static final String NO = "no";
    static final String UNKNOWN = "unknown";
    static final String COMPLETED = "completed";
    static final String FAILED = "failed";

    static final String NO_DATA = "no_data_";
    static final String UNENCRYPTED = "unencrypted_";

    static final String NEGOTIATED = "negotiated";
    static final String BOTH_ABLE = "both_able";
    static final String CLIENT_ONLY = "client_only";
    static final String SERVER_ONLY = "server_only";
    static final String NEITHER = "neither";

    static final String PRESENTED = "presented";
    static final String DECLINED = "declined";
    static final String REFUSED = "refused";
    static final String REQUESTED = "requested";
    static final String NOT_REQUESTED = "not_requested";

    static final String CERTIFICATE_LEAD = "certificate_lead_days";
    static final String CERTIFICATE_RENEWAL = "certificate_renewal_days";
    static final String TIME_TO_DETECT = "time_to_detect_seconds";
    static final String TIME_TO_REMEDIATE = "time_to_remediate_seconds";

    private Names() {}

    static String of(Boolean known) {
        return known == null ? UNKNOWN : known ? YES : NO;
    }
}

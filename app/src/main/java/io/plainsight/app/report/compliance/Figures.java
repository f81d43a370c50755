package io.plainsight.app.report.compliance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures by name and what they are called; {@code docs/posture.md} defines them. */
final class Figures {
    static final String ENCRYPTED = "encrypted_connections";
    static final String ENCRYPTED_BYTES = "encrypted_bytes";
    static final String PROTECTED = "protected_connections";
    static final String PROTECTED_BYTES = "protected_bytes";
    static final String TLS12 = "tls12_or_later";
    static final String TLS13 = "tls13";
    static final String STRONG = "strong_suites";
    static final String FORWARD_SECRECY = "forward_secrecy";
    static final String POST_QUANTUM = "post_quantum";
    static final String MUTUAL = "mutual_tls";
    static final String HANDSHAKES = "handshake_success";

    static final String LEAD = "certificate_lead_days";
    static final String RENEWAL = "certificate_renewal_days";
    static final String DETECT = "time_to_detect_seconds";
    static final String REMEDIATE = "time_to_remediate_seconds";

    /** What a figure is called, and what it counts. */
    record Text(String title, String counts) {}

    private static final Map<String, Text> SHARES = new LinkedHashMap<>();
    private static final Map<String, Text> MEASURES = new LinkedHashMap<>();

    static {
        SHARES.put(
                ENCRYPTED,
                new Text("Encrypted connections", "connections that sent data and were encrypted, however well"));
        SHARES.put(ENCRYPTED_BYTES, new Text("Encrypted bytes", "IP payload bytes of encrypted connections"));
        SHARES.put(
                PROTECTED,
                new Text(
                        "Protected connections",
                        "connections that sent data and were encrypted and authenticated well"));
        SHARES.put(PROTECTED_BYTES, new Text("Protected bytes", "IP payload bytes of protected connections"));
        SHARES.put(TLS12, new Text("TLS 1.2 or later", "completed TLS and DTLS handshakes at 1.2 or above"));
        SHARES.put(TLS13, new Text("TLS 1.3", "completed TLS, DTLS and QUIC handshakes at 1.3"));
        SHARES.put(STRONG, new Text("Strong suites", "completed handshakes whose suite and group the profile accepts"));
        SHARES.put(
                FORWARD_SECRECY, new Text("Forward secrecy", "key exchanges of TLS, SSH, IPsec with forward secrecy"));
        SHARES.put(
                POST_QUANTUM, new Text("Post-quantum", "key exchanges of TLS, SSH, IPsec with a post-quantum group"));
        SHARES.put(
                MUTUAL,
                new Text("Mutual TLS", "handshakes in which a client certificate was asked for, presented and taken"));
        SHARES.put(HANDSHAKES, new Text("Handshakes that succeed", "TLS handshakes that completed"));
        MEASURES.put(
                LEAD,
                new Text(
                        "Certificates: days left", "once for each certificate, service and hour in which it was seen"));
        MEASURES.put(
                RENEWAL,
                new Text(
                        "Certificates: days left at renewal",
                        "when a successor was seen, what its predecessor had left"));
        MEASURES.put(DETECT, new Text("Time to detect", "from the first evidence to the alert, packet time"));
        MEASURES.put(REMEDIATE, new Text("Time to remediate", "from the alert to its end, packet time"));
    }

    private Figures() {}

    /**
     * Whether less than all speaks against a clause. Adoption of TLS 1.3 and of post-quantum groups does not, nor do failures;
     * and a server may ask for client certificates without insisting.
     */
    static boolean isDemanded(String share) {
        return !List.of(TLS13, POST_QUANTUM, HANDSHAKES, MUTUAL).contains(share);
    }

    static Map<String, Text> shares() {
        return SHARES;
    }

    static Map<String, Text> measures() {
        return MEASURES;
    }
}

package io.plainsight.sensor.observe;

import io.plainsight.sensor.dissect.ObservationDraft;

/**
 * What speaks inside TLS, where the wire shows it: DNS by the protocol that the server chose ({@code dot}, {@code doq}; IANA
 * registry of ALPN protocol ids). TLS 1.3 hides that choice, so port 853 stands in for it, which is assigned to DNS over TLS,
 * DTLS and QUIC and nothing else (IANA: {@code domain-s}; RFC 7858, RFC 8094, RFC 9250). DNS over HTTPS looks like any HTTPS.
 */
final class TlsApplications {
    private static final String DNS = "dns";
    private static final int DOMAIN_S = 853;

    private TlsApplications() {}

    /** The value of {@code network.application}; null when nothing tells. */
    static String of(ObservationDraft draft, int serverPort) {
        if (draft.application != null || draft.tls == null) {
            return draft.application;
        }
        String chosen = draft.tls.nextProtocol();
        boolean dns = chosen == null ? serverPort == DOMAIN_S : chosen.equals("dot") || chosen.equals("doq");
        return dns ? DNS : null;
    }
}

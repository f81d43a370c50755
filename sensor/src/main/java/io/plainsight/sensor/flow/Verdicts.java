package io.plainsight.sensor.flow;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ContentSample;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.List;
import java.util.Objects;

/** Verdicts that no dissector gives, and the joining and comparing of those that dissectors give. */
final class Verdicts {
    private Verdicts() {}

    /** Shared by all connections whose content nobody knew; must not be changed. */
    static final ObservationDraft UNRECOGNISED = unknown(null, "the first bytes matched no known protocol");

    /** Shared by all connections that ended before their first bytes decided anything; must not be changed. */
    static final ObservationDraft TOO_SHORT = unknown(null, "too few bytes were seen to tell the protocol");

    private static final ObservationDraft LOOKS_ENCRYPTED = unknown(
            Reasons.CONTENT_LOOKS_ENCRYPTED,
            null,
            "matched no known protocol; looks encrypted, or compressed: its bytes are evenly spread");

    private static final ObservationDraft LOOKS_LIKE_TEXT =
            unknown(Reasons.CONTENT_LOOKS_LIKE_TEXT, null, "matched no known protocol; looks like text");

    /** For a connection that overload kept from being looked into; shared, must not be changed. */
    static final ObservationDraft OVERLOADED = overloaded(null);

    /**
     * For a connection that was not looked at to the end because of overload. What had been read in clear by then was read;
     * what a negotiation had promised for the rest was not seen to hold, so it is no protection.
     *
     * @param decided the verdict so far; null when there was none
     * @param protocol as far as it was known; null when it was not
     */
    static ObservationDraft overloaded(ObservationDraft decided, String protocol, boolean wholeHandshake) {
        boolean stands = decided != null && (wholeHandshake || decided.protection != Protection.PROTECTED);
        return stands ? decided : overloaded(protocol);
    }

    private static ObservationDraft overloaded(String protocol) {
        return unknown(
                Reasons.SENSOR_OVERLOADED, protocol, "not looked at, or not to its end: the sensor was overloaded");
    }

    /** For a connection that no signature knew; shared, must not be changed. */
    static ObservationDraft unrecognised(ContentSample sample) {
        return switch (sample.look()) {
            case ENCRYPTED -> LOOKS_ENCRYPTED;
            case TEXT -> LOOKS_LIKE_TEXT;
            case NOTHING -> UNRECOGNISED;
        };
    }

    static ObservationDraft disowned(String protocol) {
        return unknown(null, "the bytes looked like " + protocol + " and then were not");
    }

    static ObservationDraft failed(String protocol) {
        return unknown(protocol, "the sensor failed to read it");
    }

    private static ObservationDraft unknown(String protocol, String detail) {
        return unknown(Reasons.PROTOCOL_UNRECOGNISED, protocol, detail);
    }

    private static ObservationDraft unknown(String rule, String protocol, String detail) {
        ObservationDraft draft = new ObservationDraft();
        draft.protocol = protocol;
        draft.protection = Protection.UNKNOWN;
        draft.reason(rule, detail);
        return draft;
    }

    /** Says that the upgrade was agreed upon and that no TLS followed. */
    static void markNotUpgraded(ObservationDraft draft, String protocol) {
        Observation.StartTls seen = draft.startTls;
        draft.startTls = seen == null
                ? ObservationStartTlsBuilder.builder()
                        .protocol(protocol)
                        .accepted(true)
                        .used(false)
                        .build()
                : ObservationStartTlsBuilder.builder(seen).used(false).build();
    }

    /**
     * Adds the part before the upgrade to what TLS after it showed. TLS decides, except that what passed in clear before
     * the upgrade stays said: credentials or user data make the connection plaintext however well it was protected later.
     */
    static void joinUpgrade(ObservationDraft tls, ObservationDraft before, String protocol) {
        Observation.StartTls seen = before.startTls;
        tls.startTls = seen == null
                ? usedWithoutWord(protocol)
                : ObservationStartTlsBuilder.builder(seen).used(true).build();
        tls.application = protocol;
        tls.plaintext = before.plaintext;
        if (exposed(before.plaintext)) {
            tls.protection = Protection.PLAINTEXT;
            tls.reasons.addAll(0, before.reasons);
        } else {
            addPipelined(tls, before);
        }
    }

    /**
     * Adds a tunnel's carrier to what passed inside: the inside decides, the carrier is named unless the inside names
     * something itself, and what the carrier exposed, such as the proxy's password, stays said.
     */
    static void joinTunnel(ObservationDraft inside, ObservationDraft carrier, String protocol) {
        inside.application = inside.application == null ? protocol : inside.application;
        if (inside.startTls == null && inside.tls != null) {
            inside.startTls = usedWithoutWord(protocol);
        }
        if (exposed(carrier.plaintext)) {
            inside.plaintext = Exposure.both(inside.plaintext, carrier.plaintext);
            inside.protection = Protection.PLAINTEXT;
            inside.reasons.addAll(0, carrier.reasons);
        }
    }

    /**
     * Clear bytes between the request for TLS and its start may be taken for the protected session's own (CVE-2011-0411,
     * RFC 3207 section 4.2): whoever can write to the connection can put commands there, so it is not fully protected.
     */
    private static void addPipelined(ObservationDraft tls, ObservationDraft before) {
        before.reasons.stream()
                .filter(reason -> reason.rule().equals(Reasons.STARTTLS_PIPELINED))
                .findFirst()
                .ifPresent(reason -> pipelined(tls, reason));
    }

    private static void pipelined(ObservationDraft tls, Observation.Reason reason) {
        tls.reasons.add(0, reason);
        if (tls.protection == Protection.PROTECTED) {
            tls.protection = Protection.WEAK;
            tls.reasons.removeIf(other -> other.rule().equals(Reasons.TLS_ACCEPTABLE));
        }
    }

    /** The server's own bytes passed in clear behind its accept: whoever can write there speaks for the server. */
    static void addClearAnswers(ObservationDraft tls) {
        String detail = "answers in clear between the server's accept and the start of TLS";
        pipelined(tls, new Observation.Reason(Reasons.STARTTLS_PIPELINED, List.of("CVE-2011-0411"), detail));
        String others = tls.startTls.pipelined();
        tls.startTls = ObservationStartTlsBuilder.builder(tls.startTls)
                .pipelined(others == null ? "server" : "both")
                .build();
    }

    private static Observation.StartTls usedWithoutWord(String protocol) {
        return ObservationStartTlsBuilder.builder()
                .protocol(protocol)
                .requested(true)
                .accepted(true)
                .used(true)
                .build();
    }

    private static boolean exposed(Observation.Plaintext plaintext) {
        return plaintext != null && (plaintext.credentials() != null || Boolean.TRUE.equals(plaintext.userData()));
    }

    /** Whether two drafts say the same. */
    static boolean same(ObservationDraft a, ObservationDraft b) {
        return a != null
                && b != null
                && a.protection == b.protection
                && Objects.equals(a.protocol, b.protocol)
                && Objects.equals(a.application, b.application)
                && Objects.equals(a.action, b.action)
                && Objects.equals(a.outcome, b.outcome)
                && a.reasons.equals(b.reasons)
                && Objects.equals(a.tls, b.tls)
                && Objects.equals(a.handshake, b.handshake)
                && Objects.equals(a.tlsDetail, b.tlsDetail)
                && Objects.equals(a.startTls, b.startTls)
                && Objects.equals(a.plaintext, b.plaintext)
                && Objects.equals(a.crypto, b.crypto);
    }
}

package io.plainsight.stream.detection.handshakefailure.cause;

import static io.plainsight.stream.detection.handshakefailure.cause.FailureCause.*;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import java.util.List;
import java.util.Optional;

/**
 * Reads from one observation why its handshake failed: from the alert and who sent it, from where the handshake stood, from who
 * closed it and how, and from record sizes where nothing else can be read. Stateless; any thread.
 *
 * <p>What an alert states is believed; what the wire shows besides (a certificate that had expired when it was refused) makes a
 * vague alert exact. What rests on silence is doubted as far as the sensor lost packets: see {@link Certainty}.
 */
public final class FailureClassifier {
    private static final double STATED = 0.97;
    /** An alert that implementations send for more than one reason. */
    private static final double VAGUE = 0.8;
    /** A close is seen; its reason is the usual one. */
    private static final double CLOSED = 0.7;

    private static final double SILENT = 0.6;
    /**
     * A hello above this does not fit into one segment of Ethernet's 1,500 bytes: 20 bytes of IP, 20 of TCP, 12 of its
     * timestamps and 5 of record header go off (RFC 9293 section 3.7.1).
     */
    static final int ONE_SEGMENT = 1443;

    private FailureClassifier() {}

    /** Empty for everything that is not {@code handshake_failed}, nor the end of what a TLS server refused. */
    public static Optional<Failure> classify(Observation observation) {
        String action = observation.event().action();
        if (Actions.FLOW_ENDED.equals(action) && isRefusedByTls(observation)) {
            return Optional.of(new Failure(CLIENT_NOT_TLS, Party.SERVER, Party.CLIENT, STATED, false));
        }
        return Actions.HANDSHAKE_FAILED.equals(action) ? Optional.of(of(observation)) : Optional.empty();
    }

    /** As {@link #classify}, of a handshake that is known to have failed, whatever the observation's action. */
    public static Failure of(Observation observation) {
        Failure failure = failure(observation);
        double certainty = failure.cause().restsOnAbsence() ? Certainty.of(observation) : 1;
        if (certainty == 1) {
            return failure;
        }
        boolean concluded = certainty >= 0.5;
        return new Failure(
                concluded ? failure.cause() : UNKNOWN_CAUSE,
                concluded ? failure.rejecter() : Party.UNKNOWN,
                concluded ? failure.fault() : Party.UNKNOWN,
                failure.confidence() * certainty,
                true);
    }

    private static boolean isRefusedByTls(Observation observation) {
        return observation.plainsight() != null
                && observation.plainsight().handshake() != null
                && "client_not_tls".equals(observation.plainsight().handshake().failure());
    }

    private static Failure failure(Observation observation) {
        Observation.Handshake handshake = observation.plainsight() == null
                ? null
                : observation.plainsight().handshake();
        if (handshake == null || observation.tls() == null) {
            return otherProtocol(observation);
        }
        Facts facts = new Facts(observation, handshake);
        if (handshake.alert() != null) {
            return alert(facts);
        }
        String how = handshake.failure() == null ? "" : handshake.failure();
        return switch (how) {
            case "encrypted_alert" -> HiddenAlerts.classify(facts);
            case "not_tls" -> facts.inferred(SERVER_NOT_TLS, Party.CLIENT, STATED);
            case "reset_by_server", "closed_by_server" -> leftByServer(facts, how.startsWith("reset"));
            case "reset_by_client", "closed_by_client" -> leftByClient(facts);
            case "no_server_hello" ->
                facts.inferred(facts.isLargeHello() ? LARGE_HELLO_LOST : SERVER_SILENT, Party.SERVER, SILENT);
            case "client_silent" -> facts.inferred(CLIENT_STALLED, Party.CLIENT, SILENT);
            case "server_silent" -> facts.inferred(SERVER_STALLED, Party.SERVER, SILENT);
            default -> facts.inferred(UNKNOWN_CAUSE, Party.UNKNOWN, SILENT);
        };
    }

    private static Failure otherProtocol(Observation observation) {
        String protocol = observation.network() == null || observation.network().protocol() == null
                ? ""
                : observation.network().protocol();
        FailureCause cause =
                switch (protocol) {
                    case "ssh" -> SSH_NEGOTIATION;
                    case "ike", "isakmp" -> IKE_REFUSED;
                    default -> OTHER_NEGOTIATION;
                };
        Party rejecter = cause == IKE_REFUSED ? Party.SERVER : Party.UNKNOWN;
        return new Failure(cause, rejecter, cause.usualFault(), VAGUE, cause != IKE_REFUSED);
    }

    /* ---- stated ---- */

    private static Failure alert(Facts facts) {
        Failure common = commonAlert(facts);
        if (common != null) {
            return common;
        }
        return facts.rejecter() == Party.SERVER ? serverAlert(facts) : clientAlert(facts);
    }

    /** Alerts that mean the same from either end. */
    private static Failure commonAlert(Facts facts) {
        return switch (facts.alert()) {
            case "protocol_version" ->
                facts.isPlainRequest()
                        ? facts.stated(CLIENT_NOT_TLS, STATED)
                        : facts.stated(PROTOCOL_VERSION, facts.lowerEnd(), STATED);
            case "inappropriate_fallback" -> facts.stated(INAPPROPRIATE_FALLBACK, STATED);
            case "insufficient_security" ->
                facts.isSmallDiffieHellman() && facts.rejecter() == Party.CLIENT
                        ? facts.stated(DH_PARAMETERS_REFUSED, STATED)
                        : facts.stated(INSUFFICIENT_SECURITY, facts.otherEnd(), STATED);
            case "export_restriction" -> facts.stated(NO_SHARED_ALGORITHM, facts.narrowerEnd(), STATED);
            case "unrecognized_name" -> facts.stated(SERVER_NAME_UNKNOWN, STATED);
            case "no_application_protocol" -> facts.stated(APPLICATION_PROTOCOL, STATED);
            case "ech_required" -> facts.stated(ECH_REQUIRED, STATED);
            case "unexpected_message" -> facts.stated(UNEXPECTED_MESSAGE, facts.otherEnd(), STATED);
            case "record_overflow" ->
                facts.isHelloSeen()
                        ? facts.stated(MALFORMED_MESSAGE, facts.otherEnd(), STATED)
                        : facts.stated(CLIENT_NOT_TLS, STATED);
            case "decode_error" ->
                facts.rejecter() == Party.SERVER && facts.hasClientAnswered() && facts.hasNoClientCertificate()
                        ? facts.stated(CLIENT_CERTIFICATE_MISSING, VAGUE) // an empty list, which some cannot read
                        : facts.stated(MALFORMED_MESSAGE, facts.otherEnd(), STATED);
            case "decompression_failure", "missing_extension", "unsupported_extension" ->
                facts.stated(MALFORMED_MESSAGE, facts.otherEnd(), STATED);
            case "no_renegotiation" -> facts.stated(RENEGOTIATION_REFUSED, STATED);
            case "unknown_psk_identity" -> facts.stated(UNKNOWN_PSK, STATED);
            case "user_canceled" -> facts.stated(CANCELLED_BY_USER, STATED);
            case "internal_error", "general_error" -> internal(facts);
            case "bad_record_mac", "decryption_failed", "decrypt_error" ->
                facts.isExternalPsk() ? facts.stated(PSK_MISMATCH, VAGUE) : facts.stated(CRYPTOGRAPHIC_CHECK, STATED);
            default -> null;
        };
    }

    private static Failure internal(Facts facts) {
        return facts.stated(facts.rejecter() == Party.SERVER ? SERVER_INTERNAL_ERROR : CLIENT_INTERNAL_ERROR, STATED);
    }

    private static Failure serverAlert(Facts facts) {
        boolean answered = facts.hasClientAnswered();
        return switch (facts.alert()) {
            case "certificate_required" -> facts.stated(CLIENT_CERTIFICATE_MISSING, STATED);
            case "certificate_expired" -> facts.stated(CLIENT_CERTIFICATE_EXPIRED, STATED);
            case "unknown_ca" -> facts.stated(CLIENT_CERTIFICATE_UNTRUSTED, STATED);
            case "certificate_revoked" -> facts.stated(CLIENT_CERTIFICATE_REVOKED, STATED);
            case "access_denied" -> facts.stated(ACCESS_DENIED, STATED);
            case "bad_certificate",
                    "certificate_unknown",
                    "unsupported_certificate",
                    "no_certificate",
                    "bad_certificate_hash_value",
                    "certificate_unobtainable" -> clientCertificate(facts);
            case "handshake_failure" ->
                answered && facts.isCertificateRequested()
                        ? clientCertificate(facts)
                        : facts.stated(NO_SHARED_ALGORITHM, facts.narrowerEnd(), answered ? VAGUE : STATED);
            case "illegal_parameter" ->
                facts.isExternalPsk() && !facts.hasServerAnswered()
                        ? facts.stated(PSK_MISMATCH, SILENT)
                        : facts.stated(MALFORMED_MESSAGE, Party.CLIENT, STATED);
            default -> facts.stated(UNKNOWN_CAUSE, SILENT);
        };
    }

    /** The server's alert is vague; what the client showed tells more. */
    private static Failure clientCertificate(Facts facts) {
        if (facts.hasNoClientCertificate()) {
            return facts.stated(CLIENT_CERTIFICATE_MISSING, STATED);
        }
        return facts.isClientCertificateExpired()
                ? facts.stated(CLIENT_CERTIFICATE_EXPIRED, VAGUE)
                : facts.stated(CLIENT_CERTIFICATE_REJECTED, VAGUE);
    }

    private static Failure clientAlert(Facts facts) {
        return switch (facts.alert()) {
            case "certificate_expired" -> facts.stated(SERVER_CERTIFICATE_EXPIRED, STATED);
            case "unknown_ca" -> facts.stated(SERVER_CERTIFICATE_UNTRUSTED, STATED);
            case "certificate_revoked" -> facts.stated(SERVER_CERTIFICATE_REVOKED, STATED);
            case "unsupported_certificate" -> facts.stated(SERVER_CERTIFICATE_UNSUPPORTED, STATED);
            case "bad_certificate_status_response" -> facts.stated(SERVER_CERTIFICATE_STATUS, STATED);
            case "bad_certificate", "certificate_unknown", "access_denied" ->
                serverCertificate(facts, SERVER_CERTIFICATE_REJECTED);
            case "handshake_failure", "illegal_parameter" -> choiceRefused(facts);
            default -> facts.stated(UNKNOWN_CAUSE, SILENT);
        };
    }

    private static Failure choiceRefused(Facts facts) {
        if (facts.isDowngraded()) {
            return facts.stated(DOWNGRADE_REFUSED, STATED);
        }
        if (facts.isSmallDiffieHellman()) {
            return facts.stated(DH_PARAMETERS_REFUSED, STATED);
        }
        return facts.stated(SERVER_CHOICE_REFUSED, VAGUE);
    }

    /** The client's reason is vague or absent; up to TLS 1.2 the certificate itself can be looked at. */
    private static Failure serverCertificate(Facts facts, FailureCause otherwise) {
        if (facts.isServerCertificateExpired()) {
            return facts.stated(SERVER_CERTIFICATE_EXPIRED, VAGUE);
        }
        if (facts.isServerNameWrong()) {
            return facts.stated(SERVER_CERTIFICATE_NAME_MISMATCH, VAGUE);
        }
        if (facts.isServerSelfSigned()) {
            return facts.stated(SERVER_CERTIFICATE_UNTRUSTED, VAGUE);
        }
        return facts.stated(otherwise, VAGUE);
    }

    /* ---- inferred ---- */

    private static Failure leftByServer(Facts facts, boolean reset) {
        if (!facts.hasServerAnswered()) {
            boolean large = reset && facts.isLargeHello();
            FailureCause cause = large ? LARGE_HELLO_LOST : reset ? SERVER_RESET_HELLO : SERVER_CLOSED_HELLO;
            return facts.inferred(cause, Party.SERVER, CLOSED);
        }
        if (facts.hasClientAnswered() && facts.isCertificateRequested()) {
            FailureCause cause =
                    facts.hasNoClientCertificate() ? CLIENT_CERTIFICATE_MISSING : CLIENT_CERTIFICATE_REJECTED;
            return facts.inferred(cause, Party.SERVER, CLOSED);
        }
        return facts.inferred(SERVER_LEFT, Party.SERVER, CLOSED);
    }

    private static Failure leftByClient(Facts facts) {
        if (!facts.hasServerAnswered()) {
            return facts.inferred(CLIENT_GAVE_UP, Party.CLIENT, CLOSED);
        }
        if (facts.hasClientAnswered()) {
            return facts.inferred(CLIENT_LEFT, Party.CLIENT, CLOSED);
        }
        return facts.inferred(
                List.of("certificate", "finished").contains(facts.phase()) ? CLIENT_LEFT_AT_CERTIFICATE : CLIENT_LEFT,
                Party.CLIENT,
                SILENT);
    }
}

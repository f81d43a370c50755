package io.plainsight.sensor.tls;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationTlsDetailBuilder;
import java.util.List;
import java.util.Objects;

/**
 * Puts a session's facts into {@code plainsight.tls}: what was offered and chosen beyond what ECS has fields for. A fact that
 * the wire does not show is absent, never false.
 *
 * <p><b>Threading:</b> any; pure functions of a session. <b>Memory:</b> one record per observation; lists are shared.
 */
final class TlsDetails {
    private static final int ECH_OUTER = 0;
    private static final int ECH_INNER = 1;

    private static final SharedRecords<Observation.TlsDetail> KNOWN = new SharedRecords<>(TlsDetails::same);

    private TlsDetails() {}

    /** The details; those that were the same lately are the same instance. */
    static Observation.TlsDetail of(TlsSession session) {
        return KNOWN.shared(make(session), hash(session));
    }

    /** Of what tells sessions apart most; the rest is compared. */
    private static int hash(TlsSession session) {
        int hash = session.group * 31 + session.clientHelloCount;
        ClientHello hello = session.clientHello;
        if (hello != null) {
            hash = hash * 31 + hello.cipherSuites.withoutGrease().hashCode();
            hash = hash * 31 + hello.supportedGroups.withoutGrease().hashCode();
            hash = hash * 31 + hello.keyShareGroups.withoutGrease().hashCode();
            hash = hash * 31 + hello.alpn.hashCode();
            hash = hash * 31 + (hello.preSharedKey ? 1 : 0) + (hello.earlyData ? 2 : 0) + hello.echType;
        }
        if (session.serverHello != null) {
            hash = hash * 31 + session.serverHello.cipherSuite;
            hash = hash * 31 + (session.serverHello.preSharedKey ? 1 : 0) + (session.ticketIssued ? 2 : 0);
        }
        return hash * 31 + session.signatureScheme;
    }

    private static Observation.TlsDetail make(TlsSession session) {
        ObservationTlsDetailBuilder detail = ObservationTlsDetailBuilder.builder();
        if (session.clientHello != null) {
            offered(session.clientHello, detail);
            detail.clientHelloCount(session.clientHelloCount);
            detail.earlyData(earlyData(session));
        }
        if (session.answer() != null) {
            int draft = TlsVersion.draft(session.answer().version());
            detail.draft(draft == 0 ? null : draft);
        }
        if (session.serverHello != null) {
            chosen(session, detail);
        }
        if (session.helloRetryRequest != null && session.secondClientHello != null) {
            detail.helloRetryChanges(HelloChanges.between(session.clientHello, session.secondClientHello));
        }
        ClientAuthentication.Seen mutual = ClientAuthentication.of(session);
        return detail.forwardSecret(forwardSecret(session))
                .echResult(echResult(session))
                .mutual(mutual.text())
                .mutualConfidence(mutual.confidence())
                .dhBits(session.dhBits == 0 ? null : session.dhBits)
                .signatureAlgorithm(
                        session.signatureScheme == SignatureScheme.NONE
                                ? null
                                : SignatureScheme.name(session.signatureScheme))
                .renegotiation(session.renegotiation ? true : null)
                .build();
    }

    private static void offered(ClientHello hello, ObservationTlsDetailBuilder detail) {
        detail.offeredVersions(offeredVersions(hello))
                .offeredGroups(hello.supportedGroups.names())
                .keyShareGroups(hello.keyShareGroups.names())
                .offeredSignatureAlgorithms(hello.signatureAlgorithms.names())
                .offeredProtocols(hello.alpn.withoutGrease())
                .offeredCompression(hello.compressionMethods.names())
                .pskModes(hello.pskKeyExchangeModes.names())
                .postQuantumOffered(NamedGroup.hasPostQuantum(hello.supportedGroups))
                .fallbackScsv(hello.fallbackScsv())
                .ech(hello.encryptedClientHello)
                .echType(echType(hello.echType))
                .clientHeartbeat(heartbeat(hello.heartbeatMode));
    }

    private static void chosen(TlsSession session, ObservationTlsDetailBuilder detail) {
        ServerHello answer = session.serverHello;
        NamedGroup.PostQuantum kind = session.isTls13() ? NamedGroup.postQuantum(session.group) : null;
        detail.postQuantum(kind != null)
                .postQuantumKind(kind == null ? null : kind.text())
                .downgradeSentinel(answer.downgradeSentinel())
                .resumption(resumption(session));
        if (!session.isTls13()) {
            detail.compression(CompressionMethod.name(answer.compressionMethod))
                    .ticketIssued(session.ticketIssued)
                    .serverHeartbeat(heartbeat(answer.heartbeatMode));
            if (answer.complete) {
                detail.extendedMasterSecret(answer.extendedMasterSecret)
                        .encryptThenMac(answer.encryptThenMac)
                        .secureRenegotiation(answer.secureRenegotiation);
            }
        }
    }

    /** {@code psk_ke} and {@code psk_dhe_ke} in TLS 1.3, {@code ticket} and {@code session_id} before; null for a full handshake. */
    private static String resumption(TlsSession session) {
        if (!session.resumed()) {
            return null;
        }
        if (session.isTls13()) {
            boolean keyAlone = session.serverHello.keyShareGroup == ServerHello.NO_GROUP;
            return PskMode.name(keyAlone ? PskMode.PSK_KE : PskMode.PSK_DHE_KE);
        }
        // a client with a ticket makes up the session id that the server echoes (RFC 5077 section 3.4)
        boolean ticket = session.clientHello != null && session.clientHello.sessionTicketLength > 0;
        return ticket || session.clientHello != null && session.clientHello.legacySessionId.length == 0
                ? "ticket"
                : "session_id";
    }

    /** What became of 0-RTT data; that it was accepted shows only in how the client ended it. */
    private static String earlyData(TlsSession session) {
        if (!session.clientHello.earlyData) {
            return null;
        }
        boolean refused = session.helloRetryRequest != null
                || session.serverHello != null && !(session.isTls13() && session.serverHello.preSharedKey);
        if (refused) {
            return "rejected"; // RFC 8446 section 4.2.10: needs the first pre-shared key, and no retry
        }
        if (session.tls13 == null || !session.tls13.isClientFinished()) {
            return "offered";
        }
        return session.tls13.isEarlyDataAccepted() ? "accepted" : "rejected";
    }

    /** Whether ECH was refused, where that can be seen; its acceptance cannot, by design. */
    private static String echResult(TlsSession session) {
        if (session.clientHello == null || !session.clientHello.encryptedClientHello) {
            return null;
        }
        ServerHello retry = session.helloRetryRequest;
        boolean refused = retry != null && retry.complete && !retry.encryptedClientHello
                || session.serverHello != null && !session.isTls13()
                || session.alert == AlertDescription.ECH_REQUIRED;
        if (refused) {
            return "rejected";
        }
        return retry != null && retry.encryptedClientHello ? "answered" : null;
    }

    private static Boolean forwardSecret(TlsSession session) {
        if (session.sslV2) {
            return false;
        }
        if (session.serverHello == null) {
            return null;
        }
        if (session.isTls13()) { // without a key share only the pre-shared key protects (RFC 8446 section 4.2.9)
            return session.serverHello.keyShareGroup != ServerHello.NO_GROUP;
        }
        return session.cipherTraits().forwardSecret();
    }

    private static String echType(int type) {
        return switch (type) {
            case ECH_OUTER -> "outer";
            case ECH_INNER -> "inner";
            default -> null;
        };
    }

    private static String heartbeat(int mode) {
        return switch (mode) {
            case 1 -> "peer_allowed_to_send";
            case 2 -> "peer_not_allowed_to_send";
            default -> null;
        };
    }

    private static List<String> offeredVersions(ClientHello hello) {
        return hello.supportedVersions.isEmpty()
                ? CodeLists.VERSIONS.of(hello.legacyVersion).names()
                : hello.supportedVersions.names();
    }

    private static boolean same(Observation.TlsDetail a, Observation.TlsDetail b) {
        return Objects.equals(a.offeredVersions(), b.offeredVersions())
                && Objects.equals(a.offeredGroups(), b.offeredGroups())
                && Objects.equals(a.keyShareGroups(), b.keyShareGroups())
                && Objects.equals(a.postQuantum(), b.postQuantum())
                && Objects.equals(a.forwardSecret(), b.forwardSecret())
                && Objects.equals(a.downgradeSentinel(), b.downgradeSentinel())
                && Objects.equals(a.fallbackScsv(), b.fallbackScsv())
                && Objects.equals(a.ech(), b.ech())
                && Objects.equals(a.mutual(), b.mutual())
                && Objects.equals(a.dhBits(), b.dhBits())
                && Objects.equals(a.clientHelloCount(), b.clientHelloCount())
                && Objects.equals(a.draft(), b.draft())
                && Objects.equals(a.postQuantumKind(), b.postQuantumKind())
                && Objects.equals(a.postQuantumOffered(), b.postQuantumOffered())
                && Objects.equals(a.offeredSignatureAlgorithms(), b.offeredSignatureAlgorithms())
                && Objects.equals(a.signatureAlgorithm(), b.signatureAlgorithm())
                && Objects.equals(a.offeredProtocols(), b.offeredProtocols())
                && Objects.equals(a.offeredCompression(), b.offeredCompression())
                && Objects.equals(a.compression(), b.compression())
                && Objects.equals(a.pskModes(), b.pskModes())
                && Objects.equals(a.resumption(), b.resumption())
                && Objects.equals(a.earlyData(), b.earlyData())
                && Objects.equals(a.ticketIssued(), b.ticketIssued())
                && Objects.equals(a.extendedMasterSecret(), b.extendedMasterSecret())
                && Objects.equals(a.encryptThenMac(), b.encryptThenMac())
                && Objects.equals(a.secureRenegotiation(), b.secureRenegotiation())
                && Objects.equals(a.renegotiation(), b.renegotiation())
                && Objects.equals(a.clientHeartbeat(), b.clientHeartbeat())
                && Objects.equals(a.serverHeartbeat(), b.serverHeartbeat())
                && Objects.equals(a.echType(), b.echType())
                && Objects.equals(a.echResult(), b.echResult())
                && Objects.equals(a.helloRetryChanges(), b.helloRetryChanges())
                && Objects.equals(a.mutualConfidence(), b.mutualConfidence());
    }
}

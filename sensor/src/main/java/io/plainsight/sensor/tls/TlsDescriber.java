package io.plainsight.sensor.tls;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.tls.fingerprint.Ja3;
import io.plainsight.sensor.tls.fingerprint.Ja4;
import io.plainsight.sensor.x509.CertificateSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Puts a session into an observation's fields.
 *
 * <p><b>Threading:</b> the packet thread. <b>Memory:</b> allocates per observation; fingerprints and lists of the client are
 * made once per connection.
 */
final class TlsDescriber {
    private static final long NS_PER_MS = 1_000_000L;
    private static final SharedRecords<Observation.Handshake> HANDSHAKES = new SharedRecords<>(TlsDescriber::same);

    /** The hello that {@link #client} was made of. */
    private ClientHello described;

    private Observation.Client client;

    void describe(TlsSession session, ObservationDraft draft) {
        draft.protocol = session.carrier.protocol();
        draft.tls = tls(session);
        if (TorLink.isRelay(session.serverCertificate)) {
            draft.application = "tor";
        }
        draft.tlsDetail = TlsDetails.of(session);
        draft.certificates = CertificateDescriber.certificates(session);
        draft.handshake = handshake(session);
        TlsJudge.Verdict verdict = TlsJudge.judge(session);
        draft.protection = verdict.protection();
        draft.reasons.addAll(verdict.reasons());
        if (session.state == TlsHandshakeState.COMPLETED) {
            draft.action = Actions.HANDSHAKE_COMPLETED;
            draft.outcome = "success";
        } else if (session.state == TlsHandshakeState.FAILED) {
            draft.action = Actions.HANDSHAKE_FAILED;
            draft.outcome = "failure";
        }
    }

    private Observation.Tls tls(TlsSession session) {
        boolean known = session.versionKnown();
        return new Observation.Tls(
                known ? TlsVersion.text(session.version()) : null,
                known ? TlsVersion.protocol(session.version()) : null,
                session.cipher(),
                session.group == 0 ? null : NamedGroup.name(session.group),
                session.state.isFinal() ? session.state == TlsHandshakeState.COMPLETED : null,
                session.serverHello == null ? null : session.resumed(),
                session.serverHello == null ? null : session.serverHello.alpn,
                client(session),
                CertificateDescriber.server(session));
    }

    private Observation.Client client(TlsSession session) {
        ClientHello hello = session.clientHello;
        CertificateSummary certificate = session.clientCertificate;
        if (hello == null && certificate == null) {
            return null;
        }
        if (hello != null && described != hello) {
            client = clientOf(hello, session.carrier);
            described = hello;
        }
        return certificate == null ? client : CertificateDescriber.client(hello == null ? null : client, certificate);
    }

    private static Observation.Client clientOf(ClientHello hello, TlsCarrier carrier) {
        boolean fingerprint = !hello.sslV2Framing && !hello.truncated;
        return new Observation.Client(
                hello.serverName,
                fingerprint ? Ja3.of(hello) : null,
                fingerprint ? Ja4.of(hello, carrier.ja4()) : null,
                cipherNames(hello),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static List<String> cipherNames(ClientHello hello) {
        if (!hello.sslV2Framing) {
            return hello.cipherSuites.names();
        }
        List<String> names = new ArrayList<>();
        for (int kind : hello.sslV2CipherKinds) {
            names.add(SslV2CipherKind.name(kind));
        }
        return List.copyOf(names);
    }

    private static Observation.Handshake handshake(TlsSession session) {
        Long durationMs = session.completedNs == TlsSession.NEVER || session.clientHelloNs == TlsSession.NEVER
                ? null
                : (session.completedNs - session.clientHelloNs) / NS_PER_MS;
        boolean failed = session.state == TlsHandshakeState.FAILED;
        boolean inferred = !Double.isNaN(session.confidence);
        Observation.Handshake handshake = new Observation.Handshake(
                session.state.text(),
                session.helloRetryRequest != null,
                session.alert < 0 ? null : AlertDescription.name(session.alert),
                session.alertSender == null ? null : session.alertSender.name().toLowerCase(Locale.ROOT),
                session.failure,
                durationMs,
                session.state.isFinal() ? inferred : null,
                session.phase == null ? null : session.phase.text(),
                session.state.isFinal() && inferred ? session.confidence : null,
                failed && session.clientHello != null && session.clientHello.messageBytes > 0
                        ? session.clientHello.messageBytes
                        : null,
                session.reply == null ? null : session.reply.text(),
                failed && session.tls13 != null ? session.tls13.serverFlight().lengths() : null,
                failed && session.tls13 != null ? session.tls13.clientFlight().lengths() : null);
        int hash = (durationMs == null ? -1 : durationMs.intValue()) * 31 + session.state.hashCode();
        return HANDSHAKES.shared(handshake, hash * 31 + Double.hashCode(session.confidence));
    }

    private static boolean same(Observation.Handshake a, Observation.Handshake b) {
        return Objects.equals(a.state(), b.state())
                && Objects.equals(a.helloRetry(), b.helloRetry())
                && Objects.equals(a.alert(), b.alert())
                && Objects.equals(a.alertSender(), b.alertSender())
                && Objects.equals(a.failure(), b.failure())
                && Objects.equals(a.durationMs(), b.durationMs())
                && Objects.equals(a.inferred(), b.inferred())
                && Objects.equals(a.phase(), b.phase())
                && Objects.equals(a.confidence(), b.confidence())
                && Objects.equals(a.helloBytes(), b.helloBytes())
                && Objects.equals(a.reply(), b.reply())
                && Objects.equals(a.serverRecords(), b.serverRecords())
                && Objects.equals(a.clientRecords(), b.clientRecords());
    }
}

package io.plainsight.sensor.tls;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.tls.fingerprint.Ja3;
import io.plainsight.sensor.tls.fingerprint.Ja4;
import io.plainsight.sensor.x509.CertificateSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Puts a session into an observation's fields.
 *
 * <p><b>Threading:</b> the packet thread. <b>Memory:</b> allocates per observation; fingerprints and lists of the client are
 * made once per connection.
 */
final class TlsDescriber {
    private static final long NS_PER_MS = 1_000_000L;

    /** The hello that {@link #client} was made of. */
    private ClientHello described;

    private Observation.Client client;

    void describe(TlsSession session, ObservationDraft draft) {
        draft.protocol = session.carrier.protocol();
        draft.tls = tls(session);
        draft.tlsDetail = detail(session);
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
                server(session));
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
        if (certificate == null) {
            return client;
        }
        return new Observation.Client(
                hello == null ? null : client.serverName(),
                hello == null ? null : client.ja3(),
                hello == null ? null : client.ja4(),
                hello == null ? null : client.supportedCiphers(),
                certificate.subject(),
                certificate.issuer(),
                certificate.notBefore(),
                certificate.notAfter(),
                new Observation.Hash(certificate.sha1(), certificate.sha256()),
                x509(certificate));
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
        List<String> names = new ArrayList<>();
        if (hello.sslV2Framing) {
            for (int kind : hello.sslV2CipherKinds) {
                names.add(SslV2CipherKind.name(kind));
            }
            return List.copyOf(names);
        }
        for (int cipherSuite : hello.cipherSuites) {
            if (!Grease.is(cipherSuite)) {
                names.add(CipherSuite.name(cipherSuite));
            }
        }
        return List.copyOf(names);
    }

    private static Observation.Server server(TlsSession session) {
        CertificateSummary certificate = session.serverCertificate;
        ServerHello hello = session.answer();
        String ja3s = hello == null || hello.cipherSuite == ServerHello.NO_SUITE ? null : Ja3.of(hello);
        if (certificate == null) {
            return ja3s == null ? null : new Observation.Server(ja3s, null, null, null, null, null, null);
        }
        return new Observation.Server(
                ja3s,
                certificate.subject(),
                certificate.issuer(),
                certificate.notBefore(),
                certificate.notAfter(),
                new Observation.Hash(certificate.sha1(), certificate.sha256()),
                certificate.readable() ? x509(certificate) : null);
    }

    private static Observation.X509 x509(CertificateSummary certificate) {
        return new Observation.X509(
                certificate.serialNumber(),
                certificate.publicKeyAlgorithm(),
                certificate.publicKeySize() == 0 ? null : certificate.publicKeySize(),
                certificate.publicKeyCurve(),
                certificate.signatureAlgorithm(),
                certificate.alternativeNames(),
                certificate.selfSigned());
    }

    private static Observation.Handshake handshake(TlsSession session) {
        Long durationMs = session.completedNs == TlsSession.NEVER || session.clientHelloNs == TlsSession.NEVER
                ? null
                : (session.completedNs - session.clientHelloNs) / NS_PER_MS;
        return new Observation.Handshake(
                session.state.text(),
                session.helloRetryRequest != null,
                session.alert < 0 ? null : AlertDescription.name(session.alert),
                session.alertSender == null ? null : session.alertSender.name().toLowerCase(Locale.ROOT),
                session.failure,
                durationMs,
                session.state.isFinal() ? session.inferred : null);
    }

    private static Observation.TlsDetail detail(TlsSession session) {
        ClientHello hello = session.clientHello;
        ServerHello answer = session.serverHello;
        return new Observation.TlsDetail(
                hello == null ? null : offeredVersions(hello),
                hello == null ? null : groupNames(hello.supportedGroups),
                hello == null ? null : groupNames(hello.keyShareGroups),
                answer == null ? null : session.isTls13() && NamedGroup.isPostQuantum(session.group),
                forwardSecret(session),
                answer == null ? null : answer.downgradeSentinel(),
                hello == null ? null : hello.fallbackScsv(),
                hello == null ? null : hello.encryptedClientHello,
                mutual(session),
                session.dhBits == 0 ? null : session.dhBits,
                session.clientHelloCount == 0 ? null : session.clientHelloCount);
    }

    private static Boolean forwardSecret(TlsSession session) {
        if (session.sslV2) {
            return false;
        }
        if (session.serverHello == null) {
            return null;
        }
        if (session
                .isTls13()) { // without a key share only the pre-shared key protects (psk_ke, RFC 8446 section 4.2.9)
            return session.serverHello.keyShareGroup != ServerHello.NO_GROUP;
        }
        return CipherSuiteTraits.of(session.cipher()).forwardSecret();
    }

    private static String mutual(TlsSession session) {
        if (session.clientCertificateSeen) {
            return "presented";
        }
        if (session.clientCertificateDeclined) {
            return "declined";
        }
        return session.certificateRequested ? "requested" : null;
    }

    private static List<String> offeredVersions(ClientHello hello) {
        int[] versions = hello.supportedVersions.length > 0 ? hello.supportedVersions : new int[] {hello.legacyVersion};
        List<String> best = new ArrayList<>();
        Arrays.stream(versions)
                .filter(version -> !Grease.is(version) && TlsVersion.text(version) != null)
                .boxed()
                .sorted((a, b) -> Integer.compare(TlsVersion.rank(b), TlsVersion.rank(a)))
                .map(TlsVersion::text)
                .distinct()
                .forEach(best::add);
        return List.copyOf(best);
    }

    private static List<String> groupNames(int[] groups) {
        List<String> names = new ArrayList<>();
        for (int group : groups) {
            if (!Grease.is(group)) {
                names.add(NamedGroup.name(group));
            }
        }
        return List.copyOf(names);
    }
}

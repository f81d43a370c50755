package io.plainsight.sensor.tls;

import io.plainsight.events.Observation;
import io.plainsight.sensor.tls.fingerprint.Ja3;
import io.plainsight.sensor.x509.CertificateChain;
import io.plainsight.sensor.x509.CertificateSummary;
import io.plainsight.sensor.x509.ChainFinding;
import io.plainsight.sensor.x509.OcspResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the certificates of a session into an observation's fields.
 *
 * <p><b>Threading:</b> any; pure functions of a session.
 */
final class CertificateDescriber {
    private CertificateDescriber() {}

    /** @param hello what the ClientHello showed; null when it was not seen */
    static Observation.Client client(Observation.Client hello, CertificateSummary certificate) {
        return new Observation.Client(
                hello == null ? null : hello.serverName(),
                hello == null ? null : hello.ja3(),
                hello == null ? null : hello.ja4(),
                hello == null ? null : hello.supportedCiphers(),
                certificate.subject(),
                certificate.issuer(),
                certificate.notBefore(),
                certificate.notAfter(),
                new Observation.Hash(certificate.sha1(), certificate.sha256()),
                certificate.readable() ? x509(certificate) : null);
    }

    static Observation.Server server(TlsSession session) {
        CertificateSummary certificate = session.serverCertificate;
        ServerHello hello = session.answer();
        String ja3s = hello == null || hello.cipherSuite == 0 ? null : Ja3.of(hello);
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

    /** Both chains; null when none passed. */
    static Observation.Certificates certificates(TlsSession session) {
        if (session.serverChain == null && session.clientChain == null) {
            return null;
        }
        String host = session.clientHello == null ? null : session.clientHello.serverName;
        return new Observation.Certificates(
                chain(session.serverChain, host, session.ocsp), chain(session.clientChain, null, null));
    }

    private static Observation.Chain chain(CertificateChain chain, String host, String ocsp) {
        if (chain == null) {
            return null;
        }
        CertificateSummary leaf = chain.leaf();
        boolean named = host != null && leaf.readable();
        Boolean nameMatch = named ? (Boolean) leaf.matches(host) : null;
        List<String> findings = new ArrayList<>();
        chain.findings().stream().sorted().map(ChainFinding::text).forEach(findings::add);
        if (Boolean.FALSE.equals(nameMatch)) {
            findings.add("name_mismatch");
        } else if (named && leaf.matchesByCommonName(host)) {
            findings.add("common_name_only");
        }
        if (OcspResponse.REVOKED.equals(ocsp)) {
            findings.add("revoked");
        }
        return new Observation.Chain(
                chain.certificates().stream()
                        .map(CertificateDescriber::certificate)
                        .toList(),
                chain.length(),
                chain.ordered(),
                chain.complete(),
                chain.trusted(),
                nameMatch,
                ocsp,
                findings);
    }

    private static Observation.Certificate certificate(CertificateSummary certificate) {
        return new Observation.Certificate(
                certificate.subject(),
                certificate.issuer(),
                certificate.serialNumber(),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.publicKeyAlgorithm(),
                certificate.publicKeySize() == 0 ? null : certificate.publicKeySize(),
                certificate.publicKeyCurve(),
                certificate.signatureAlgorithm(),
                certificate.alternativeNames(),
                certificate.selfSigned(),
                certificate.authority(),
                certificate.keyUsage(),
                certificate.extendedKeyUsage(),
                certificate.scts() == 0 ? null : certificate.scts(),
                new Observation.Hash(certificate.sha1(), certificate.sha256()),
                certificate.readable());
    }
}

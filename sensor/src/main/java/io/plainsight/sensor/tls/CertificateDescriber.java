package io.plainsight.sensor.tls;

import io.plainsight.events.Observation;
import io.plainsight.sensor.tls.fingerprint.Ja3;
import io.plainsight.sensor.x509.CertificateSummary;

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
}

package io.plainsight.sensor.tls;

import io.plainsight.events.Observation;
import io.plainsight.sensor.tls.fingerprint.Ja3;
import io.plainsight.sensor.x509.CertificateChain;
import io.plainsight.sensor.x509.CertificateSummary;
import io.plainsight.sensor.x509.ChainFinding;
import io.plainsight.sensor.x509.OcspResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Puts the certificates of a session into an observation's fields.
 *
 * <p><b>Threading:</b> any; functions of a session. <b>Memory:</b> what was described lately is kept and shared, at most 4096
 * certificates and 2048 chains, about 4 MiB.
 */
final class CertificateDescriber {
    /** A certificate's fields, which are the same in every connection. */
    private record Described(
            CertificateSummary certificate,
            Observation.Hash hash,
            Observation.X509 x509,
            Observation.Certificate whole) {}

    /** A chain's fields, for connections that ask for a name that matches as the others' did. */
    private record DescribedChain(
            CertificateChain chain, Boolean nameMatch, boolean byCommonName, String ocsp, Observation.Chain described) {
        boolean is(CertificateChain chain, Boolean nameMatch, boolean byCommonName, String ocsp) {
            return this.chain == chain
                    && Objects.equals(this.nameMatch, nameMatch)
                    && this.byCommonName == byCommonName
                    && Objects.equals(this.ocsp, ocsp);
        }
    }

    /* Read and written by any thread without a lock: the records are immutable. A busy tap meets some hundred chains. */
    private static final Described[] DESCRIBED = new Described[4096];
    private static final DescribedChain[] CHAINS = new DescribedChain[2048];
    private static final SharedRecords<Observation.Server> SERVERS = new SharedRecords<>(CertificateDescriber::same);

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
                described(certificate).hash(),
                described(certificate).x509());
    }

    static Observation.Server server(TlsSession session) {
        CertificateSummary certificate = session.serverCertificate;
        ServerHello hello = session.answer();
        String ja3s = hello == null || hello.cipherSuite == 0 ? null : Ja3.of(hello);
        if (certificate == null) {
            return ja3s == null
                    ? null
                    : SERVERS.shared(new Observation.Server(ja3s, null, null, null, null, null, null), ja3s.hashCode());
        }
        Described described = described(certificate);
        Observation.Server server = new Observation.Server(
                ja3s,
                certificate.subject(),
                certificate.issuer(),
                certificate.notBefore(),
                certificate.notAfter(),
                described.hash(),
                described.x509());
        return SERVERS.shared(
                server,
                (ja3s == null ? 0 : ja3s.hashCode()) * 31 + certificate.sha256().hashCode());
    }

    private static boolean same(Observation.Server a, Observation.Server b) {
        return Objects.equals(a.ja3s(), b.ja3s())
                && Objects.equals(a.subject(), b.subject())
                && Objects.equals(a.issuer(), b.issuer())
                && Objects.equals(a.notBefore(), b.notBefore())
                && Objects.equals(a.notAfter(), b.notAfter())
                && Objects.equals(a.hash(), b.hash())
                && Objects.equals(a.x509(), b.x509());
    }

    /** The fields of a certificate, made once for as long as no other takes its place. */
    private static Described described(CertificateSummary certificate) {
        int place = certificate.sha256().hashCode() & DESCRIBED.length - 1;
        Described known = DESCRIBED[place];
        if (known == null || known.certificate != certificate) {
            known = describe(certificate);
            DESCRIBED[place] = known;
        }
        return known;
    }

    private static Described describe(CertificateSummary certificate) {
        Observation.Hash hash = new Observation.Hash(certificate.sha1(), certificate.sha256());
        return new Described(
                certificate, hash, certificate.readable() ? x509(certificate) : null, whole(certificate, hash));
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
        boolean byCommonName = Boolean.TRUE.equals(nameMatch) && leaf.matchesByCommonName(host);
        int place = leaf.sha256().hashCode() & CHAINS.length - 1;
        DescribedChain known = CHAINS[place];
        if (known == null || !known.is(chain, nameMatch, byCommonName, ocsp)) {
            known = new DescribedChain(
                    chain, nameMatch, byCommonName, ocsp, describe(chain, nameMatch, byCommonName, ocsp));
            CHAINS[place] = known;
        }
        return known.described;
    }

    private static Observation.Chain describe(
            CertificateChain chain, Boolean nameMatch, boolean byCommonName, String ocsp) {
        List<String> findings = new ArrayList<>();
        chain.findings().stream().sorted().map(ChainFinding::text).forEach(findings::add);
        if (Boolean.FALSE.equals(nameMatch)) {
            findings.add("name_mismatch");
        } else if (byCommonName) {
            findings.add("common_name_only");
        }
        if (OcspResponse.REVOKED.equals(ocsp)) {
            findings.add("revoked");
        }
        return new Observation.Chain(
                chain.certificates().stream()
                        .map(certificate -> described(certificate).whole())
                        .toList(),
                chain.length(),
                chain.ordered(),
                chain.complete(),
                chain.trusted(),
                nameMatch,
                ocsp,
                findings);
    }

    private static Observation.Certificate whole(CertificateSummary certificate, Observation.Hash hash) {
        return new Observation.Certificate(
                certificate.subject(),
                certificate.issuer(),
                certificate.serialNumber(),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.publicKeyAlgorithm(),
                certificate.publicKeySize() == 0 ? null : certificate.publicKeySize(),
                certificate.publicKeyCurve(),
                certificate.publicKeySha256(),
                certificate.signatureAlgorithm(),
                certificate.alternativeNames(),
                certificate.selfSigned(),
                certificate.authority(),
                certificate.keyUsage(),
                certificate.extendedKeyUsage(),
                certificate.scts() == 0 ? null : certificate.scts(),
                hash,
                certificate.readable());
    }
}

package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads a certificate (RFC 5280 section 4.1) without judging it: where the JDK's factory refuses a curve, a serial number
 * or an extension, an observer still has to name the certificate. The JDK only checks a self-signature.
 *
 * <p><b>Threading:</b> any. <b>Memory:</b> allocates; called once per distinct certificate.
 */
final class CertificateParser {
    private CertificateParser() {}

    /*
     * Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
     * TBSCertificate ::= SEQUENCE {
     *     version         [0] EXPLICIT INTEGER DEFAULT v1,
     *     serialNumber        INTEGER,
     *     signature           AlgorithmIdentifier,
     *     issuer              Name,
     *     validity            SEQUENCE { notBefore Time, notAfter Time },
     *     subject             Name,
     *     subjectPublicKeyInfo,
     *     issuerUniqueID  [1] IMPLICIT BIT STRING OPTIONAL,
     *     subjectUniqueID [2] IMPLICIT BIT STRING OPTIONAL,
     *     extensions      [3] EXPLICIT SEQUENCE OF Extension OPTIONAL }
     */
    /** Never throws; a certificate that does not read keeps its fingerprints alone. */
    static CertificateSummary parse(byte[] der, String sha1, String sha256) {
        ByteCursor tbs = new ByteCursor();
        ByteCursor scratch = new ByteCursor();
        if (!Der.expect(new ByteCursor().wrap(der), Der.SEQUENCE, scratch)) {
            return CertificateSummary.unreadable(sha1, sha256);
        }
        Der.expect(scratch, Der.SEQUENCE, tbs);
        Der.skipOptional(tbs, Der.constructed(0), scratch);
        Der.expect(tbs, Der.INTEGER, scratch);
        String serialNumber = hex(scratch);
        ByteCursor algorithm = new ByteCursor();
        Der.expect(tbs, Der.SEQUENCE, algorithm);
        ByteCursor issuer = new ByteCursor();
        Der.expect(tbs, Der.SEQUENCE, issuer);
        ByteCursor validity = new ByteCursor();
        Der.expect(tbs, Der.SEQUENCE, validity);
        ByteCursor subject = new ByteCursor();
        Der.expect(tbs, Der.SEQUENCE, subject);
        ByteCursor spki = new ByteCursor();
        int keyBegin = tbs.position();
        Der.expect(tbs, Der.SEQUENCE, spki);
        if (!tbs.ok()) {
            return CertificateSummary.unreadable(sha1, sha256);
        }
        boolean selfIssued = Arrays.equals(
                new ByteCursor().wrap(issuer).toArray(),
                new ByteCursor().wrap(subject).toArray());
        String issuerText = DistinguishedName.text(issuer);
        String subjectText = DistinguishedName.text(new ByteCursor().wrap(subject));
        if (issuerText == null || subjectText == null) {
            return CertificateSummary.unreadable(sha1, sha256);
        }
        ByteCursor wholeKey = new ByteCursor().wrap(tbs.buffer(), keyBegin, tbs.position() - keyBegin);
        PublicKeyInfo key = PublicKeyInfo.read(spki);
        Instant notBefore = DerTime.read(validity);
        Instant notAfter = DerTime.read(validity);
        return new CertificateSummary(
                true,
                subjectText,
                issuerText,
                commonName(subject),
                serialNumber,
                notBefore,
                notAfter,
                key.algorithm(),
                key.bits(),
                key.curve(),
                SignatureAlgorithms.read(algorithm),
                CertificateExtensions.read(extensions(tbs)),
                selfIssued ? verifiesWithOwnKey(der) : Boolean.FALSE,
                sha1,
                sha256,
                CertificateCache.fingerprint(CertificateCache.digest("SHA-256"), wholeKey));
    }

    private static String hex(ByteCursor integer) {
        byte[] bytes = integer.toArray();
        return bytes.length == 0 ? null : new BigInteger(1, bytes).toString(16).toUpperCase(Locale.ROOT);
    }

    /** The most specific one, which comes last in the DER. */
    private static String commonName(ByteCursor subject) {
        ByteCursor set = new ByteCursor();
        ByteCursor pair = new ByteCursor();
        ByteCursor field = new ByteCursor();
        String commonName = null;
        while (subject.remaining() > 0) {
            Der.expect(subject, Der.SET, set);
            while (set.remaining() > 0) {
                Der.expect(set, Der.SEQUENCE, pair);
                Der.expect(pair, Der.OBJECT_IDENTIFIER, field);
                if (Der.oid(field).equals("2.5.4.3")) {
                    int tag = Der.next(pair, field);
                    commonName = DistinguishedName.value(tag, field);
                }
            }
        }
        return commonName;
    }

    /** Points at the content of the Extensions' SEQUENCE; empty without one. */
    private static ByteCursor extensions(ByteCursor tbs) {
        ByteCursor extensions = new ByteCursor();
        ByteCursor field = new ByteCursor();
        Der.skipOptional(tbs, Der.context(1), field);
        Der.skipOptional(tbs, Der.context(2), field);
        if (tbs.peek(0) == Der.constructed(3)) {
            Der.next(tbs, field);
            Der.expect(field, Der.SEQUENCE, extensions);
        }
        return extensions;
    }

    private static Boolean verifiesWithOwnKey(byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return SignatureCheck.verifies(certificate, certificate.getPublicKey());
        } catch (CertificateException | RuntimeException e) {
            return null; // the JDK cannot read this one: nothing is claimed
        }
    }
}

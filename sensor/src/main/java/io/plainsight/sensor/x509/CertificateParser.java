package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.DSAParams;
import java.security.interfaces.DSAPublicKey;
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
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    /** FIPS 186-4 section 4.2: the largest L and N. */
    private static final int MAX_DSA_PRIME_BITS = 3072;

    private static final int MAX_DSA_ORDER_BITS = 256;

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
        Der.expect(algorithm, Der.OBJECT_IDENTIFIER, scratch);
        String signatureOid = Der.oid(scratch);
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
                SignatureAlgorithms.name(signatureOid),
                signatureOid.equals(SignatureAlgorithms.RSASSA_PSS) ? pssHash(algorithm) : null,
                AlternativeNames.read(extension(tbs, SUBJECT_ALTERNATIVE_NAME)),
                selfIssued ? verifiesWithOwnKey(der) : Boolean.FALSE,
                sha1,
                sha256);
    }

    private static String hex(ByteCursor integer) {
        byte[] bytes = integer.toArray();
        return bytes.length == 0 ? null : new BigInteger(1, bytes).toString(16).toUpperCase(Locale.ROOT);
    }

    private static String commonName(ByteCursor subject) {
        ByteCursor set = new ByteCursor();
        ByteCursor pair = new ByteCursor();
        ByteCursor field = new ByteCursor();
        while (subject.remaining() > 0) {
            Der.expect(subject, Der.SET, set);
            Der.expect(set, Der.SEQUENCE, pair);
            Der.expect(pair, Der.OBJECT_IDENTIFIER, field);
            if (Der.oid(field).equals("2.5.4.3")) {
                Der.next(pair, field);
                return field.latin1();
            }
        }
        return null;
    }

    /* RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] HashAlgorithm DEFAULT sha1, … }      RFC 4055 section 3.1 */
    private static String pssHash(ByteCursor algorithm) {
        ByteCursor parameters = new ByteCursor();
        ByteCursor field = new ByteCursor();
        Der.expect(algorithm, Der.SEQUENCE, parameters);
        if (parameters.peek(0) != Der.constructed(0)) {
            return "SHA1";
        }
        Der.next(parameters, field);
        Der.expect(field, Der.SEQUENCE, parameters);
        Der.expect(parameters, Der.OBJECT_IDENTIFIER, field);
        String oid = Der.oid(field);
        return oid.equals("1.3.14.3.2.26") ? "SHA1" : oid;
    }

    /* Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } */
    private static ByteCursor extension(ByteCursor tbs, String wanted) {
        ByteCursor extensions = new ByteCursor();
        ByteCursor extension = new ByteCursor();
        ByteCursor field = new ByteCursor();
        Der.skipOptional(tbs, Der.context(1), field);
        Der.skipOptional(tbs, Der.context(2), field);
        if (tbs.peek(0) != Der.constructed(3)) {
            return new ByteCursor();
        }
        Der.next(tbs, field);
        Der.expect(field, Der.SEQUENCE, extensions);
        while (extensions.remaining() > 0) {
            Der.expect(extensions, Der.SEQUENCE, extension);
            Der.expect(extension, Der.OBJECT_IDENTIFIER, field);
            if (Der.oid(field).equals(wanted)) {
                Der.skipOptional(extension, Der.BOOLEAN, field);
                Der.expect(extension, Der.OCTET_STRING, field);
                return field;
            }
        }
        return new ByteCursor();
    }

    /**
     * Whether checking a signature with {@code key} may take long. The JDK bounds RSA and named curves bound themselves;
     * DSA takes any numbers, and one certificate of 60 KB would hold the packet path for half a minute.
     */
    private static boolean isTooCostly(PublicKey key) {
        if (!(key instanceof DSAPublicKey dsa)) {
            return false;
        }
        DSAParams parameters = dsa.getParams();
        return parameters == null
                || parameters.getP().bitLength() > MAX_DSA_PRIME_BITS
                || parameters.getQ().bitLength() > MAX_DSA_ORDER_BITS;
    }

    private static Boolean verifiesWithOwnKey(byte[] der) {
        try {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (isTooCostly(certificate.getPublicKey())) {
                return null;
            }
            certificate.verify(certificate.getPublicKey());
            return Boolean.TRUE;
        } catch (java.security.SignatureException e) {
            return Boolean.FALSE; // another key of the same name signed it
        } catch (GeneralSecurityException | RuntimeException e) {
            return null; // the JDK cannot read or check this one: nothing is claimed
        }
    }
}

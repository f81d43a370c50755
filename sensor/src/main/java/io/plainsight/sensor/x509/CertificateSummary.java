package io.plainsight.sensor.x509;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What matters of one certificate. Immutable; made by {@link CertificateParser}, kept by {@link CertificateCache}.
 *
 * @param readable whether the DER could be read; when not, only the fingerprints are set
 * @param subject distinguished name, most specific part first, such as {@code CN=example.org, O=Example, C=US}
 * @param commonName the subject's most specific common name; null when it has none
 * @param serialNumber upper-case hexadecimal without leading zeros
 * @param notBefore null when the time does not read
 * @param notAfter null when the time does not read
 * @param publicKeyAlgorithm {@code RSA}, {@code EC}, {@code Ed25519}, {@code Ed448}, {@code DSA}, {@code ML-DSA-44} and the like, or the OID
 * @param publicKeySize bits; 0 when unknown
 * @param publicKeyCurve null for other keys than EC
 * @param signatureAlgorithm JCA style name, such as {@code SHA256withRSAandMGF1}, or the OID
 * @param extensions what its extensions say
 * @param selfSigned whether subject equals issuer and the signature verifies with the own key; null when they are equal and the signature cannot be checked
 * @param sha1 fingerprint of the DER, lower-case hexadecimal
 * @param sha256 fingerprint of the DER, lower-case hexadecimal
 * @param publicKeySha256 the same of its SubjectPublicKeyInfo alone, as public key pins have it (RFC 7469 section 2.4)
 */
public record CertificateSummary(
        boolean readable,
        String subject,
        String issuer,
        String commonName,
        String serialNumber,
        Instant notBefore,
        Instant notAfter,
        String publicKeyAlgorithm,
        int publicKeySize,
        String publicKeyCurve,
        String signatureAlgorithm,
        CertificateExtensions extensions,
        Boolean selfSigned,
        String sha1,
        String sha256,
        String publicKeySha256) {

    static CertificateSummary unreadable(String sha1, String sha256) {
        return new CertificateSummary(
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                CertificateExtensions.NONE,
                null,
                sha1,
                sha256,
                null);
    }

    /** DNS names, IP addresses, URIs and mail addresses of the subjectAltName. */
    public List<String> alternativeNames() {
        return extensions.names().all();
    }

    /** Whether it may issue certificates; null where it does not say. */
    public Boolean authority() {
        return extensions.authority();
    }

    /** Names of RFC 5280 section 4.2.1.3; empty where it does not say. */
    public List<String> keyUsage() {
        return extensions.keyUsage();
    }

    /** Names of RFC 5280 section 4.2.1.12, or OIDs; empty where it does not say. */
    public List<String> extendedKeyUsage() {
        return extensions.extendedKeyUsage();
    }

    /** Signed certificate timestamps inside the certificate (RFC 6962 section 3.3). */
    public int scts() {
        return extensions.scts();
    }

    /** Whether the signature rests on MD2, MD4, MD5 or SHA-1. */
    public boolean hasBrokenSignatureHash() {
        return signatureAlgorithm != null
                && (signatureAlgorithm.startsWith("MD") || signatureAlgorithm.startsWith("SHA1"));
    }

    /** From notBefore to notAfter; zero when either is unknown. */
    public Duration validity() {
        return notBefore == null || notAfter == null ? Duration.ZERO : Duration.between(notBefore, notAfter);
    }

    /**
     * Whether the certificate is for {@code host}, by RFC 9525; the common name counts where there is no DNS name, IP
     * address or URI.
     */
    public boolean matches(String host) {
        return nameMatch(host) != ServerName.Match.NONE;
    }

    /** Whether it is for {@code host} by nothing but its common name. */
    public boolean matchesByCommonName(String host) {
        return nameMatch(host) == ServerName.Match.COMMON_NAME;
    }

    private ServerName.Match nameMatch(String host) {
        return ServerName.match(extensions.names(), commonName, host);
    }

    /**
     * Whether {@code issuer} looks like the one that issued this certificate: by name, and by key identifier where both
     * have one. Says nothing about the signature.
     */
    boolean isIssuedBy(CertificateSummary issuer) {
        if (!readable || !issuer.readable || !this.issuer.equalsIgnoreCase(issuer.subject)) {
            return false;
        }
        String wanted = extensions.authorityKeyId();
        String offered = issuer.extensions.subjectKeyId();
        return wanted == null || offered == null || wanted.equals(offered);
    }
}

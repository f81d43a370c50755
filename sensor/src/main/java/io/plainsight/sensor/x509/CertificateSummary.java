package io.plainsight.sensor.x509;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What matters of one certificate. Immutable; made by {@link CertificateParser}, kept by {@link CertificateCache}.
 *
 * @param readable whether the DER could be read; when not, only the fingerprints are set
 * @param subject distinguished name, most specific part first, such as {@code CN=example.org, O=Example, C=US}
 * @param commonName the subject's (first) common name; null when it has none
 * @param serialNumber upper-case hexadecimal without leading zeros
 * @param notBefore null when the time does not read
 * @param publicKeyAlgorithm {@code RSA}, {@code EC}, {@code Ed25519}, {@code Ed448}, {@code DSA}, or the OID
 * @param publicKeySize bits; 0 when unknown
 * @param publicKeyCurve null for other keys than EC
 * @param signatureAlgorithm JCA style name, or the OID
 * @param signatureHash hash inside the signature where the name does not say it (RSASSA-PSS); null otherwise
 * @param alternativeNames DNS names and IP addresses
 * @param selfSigned whether subject equals issuer and the signature verifies with the own key; null when they are equal and the signature cannot be checked
 * @param sha1 fingerprint of the DER, lower-case hexadecimal
 * @param sha256 fingerprint of the DER, lower-case hexadecimal
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
        String signatureHash,
        List<String> alternativeNames,
        Boolean selfSigned,
        String sha1,
        String sha256) {

    static CertificateSummary unreadable(String sha1, String sha256) {
        return new CertificateSummary(
                false, null, null, null, null, null, null, null, 0, null, null, null, List.of(), null, sha1, sha256);
    }

    /** Whether the signature rests on MD2, MD4, MD5 or SHA-1. */
    public boolean hasBrokenSignatureHash() {
        String hash = signatureHash != null ? signatureHash : signatureAlgorithm == null ? "" : signatureAlgorithm;
        return hash.startsWith("MD") || hash.startsWith("SHA1");
    }

    /** From notBefore to notAfter; zero when either is unknown. */
    public Duration validity() {
        return notBefore == null || notAfter == null ? Duration.ZERO : Duration.between(notBefore, notAfter);
    }

    /**
     * Whether the certificate is for {@code host}, by RFC 9525: DNS names decide; the common name only where there
     * are none, as old clients do. A wildcard stands for the whole left-most label.
     */
    public boolean matches(String host) {
        if (alternativeNames.stream().allMatch(CertificateSummary::isAddress)) {
            return commonName != null && matches(commonName, host);
        }
        for (String name : alternativeNames) {
            if (matches(name, host)) {
                return true;
            }
        }
        return false;
    }

    /** Host names have no colon, and none ends in a label of digits alone (RFC 1123 section 2.1). */
    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0
                || !name.isEmpty()
                        && Character.isDigit(name.charAt(name.length() - 1))
                        && name.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    private static boolean matches(String pattern, String host) {
        String wanted = trimDot(host);
        String presented = trimDot(pattern);
        if (presented.startsWith("*.")) {
            int dot = wanted.indexOf('.');
            return dot > 0 && wanted.substring(dot).equalsIgnoreCase(presented.substring(1));
        }
        return presented.equalsIgnoreCase(wanted);
    }

    private static String trimDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}

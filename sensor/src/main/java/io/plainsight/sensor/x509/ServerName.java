package io.plainsight.sensor.x509;

import java.net.IDN;
import java.util.List;
import java.util.Locale;

/**
 * Whether a certificate is for a name, by RFC 9525: DNS names decide for host names and IP addresses for addresses; a
 * wildcard stands for the whole left-most label and for exactly one; internationalised names are compared as A-labels.
 *
 * <p>RFC 9525 never reads the common name. Private estates still issue certificates without any subjectAltName, and there
 * the common name does name the service: so it counts, and {@link Match#COMMON_NAME} tells, where the certificate has no
 * DNS name, IP address or URI at all.
 */
final class ServerName {
    /** How a certificate covers a name. */
    enum Match {
        /** By a name of the subjectAltName. */
        ALTERNATIVE_NAME,
        /** By the common name, which only clients of old still read. */
        COMMON_NAME,
        NONE
    }

    private static final String WILDCARD = "*.";

    private ServerName() {}

    /** @param host the name asked for, in any case, with or without the root's dot */
    static Match match(AlternativeNames names, String commonName, String host) {
        if (names.dns().isEmpty() && names.addresses().isEmpty() && names.uris().isEmpty()) {
            return commonName != null && isFor(commonName, host) ? Match.COMMON_NAME : Match.NONE;
        }
        List<String> presented = isAddress(host) ? names.addresses() : names.dns();
        for (String name : presented) {
            if (isFor(name, host)) {
                return Match.ALTERNATIVE_NAME;
            }
        }
        return Match.NONE;
    }

    private static boolean isFor(String presented, String host) {
        String pattern = canonical(presented);
        String name = canonical(host);
        if (!pattern.startsWith(WILDCARD)) {
            return !name.isEmpty() && pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && !isAddress(name) && name.substring(dot).equals(pattern.substring(1));
    }

    /** Host names have no colon, and none ends in a label of digits alone (RFC 1123 section 2.1). */
    static boolean isAddress(String name) {
        return name.indexOf(':') >= 0
                || !name.isEmpty() && name.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    /** Lower case, A-labels, without the root's dot. */
    private static String canonical(String name) {
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (relative.chars().allMatch(c -> c < 0x80)) {
            return relative.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(relative, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return relative.toLowerCase(Locale.ROOT); // no domain name: equal to itself alone
        }
    }
}

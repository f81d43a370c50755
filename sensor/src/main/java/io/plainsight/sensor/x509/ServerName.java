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
            return commonName != null && isFor(commonName, canonical(host)) ? Match.COMMON_NAME : Match.NONE;
        }
        List<String> presented = isAddress(host) ? names.addresses() : names.dns();
        String name = canonical(host);
        for (String pattern : presented) {
            if (isFor(pattern, name)) {
                return Match.ALTERNATIVE_NAME;
            }
        }
        return Match.NONE;
    }

    /** @param name {@link #canonical} */
    private static boolean isFor(String presented, String name) {
        String pattern = canonical(presented);
        if (!pattern.startsWith(WILDCARD)) {
            return !name.isEmpty() && pattern.equals(name);
        }
        int dot = name.indexOf('.');
        boolean sameParent = name.length() - dot == pattern.length() - 1 && name.endsWith(pattern.substring(1));
        return dot > 0 && sameParent && !isAddress(name);
    }

    /** Host names have no colon, and none ends in a label of digits alone (RFC 1123 section 2.1). */
    static boolean isAddress(String name) {
        return name.indexOf(':') >= 0
                || !name.isEmpty() && name.charAt(name.length() - 1) <= '9' && isDigitsAndDots(name);
    }

    private static boolean isDigitsAndDots(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Lower case, A-labels, without the root's dot. */
    private static String canonical(String name) {
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (isAscii(relative)) {
            return relative.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(relative, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return relative.toLowerCase(Locale.ROOT); // no domain name: equal to itself alone
        }
    }
}

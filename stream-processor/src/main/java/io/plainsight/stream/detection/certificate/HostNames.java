package io.plainsight.stream.detection.certificate;

import java.util.List;
import java.util.Locale;

/** Matches a requested server name against a certificate's names, RFC 9525 section 6.3. */
final class HostNames {
    private HostNames() {}

    /** Whether any presented name covers {@code requested}; a wildcard stands for exactly one leftmost label. */
    static boolean matches(String requested, List<String> presented) {
        String name = canonical(requested);
        for (String candidate : presented) {
            if (matches(name, canonical(candidate))) {
                return true;
            }
        }
        return false;
    }

    /** The common name of a subject such as {@code CN=db.internal,O=Example}; null when it has none. */
    static String commonName(String subject) {
        return attribute(subject, "CN");
    }

    /** The first attribute of that type in a distinguished name; null when it has none. */
    static String attribute(String distinguishedName, String type) {
        if (distinguishedName == null) {
            return null;
        }
        String prefix = type + '=';
        for (String part : distinguishedName.split("(?<!\\\\)[,+]")) {
            String attribute = part.strip();
            if (attribute.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return attribute.substring(prefix.length()).strip();
            }
        }
        return null;
    }

    private static boolean matches(String name, String pattern) {
        if (!pattern.startsWith("*.")) {
            return name.equals(pattern);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}

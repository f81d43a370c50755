package io.plainsight.stream.profile;

import io.plainsight.events.tls.CipherSuiteTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an authority, or an organisation, counts as strong enough. Immutable.
 *
 * @param name by which policies refer to it, such as {@code bcp195}
 * @param title for people
 * @param source the documents that it was taken from
 * @param date day of the documents' reading, {@code YYYY-MM-DD}
 */
public record Profile(
        String name,
        String title,
        String source,
        String date,
        Tls tls,
        Certificate certificate,
        Algorithms ssh,
        Algorithms ike) {

    /** Of a suite with no fault but that. */
    public static final String NOT_LISTED = "not among the suites accepted";

    /**
     * Limits for TLS and DTLS.
     *
     * @param minimumVersion spelled as {@code tls.version}
     * @param forbidden what a chosen suite must not have
     * @param cbcWithEncryptThenMac whether a CBC suite is acceptable together with encrypt-then-MAC (RFC 7366)
     * @param suites the only suites accepted, by IANA name; empty when every suite that is not forbidden is
     * @param groups the only groups accepted, by IANA name; empty when all are
     * @param dhBits smallest finite-field group
     * @param forbiddenGroups groups that must not be chosen, by IANA name
     */
    public record Tls(
            String minimumVersion,
            Set<SuiteTrait> forbidden,
            boolean cbcWithEncryptThenMac,
            List<NamePattern> suites,
            List<NamePattern> groups,
            int dhBits,
            List<NamePattern> forbiddenGroups) {
        public Tls {
            forbidden = Set.copyOf(forbidden);
            suites = List.copyOf(suites);
            groups = List.copyOf(groups);
            forbiddenGroups = List.copyOf(forbiddenGroups);
        }

        /**
         * What is not accepted of what a handshake chose, a phrase for each, the suite's first; empty where all that is known is
         * accepted.
         *
         * @param suite by its IANA name; null where it is not known, and so are the others
         * @param dhBits size of the finite-field group that was used
         */
        public List<String> weaknesses(String suite, boolean encryptsThenMac, String group, Integer dhBits) {
            List<String> weaknesses = new ArrayList<>();
            if (suite != null) {
                addSuite(weaknesses, suite, encryptsThenMac);
            }
            if (group != null && !groups.isEmpty() && match(groups, group).isEmpty()) {
                weaknesses.add("group " + group + " is not among those accepted");
            }
            if (match(forbiddenGroups, group).isPresent()) {
                weaknesses.add("group " + group);
            }
            if (dhBits != null && dhBits < this.dhBits) {
                weaknesses.add("Diffie-Hellman group of " + dhBits + " bits");
            }
            return weaknesses;
        }

        private void addSuite(List<String> weaknesses, String suite, boolean encryptsThenMac) {
            CipherSuiteTraits traits = CipherSuiteTraits.of(suite);
            for (SuiteTrait trait : SuiteTrait.values()) {
                boolean excused = trait == SuiteTrait.CBC && cbcWithEncryptThenMac && encryptsThenMac;
                if (forbidden.contains(trait) && trait.isIn(traits) && !excused) {
                    weaknesses.add(trait.phrase());
                }
            }
            if (weaknesses.isEmpty()
                    && !suites.isEmpty()
                    && match(suites, suite).isEmpty()) {
                weaknesses.add(NOT_LISTED);
            }
        }
    }

    /**
     * Limits for a server's certificate.
     *
     * @param rsaBits smallest RSA or DSA key
     * @param curveBits smallest elliptic curve
     * @param forbiddenHashes of signatures, such as {@code SHA1}
     * @param selfSigned whether a self-signed certificate is acceptable
     * @param lifeDays longest time from first to last day of validity
     */
    public record Certificate(
            int rsaBits, int curveBits, List<String> forbiddenHashes, boolean selfSigned, int lifeDays) {
        public Certificate {
            forbiddenHashes = List.copyOf(forbiddenHashes);
        }
    }

    /**
     * Algorithms that must not be chosen, by the names of {@code plainsight.crypto}.
     *
     * @param versions of the protocol
     */
    public record Algorithms(
            List<NamePattern> versions,
            List<NamePattern> keyExchange,
            List<NamePattern> authentication,
            List<NamePattern> encryption,
            List<NamePattern> integrity) {
        public Algorithms {
            versions = List.copyOf(versions);
            keyExchange = List.copyOf(keyExchange);
            authentication = List.copyOf(authentication);
            encryption = List.copyOf(encryption);
            integrity = List.copyOf(integrity);
        }
    }

    /** This profile with another lowest version of TLS. */
    public Profile withMinimumVersion(String version) {
        return new Profile(
                name,
                title,
                source,
                date,
                new Tls(
                        version,
                        tls.forbidden(),
                        tls.cbcWithEncryptThenMac(),
                        tls.suites(),
                        tls.groups(),
                        tls.dhBits(),
                        tls.forbiddenGroups()),
                certificate,
                ssh,
                ike);
    }

    /** This profile with another word on certificates that sign themselves. */
    public Profile withSelfSigned(boolean allowed) {
        Certificate limits = new Certificate(
                certificate.rsaBits(),
                certificate.curveBits(),
                certificate.forbiddenHashes(),
                allowed,
                certificate.lifeDays());
        return new Profile(name, title, source, date, tls, limits, ssh, ike);
    }

    /** The pattern that a name breaks a list by; empty when none does, or when there is no name. */
    public static Optional<NamePattern> match(List<NamePattern> patterns, String name) {
        if (name != null) {
            for (int i = 0; i < patterns.size(); i++) { // on every handshake, mostly of no patterns
                if (patterns.get(i).matches(name)) {
                    return Optional.of(patterns.get(i));
                }
            }
        }
        return Optional.empty();
    }
}

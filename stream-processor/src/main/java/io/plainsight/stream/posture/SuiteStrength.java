package io.plainsight.stream.posture;

import io.plainsight.events.Observation;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.profile.Profile;
import io.plainsight.stream.profile.SuiteTrait;

/** Whether a profile accepts what a handshake chose, by the same limits as the rule {@code weak-cipher-suite}. Pure functions. */
final class SuiteStrength {
    private SuiteStrength() {}

    /** @return null where the suite is not known, so that nothing can be said */
    static Boolean accepted(Observation.Tls tls, Observation.TlsDetail detail, Profile.Tls limits) {
        Integer dhBits = detail == null ? null : detail.dhBits();
        if (dhBits != null && dhBits < limits.dhBits()) {
            return false;
        }
        boolean groupRefused = tls.curve() != null
                && !limits.groups().isEmpty()
                && Profile.match(limits.groups(), tls.curve()).isEmpty();
        if (groupRefused) {
            return false;
        }
        return isNamed(tls.cipher()) ? acceptedSuite(tls.cipher(), detail, limits) : null;
    }

    /** Whether the registry has a name for it; of a bare number nothing is known. */
    static boolean isNamed(String cipher) {
        return cipher != null && !cipher.startsWith("0x");
    }

    private static boolean acceptedSuite(String name, Observation.TlsDetail detail, Profile.Tls limits) {
        CipherSuiteTraits traits = CipherSuiteTraits.of(name);
        boolean encryptsThenMac = detail != null && Boolean.TRUE.equals(detail.encryptThenMac());
        for (SuiteTrait trait : SuiteTrait.values()) {
            boolean excused = trait == SuiteTrait.CBC && limits.cbcWithEncryptThenMac() && encryptsThenMac;
            if (limits.forbidden().contains(trait) && trait.isIn(traits) && !excused) {
                return false;
            }
        }
        return limits.suites().isEmpty() || Profile.match(limits.suites(), name).isPresent();
    }
}

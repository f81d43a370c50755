package io.plainsight.stream.profile;

import io.plainsight.events.tls.CipherSuiteTraits;
import java.util.Arrays;
import java.util.Optional;

/** What a profile can forbid of a TLS cipher suite; the phrases are those of {@link CipherSuiteTraits}. */
public enum SuiteTrait {
    NO_ENCRYPTION("no-encryption", "no encryption"),
    NO_AUTHENTICATION("no-authentication", "no authentication"),
    EXPORT("export", "export-grade key"),
    RC4("rc4", "RC4 or RC2 cipher"),
    DES("des", "single DES"),
    TRIPLE_DES("3des", "3DES"),
    IDEA("idea", "IDEA cipher"),
    STATIC_RSA("static-rsa", "static RSA key exchange: no forward secrecy"),
    STATIC_DH("static-dh", "static Diffie-Hellman: no forward secrecy"),
    CBC("cbc", "CBC mode"),
    /** Not a weakness of BCP 195 by itself; RFC 10015 discourages it. */
    DHE("dhe", "finite-field Diffie-Hellman");

    private final String id;
    private final String phrase;

    SuiteTrait(String id, String phrase) {
        this.id = id;
        this.phrase = phrase;
    }

    /** As profiles spell it. */
    public String id() {
        return id;
    }

    /** As findings say it. */
    public String phrase() {
        return phrase;
    }

    /** Whether the suite has it. */
    public boolean isIn(CipherSuiteTraits suite) {
        return this == DHE
                ? suite.keyExchange().startsWith("DHE_")
                : suite.weaknesses().contains(phrase);
    }

    static Optional<SuiteTrait> of(String id) {
        return Arrays.stream(values()).filter(trait -> trait.id.equals(id)).findFirst();
    }
}

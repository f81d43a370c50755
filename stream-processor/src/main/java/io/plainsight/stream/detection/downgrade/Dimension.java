package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.TlsVersions;

/**
 * What a service's protection is measured by. Each has levels, 0 and rising with strength; the levels of one dimension are
 * compared with each other alone. {@link #KEY_EXCHANGE} and everything after it is compared among handshakes with the same
 * offer, since a different hello rightly gets a different answer.
 */
enum Dimension {
    /** Rank of the version, see {@link TlsVersions}. */
    VERSION,
    /** 1 encrypted, 0 in clear. */
    ENCRYPTION,
    /**
     * 3 forward secret; 2 finite-field groups of 1024 to 2047 bits; 1 static RSA or Diffie-Hellman; 0 breakable while the
     * connection lives: EXPORT (FREAK), anonymous, below 1024 bits (Logjam). To TLS 1.2, where the protection of the
     * handshake itself hangs on the key exchange.
     */
    KEY_EXCHANGE,
    /** 3 AEAD, 2 CBC, 1 64-bit blocks and RC4, 0 no encryption; to TLS 1.2. */
    CIPHER,
    /** Classical security strength in bits (NIST SP 800-57 part 1 rev. 5 table 2), as a class from 0 to 4. */
    GROUP,
    /** 1 with a post-quantum part, 0 without; TLS 1.3. */
    POST_QUANTUM,
    /** 1 HTTP/2, 0 less; to TLS 1.2, later versions encrypt it. */
    PROTOCOL;

    /** The row that a fall to {@code level} makes. */
    String row(int level) {
        return switch (this) {
            case VERSION -> "best-seen-regression";
            case ENCRYPTION -> "plaintext-regression";
            case KEY_EXCHANGE ->
                switch (level) {
                    case 0 -> "breakable-key-exchange";
                    case 1 -> "forward-secrecy-regression";
                    default -> "dh-regression";
                };
            case CIPHER -> "cipher-regression";
            case GROUP -> "group-regression";
            case POST_QUANTUM -> "post-quantum-regression";
            case PROTOCOL -> "alpn-regression";
        };
    }

    /** What an attacker on the wire can bring about is a downgrade; the rest is a change of one of the ends. */
    RuleText rule() {
        return switch (this) {
            case VERSION, ENCRYPTION, KEY_EXCHANGE -> DowngradeRule.TEXT;
            case CIPHER, GROUP, POST_QUANTUM, PROTOCOL -> ProtectionRegressionRule.TEXT;
        };
    }

    Severity severity(int level) {
        return switch (this) {
            case VERSION -> Severity.MEDIUM;
            case ENCRYPTION -> Severity.HIGH;
            case KEY_EXCHANGE -> level == 0 ? Severity.HIGH : Severity.MEDIUM;
            case CIPHER -> level >= 2 ? Severity.LOW : Severity.MEDIUM;
            case GROUP -> level >= 2 ? Severity.LOW : Severity.MEDIUM;
            case POST_QUANTUM -> Severity.LOW;
            case PROTOCOL -> Severity.INFO;
        };
    }

    /** A level in words. */
    String text(int level) {
        return switch (this) {
            case VERSION -> TlsVersions.ascending().get(level);
            case ENCRYPTION -> level > 0 ? "encrypted" : "plaintext";
            case KEY_EXCHANGE ->
                switch (level) {
                    case 0 -> "breakable key exchange";
                    case 1 -> "static key exchange";
                    case 2 -> "Diffie-Hellman below 2048 bits";
                    default -> "forward secrecy";
                };
            case CIPHER ->
                switch (level) {
                    case 0 -> "no encryption";
                    case 1 -> "RC4 or a 64-bit block cipher";
                    case 2 -> "CBC";
                    default -> "AEAD";
                };
            case GROUP ->
                switch (level) {
                    case 0 -> "a group below 112 bits of strength";
                    case 1 -> "a group of 112 bits of strength";
                    case 2 -> "a group of 128 bits of strength";
                    case 3 -> "a group of 192 bits of strength";
                    default -> "a group of 256 bits of strength";
                };
            case POST_QUANTUM -> level > 0 ? "post-quantum" : "classical";
            case PROTOCOL -> level > 0 ? "h2" : "less than h2";
        };
    }
}

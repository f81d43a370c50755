package io.plainsight.sensor.opcua;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/** Security policies by the end of their URI (OPC 10000-7 section 6.6). */
enum SecurityPolicy {
    NONE("None", Strength.CLEAR),
    /** SHA-1 and RSA of 1024 bits. */
    BASIC128_RSA15("Basic128Rsa15", Strength.WEAK),
    /** SHA-1. */
    BASIC256("Basic256", Strength.WEAK),
    BASIC256_SHA256("Basic256Sha256", Strength.ACCEPTED),
    AES128_SHA256_RSA_OAEP("Aes128_Sha256_RsaOaep", Strength.ACCEPTED),
    AES256_SHA256_RSA_PSS("Aes256_Sha256_RsaPss", Strength.ACCEPTED),
    ECC_NIST_P256("ECC_nistP256", Strength.ACCEPTED),
    ECC_NIST_P384("ECC_nistP384", Strength.ACCEPTED),
    ECC_BRAINPOOL_P256R1("ECC_brainpoolP256r1", Strength.ACCEPTED),
    ECC_BRAINPOOL_P384R1("ECC_brainpoolP384r1", Strength.ACCEPTED),
    ECC_CURVE25519("ECC_curve25519", Strength.ACCEPTED),
    ECC_CURVE448("ECC_curve448", Strength.ACCEPTED),
    /** Another one, or not seen. */
    UNKNOWN(null, Strength.UNKNOWN);

    enum Strength {
        CLEAR,
        WEAK,
        ACCEPTED,
        UNKNOWN
    }

    private static final String PREFIX = "http://opcfoundation.org/UA/SecurityPolicy#";

    private final String text;
    private final Strength strength;

    SecurityPolicy(String text, Strength strength) {
        this.text = text;
        this.strength = strength;
    }

    String text() {
        return text;
    }

    Strength strength() {
        return strength;
    }

    /** The policy whose URI, with its length before it, stands at {@code at}. */
    static SecurityPolicy at(ByteCursor in, int at) {
        long length = Peek.u32le(in, at);
        for (SecurityPolicy policy : values()) {
            if (policy.text != null
                    && length == PREFIX.length() + policy.text.length()
                    && Peek.is(in, at + 4, PREFIX)
                    && Peek.is(in, at + 4 + PREFIX.length(), policy.text)) {
                return policy;
            }
        }
        return UNKNOWN;
    }
}

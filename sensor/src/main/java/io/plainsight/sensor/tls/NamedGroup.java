package io.plainsight.sensor.tls;

import java.util.Locale;

/** Key agreement groups, IANA registry "TLS Supported Groups", with the post-quantum groups of the ecdhe-mlkem and mlkem drafts. */
public final class NamedGroup {
    public static final int SECP256R1 = 23;
    private static final int SECT163K1 = 1;
    private static final int SECT193R2 = 5;
    private static final int SECP160K1 = 15;
    private static final int SECP192R1 = 19;
    private static final int EXPLICIT_PRIME_CURVE = 0xff01;
    private static final int EXPLICIT_CHAR2_CURVE = 0xff02;
    public static final int X25519 = 29;
    public static final int X25519MLKEM768 = 4588;

    private static final String[] CURVES = {
        null,
        "sect163k1",
        "sect163r1",
        "sect163r2",
        "sect193r1",
        "sect193r2",
        "sect233k1",
        "sect233r1",
        "sect239k1",
        "sect283k1",
        "sect283r1",
        "sect409k1",
        "sect409r1",
        "sect571k1",
        "sect571r1",
        "secp160k1",
        "secp160r1",
        "secp160r2",
        "secp192k1",
        "secp192r1",
        "secp224k1",
        "secp224r1",
        "secp256k1",
        "secp256r1",
        "secp384r1",
        "secp521r1",
        "brainpoolp256r1",
        "brainpoolp384r1",
        "brainpoolp512r1",
        "x25519",
        "x448",
        "brainpoolp256r1tls13",
        "brainpoolp384r1tls13",
        "brainpoolp512r1tls13",
        "gc256a",
        "gc256b",
        "gc256c",
        "gc256d",
        "gc512a",
        "gc512b",
        "gc512c",
        "curvesm2"
    };

    private NamedGroup() {}

    /** The registry's name in lower case; {@code 0xabcd} where it has none. */
    public static String name(int group) {
        if (group > 0 && group < CURVES.length) {
            return CURVES[group];
        }
        return switch (group) {
            case 256 -> "ffdhe2048";
            case 257 -> "ffdhe3072";
            case 258 -> "ffdhe4096";
            case 259 -> "ffdhe6144";
            case 260 -> "ffdhe8192";
            case 512 -> "mlkem512";
            case 513 -> "mlkem768";
            case 514 -> "mlkem1024";
            case 4587 -> "secp256r1mlkem768";
            case X25519MLKEM768 -> "x25519mlkem768";
            case 4589 -> "secp384r1mlkem1024";
            case 4590 -> "curvesm2mlkem768";
            case 16696 -> "cecpq2";
            case 25497 -> "x25519kyber768draft00";
            case 25498 -> "secp256r1kyber768draft00";
            case 0xff01 -> "arbitrary_explicit_prime_curves";
            case 0xff02 -> "arbitrary_explicit_char2_curves";
            default -> String.format("0x%04x", group & 0xffff);
        };
    }

    /** How a group resists quantum computers. */
    public enum PostQuantum {
        /** A classical and a post-quantum part: safe as long as either holds. */
        HYBRID,
        /** ML-KEM alone. */
        PURE,
        /** An experiment that a standard has replaced; marked as such because it says nothing about the final form. */
        DRAFT;

        /** The value of {@code plainsight.tls.post_quantum_kind}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Curves below 224 bits (RFC 9325 section 4.5), and those written out instead of named (RFC 8422 section 5.1.1). */
    public static boolean isWeak(int group) {
        boolean binary = group >= SECT163K1 && group <= SECT193R2;
        boolean prime = group >= SECP160K1 && group <= SECP192R1;
        return binary || prime || group == EXPLICIT_PRIME_CURVE || group == EXPLICIT_CHAR2_CURVE;
    }

    /** Bits of the prime of a finite-field group (RFC 7919 appendix A); 0 for any other group. */
    public static int dhBits(int group) {
        return switch (group) {
            case 256 -> 2048;
            case 257 -> 3072;
            case 258 -> 4096;
            case 259 -> 6144;
            case 260 -> 8192;
            default -> 0;
        };
    }

    /** How the group resists quantum computers; null when it does not. */
    public static PostQuantum postQuantum(int group) {
        return switch (group) {
            case 512, 513, 514 -> PostQuantum.PURE;
            case 4587, X25519MLKEM768, 4589, 4590 -> PostQuantum.HYBRID;
            case 16696, 25497, 25498 -> PostQuantum.DRAFT;
            default -> null;
        };
    }

    /** Whether the group has a post-quantum part, drafts included. */
    public static boolean isPostQuantum(int group) {
        return postQuantum(group) != null;
    }

    /** Whether one of the groups has a post-quantum part. */
    public static boolean hasPostQuantum(CodeList groups) {
        for (int i = 0; i < groups.size(); i++) {
            if (isPostQuantum(groups.get(i))) {
                return true;
            }
        }
        return false;
    }
}

package io.plainsight.sensor.tls;

/** GREASE values (RFC 8701 section 2): {@code 0x0A0A}, {@code 0x1A1A} … {@code 0xFAFA}; they mean nothing and are skipped everywhere. */
public final class Grease {
    private Grease() {}

    /** Whether a 16-bit code point (suite, extension, group, version, signature scheme) is a GREASE value. */
    public static boolean is(int value) {
        return (value & 0x0f0f) == 0x0a0a && (value >> 8 & 0xff) == (value & 0xff);
    }
}

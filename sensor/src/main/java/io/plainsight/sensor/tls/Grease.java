package io.plainsight.sensor.tls;

/** GREASE values (RFC 8701 section 2): {@code 0x0A0A}, {@code 0x1A1A} … {@code 0xFAFA}; they mean nothing and are skipped everywhere. */
public final class Grease {
    private Grease() {}

    /** The eight values that RFC 8701 section 2 reserves among PskKeyExchangeModes begin here and stand this far apart. */
    private static final int FIRST_PSK_MODE = 0x0b;

    private static final int PSK_MODE_STEP = 0x1f;

    /** Whether a PskKeyExchangeMode is a GREASE value: {@code 0x0B}, {@code 0x2A} … {@code 0xE4}. */
    public static boolean isPskMode(int mode) {
        return mode >= FIRST_PSK_MODE && (mode - FIRST_PSK_MODE) % PSK_MODE_STEP == 0;
    }

    /** Whether an ALPN name is a GREASE value: two equal bytes such as {@code 0x0A 0x0A}. */
    public static boolean isProtocolName(String name) {
        return name.length() == 2 && is(name.charAt(0) << 8 | name.charAt(1));
    }

    /** Whether a 16-bit code point (suite, extension, group, version, signature scheme) is a GREASE value. */
    public static boolean is(int value) {
        return (value & 0x0f0f) == 0x0a0a && (value >> 8 & 0xff) == (value & 0xff);
    }
}

package io.plainsight.sensor.tls;

import java.util.ArrayList;
import java.util.List;

/** Ways to use a pre-shared key, IANA registry "TLS PskKeyExchangeMode" (RFC 8446 section 4.2.9). */
final class PskMode {
    /** The key alone. */
    static final int PSK_KE = 0;
    /** The key and a fresh key exchange. */
    static final int PSK_DHE_KE = 1;

    private PskMode() {}

    /** {@code psk_ke}, {@code psk_dhe_ke}; {@code 0xab} for a number that the registry does not have. */
    static String name(int mode) {
        return switch (mode) {
            case PSK_KE -> "psk_ke";
            case PSK_DHE_KE -> "psk_dhe_ke";
            default -> String.format("0x%02x", mode & 0xff);
        };
    }

    /** The names of what is no GREASE, in the order given. */
    static List<String> names(int[] modes) {
        List<String> names = new ArrayList<>(modes.length);
        for (int mode : modes) {
            if (!Grease.isPskMode(mode)) {
                names.add(name(mode));
            }
        }
        return List.copyOf(names);
    }
}

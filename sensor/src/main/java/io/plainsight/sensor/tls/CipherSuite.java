package io.plainsight.sensor.tls;

import io.plainsight.events.tls.CipherSuiteTraits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Cipher suites by code point, IANA registry "TLS Cipher Suites"; the table is the resource {@code cipher-suites.txt}.
 *
 * <p><b>Memory:</b> one reference per code point of the pages in use, loaded with the class, and 256 KiB for traits.
 */
public final class CipherSuite {
    /** RFC 5746: signals secure renegotiation, is no suite. */
    public static final int TLS_EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;
    /** RFC 7507: the client fell back to a lower version, is no suite. */
    public static final int TLS_FALLBACK_SCSV = 0x5600;

    private static final String TABLE = "cipher-suites.txt";
    private static final int PAGE = 256;
    /** By high byte, then low byte; null where the registry has nothing. */
    private static final String[][] NAMES = load();
    /** Of registered suites, by code point; null until asked for. Immutable ones, so two threads may make one twice. */
    private static final CipherSuiteTraits[] TRAITS = new CipherSuiteTraits[PAGE * PAGE];

    private CipherSuite() {}

    /** The IANA name; {@code 0xABCD} where the registry has none. */
    public static String name(int cipherSuite) {
        String name = registeredName(cipherSuite);
        return name != null ? name : String.format("0x%04X", cipherSuite & 0xffff);
    }

    public static boolean isKnown(int cipherSuite) {
        return registeredName(cipherSuite) != null;
    }

    /** What the suite's name says about its strength. */
    public static CipherSuiteTraits traits(int cipherSuite) {
        CipherSuiteTraits known = TRAITS[cipherSuite & 0xffff];
        if (known == null) {
            known = CipherSuiteTraits.of(name(cipherSuite));
            if (isKnown(cipherSuite)) {
                TRAITS[cipherSuite & 0xffff] = known;
            }
        }
        return known;
    }

    /** Bytes of the handshake hash: 48 for suites on SHA-384, 64 for SHA-512, else 32. Meaningful for TLS 1.3 suites. */
    public static int hashLength(int cipherSuite) {
        String name = name(cipherSuite);
        if (name.endsWith("SHA384")) {
            return 48;
        }
        return name.endsWith("SHA512") ? 64 : 32;
    }

    private static String registeredName(int cipherSuite) {
        String[] page = NAMES[cipherSuite >> 8 & 0xff];
        return page == null ? null : page[cipherSuite & 0xff];
    }

    private static String[][] load() {
        String[][] names = new String[PAGE][];
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(CipherSuite.class.getResourceAsStream(TABLE), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    int code = Integer.parseInt(line, 0, 4, 16);
                    if (names[code >> 8] == null) {
                        names[code >> 8] = new String[PAGE];
                    }
                    names[code >> 8][code & 0xff] = line.substring(5);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table of cipher suites: " + TABLE, e);
        }
        return names;
    }
}

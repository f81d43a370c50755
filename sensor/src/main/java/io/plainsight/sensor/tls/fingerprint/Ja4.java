package io.plainsight.sensor.tls.fingerprint;

import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.Grease;
import io.plainsight.sensor.tls.TlsExtensionType;
import io.plainsight.sensor.tls.TlsVersion;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * JA4, the TLS client fingerprint (FoxIO, technical_details/JA4.md, BSD licence): such as
 * {@code t13d1516h2_8daaf6152771_e5627efa2ab1}. GREASE is left out everywhere.
 *
 * <pre>
 *  t    13       d    15      16          h2     _ 8daaf6152771 _ e5627efa2ab1
 *  |    version  SNI  suites  extensions  ALPN     sorted suites  sorted extensions without SNI and ALPN,
 *  transport                                                      then signature algorithms as sent
 * </pre>
 */
public final class Ja4 {
    /** First character: TLS over TCP. */
    public static final char TCP = 't';
    /** First character: QUIC. */
    public static final char QUIC = 'q';
    /** First character: DTLS. */
    public static final char DTLS = 'd';

    private static final int MAX_COUNT = 99;
    private static final int HASH_LENGTH = 12;
    private static final String EMPTY_HASH = "000000000000";

    private Ja4() {}

    /** @param transport {@link #TCP}, {@link #QUIC} or {@link #DTLS} */
    public static String of(ClientHello hello, char transport) {
        int[] suites = withoutGrease(hello.cipherSuites);
        int[] extensions = withoutGrease(hello.extensions);
        return new StringBuilder(36)
                .append(transport)
                .append(version(highestVersion(hello, transport)))
                .append(hello.hasExtension(TlsExtensionType.SERVER_NAME) ? 'd' : 'i')
                .append(count(suites.length))
                .append(count(extensions.length))
                .append(alpn(hello.firstAlpn))
                .append('_')
                .append(hash(hex(sorted(suites))))
                .append('_')
                .append(hash(extensionText(extensions, withoutGrease(hello.signatureAlgorithms))))
                .toString();
    }

    private static String extensionText(int[] extensions, int[] signatureAlgorithms) {
        int[] hashed = Arrays.stream(sorted(extensions))
                .filter(type -> type != TlsExtensionType.SERVER_NAME
                        && type != TlsExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION)
                .toArray();
        return signatureAlgorithms.length == 0 ? hex(hashed) : hex(hashed) + '_' + hex(signatureAlgorithms);
    }

    /**
     * The highest version of supported_versions, which is the highest number, drafts' included although they have no code,
     * and for DTLS, which counts downwards, the lowest; else legacy_version.
     */
    private static int highestVersion(ClientHello hello, char transport) {
        IntStream versions = Arrays.stream(withoutGrease(hello.supportedVersions));
        return (transport == DTLS ? versions.min() : versions.max()).orElse(hello.legacyVersion);
    }

    private static String version(int version) {
        return switch (version) {
            case TlsVersion.TLS_1_3 -> "13";
            case TlsVersion.TLS_1_2 -> "12";
            case TlsVersion.TLS_1_1 -> "11";
            case TlsVersion.TLS_1_0 -> "10";
            case TlsVersion.SSL_3_0 -> "s3";
            case TlsVersion.SSL_2_0 -> "s2";
            case TlsVersion.DTLS_1_0 -> "d1";
            case TlsVersion.DTLS_1_2 -> "d2";
            case TlsVersion.DTLS_1_3 -> "d3";
            default -> "00";
        };
    }

    private static String count(int count) {
        int capped = Math.min(count, MAX_COUNT);
        return capped < 10 ? "0" + capped : Integer.toString(capped);
    }

    /** First and last character of the first ALPN value; when either is not alphanumeric, of its hexadecimal form. */
    private static String alpn(byte[] first) {
        if (first == null || first.length == 0) {
            return "00";
        }
        int start = first[0] & 0xff;
        int end = first[first.length - 1] & 0xff;
        if (isAlphanumeric(start) && isAlphanumeric(end)) {
            return "" + (char) start + (char) end;
        }
        return "" + Character.forDigit(start >> 4, 16) + Character.forDigit(end & 0xf, 16);
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static String hash(String text) {
        return text.isEmpty() ? EMPTY_HASH : Hashes.sha256(text).substring(0, HASH_LENGTH);
    }

    private static String hex(int[] values) {
        StringBuilder text = new StringBuilder(values.length * 5);
        for (int value : values) {
            text.append(text.length() == 0 ? "" : ",");
            for (int shift = 12; shift >= 0; shift -= 4) {
                text.append(Character.forDigit(value >> shift & 0xf, 16));
            }
        }
        return text.toString();
    }

    private static int[] sorted(int[] values) {
        int[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static int[] withoutGrease(int[] values) {
        return Arrays.stream(values).filter(value -> !Grease.is(value)).toArray();
    }
}

package io.plainsight.sensor.tls.fingerprint;

import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.CodeList;
import io.plainsight.sensor.tls.TlsExtensionType;
import io.plainsight.sensor.tls.TlsVersion;
import java.util.Arrays;

/**
 * JA4, the TLS client fingerprint (FoxIO, technical_details/JA4.md, BSD licence): such as
 * {@code t13d1516h2_8daaf6152771_e5627efa2ab1}. GREASE is left out everywhere.
 *
 * <pre>
 *  t    13       d    15      16          h2     _ 8daaf6152771 _ e5627efa2ab1
 *  |    version  SNI  suites  extensions  ALPN     sorted suites  sorted extensions without SNI and ALPN,
 *  transport                                                      then signature algorithms as sent
 * </pre>
 *
 * <p><b>Threading:</b> any. <b>Memory:</b> a string where the fingerprint was not made lately, else nothing.
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
    /** Digits and separator of one value. */
    private static final int HEX_ROOM = 5;

    private static final String EMPTY_HASH = "000000000000";

    private Ja4() {}

    /** @param transport {@link #TCP}, {@link #QUIC} or {@link #DTLS} */
    public static String of(ClientHello hello, char transport) {
        Hashes hashes = Hashes.ofThread();
        CodeList suites = hello.cipherSuites.withoutGrease();
        CodeList signatures = hello.signatureAlgorithms.withoutGrease();
        int version = highestVersion(hello, transport);
        int[] extensions = hashes.extensions;
        int count = hashes.withoutGrease(hello.extensions);
        Arrays.sort(extensions, 0, count);
        String known = hashes.ja4.find(transport, version, suites, signatures, hello.alpn, extensions, count);
        if (known != null) {
            return known;
        }
        String fingerprint = new StringBuilder(36)
                .append(transport)
                .append(version(version))
                .append(hello.hasExtension(TlsExtensionType.SERVER_NAME) ? 'd' : 'i')
                .append(count(suites.size()))
                .append(count(count))
                .append(alpn(hello.alpn.first()))
                .append('_')
                .append(suiteHash(hashes, suites))
                .append('_')
                .append(extensionHash(hashes, extensions, count, signatures))
                .toString();
        return hashes.ja4.keep(transport, version, suites, signatures, hello.alpn, extensions, count, fingerprint);
    }

    private static String suiteHash(Hashes hashes, CodeList suites) {
        int[] sorted = suites.toArray();
        Arrays.sort(sorted);
        byte[] text = hashes.text(sorted.length * HEX_ROOM);
        int end = 0;
        for (int suite : sorted) {
            end = hex(text, end, ',', suite);
        }
        return hash(hashes, end);
    }

    private static String extensionHash(Hashes hashes, int[] sorted, int count, CodeList signatures) {
        byte[] text = hashes.text((count + signatures.size()) * HEX_ROOM + 1);
        int end = 0;
        for (int i = 0; i < count; i++) {
            int type = sorted[i];
            if (type != TlsExtensionType.SERVER_NAME
                    && type != TlsExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION) {
                end = hex(text, end, ',', type);
            }
        }
        for (int i = 0; i < signatures.size(); i++) {
            if (i == 0 && end == 0) {
                text[end++] = '_';
                end = hex(text, end, signatures.get(0));
            } else {
                end = hex(text, end, i == 0 ? '_' : ',', signatures.get(i));
            }
        }
        return hash(hashes, end);
    }

    /** A value in four digits, behind {@code separator} unless it is the first. */
    private static int hex(byte[] text, int at, char separator, int value) {
        if (at > 0) {
            text[at] = (byte) separator;
            return hex(text, at + 1, value);
        }
        return hex(text, at, value);
    }

    private static int hex(byte[] text, int at, int value) {
        for (int i = 0; i < 4; i++) {
            text[at + i] = (byte) Character.forDigit(value >> 12 - 4 * i & 0xf, 16);
        }
        return at + 4;
    }

    /**
     * The highest version of supported_versions, which is the highest number, drafts' included although they have no code,
     * and for DTLS, which counts downwards, the lowest; else legacy_version.
     */
    private static int highestVersion(ClientHello hello, char transport) {
        CodeList versions = hello.supportedVersions.withoutGrease();
        if (versions.isEmpty()) {
            return hello.legacyVersion;
        }
        int best = versions.get(0);
        for (int i = 1; i < versions.size(); i++) {
            best = transport == DTLS ? Math.min(best, versions.get(i)) : Math.max(best, versions.get(i));
        }
        return best;
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

    private static String hash(Hashes hashes, int length) {
        return length == 0 ? EMPTY_HASH : hashes.sha256(length, HASH_LENGTH);
    }
}

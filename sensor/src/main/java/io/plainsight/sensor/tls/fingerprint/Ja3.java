package io.plainsight.sensor.tls.fingerprint;

import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.CodeList;
import io.plainsight.sensor.tls.CodeLists;
import io.plainsight.sensor.tls.DecimalText;
import io.plainsight.sensor.tls.ServerHello;

/**
 * JA3 and JA3S (Salesforce, 2017): MD5 over the decimal values of a hello's fields, GREASE left out.
 *
 * <p>{@code version,suites,extensions,groups,point formats} for a client; {@code version,suite,extensions} for a server.
 *
 * <p><b>Threading:</b> any. <b>Memory:</b> a string where the fingerprint was not made lately, else nothing.
 */
public final class Ja3 {
    /** Digits and separator of one value. */
    private static final int ROOM = DecimalText.MAX_DIGITS + 1;

    private Ja3() {}

    /** JA3 as 32 hexadecimal digits. */
    public static String of(ClientHello hello) {
        Hashes hashes = Hashes.ofThread();
        CodeList suites = hello.cipherSuites.withoutGrease();
        CodeList groups = hello.supportedGroups.withoutGrease();
        CodeList formats = hello.ecPointFormats;
        int[] extensions = hashes.extensions;
        int count = hashes.withoutGrease(hello.extensions);
        String known = hashes.ja3.find(hello.legacyVersion, 0, suites, groups, formats, extensions, count);
        if (known != null) {
            return known;
        }
        byte[] text = hashes.text((suites.size() + count + groups.size() + formats.size() + 5) * ROOM);
        int end = DecimalText.put(text, 0, hello.legacyVersion);
        end = put(text, end, suites.digits());
        text[end++] = ',';
        end = put(text, end, extensions, count);
        end = put(text, end, groups.digits());
        end = put(text, end, formats.digits());
        return hashes.ja3.keep(hello.legacyVersion, 0, suites, groups, formats, extensions, count, hashes.md5(end));
    }

    /** JA3S as 32 hexadecimal digits. */
    public static String of(ServerHello hello) {
        Hashes hashes = Hashes.ofThread();
        CodeList none = CodeLists.NONE;
        int[] extensions = hashes.extensions;
        int count = hashes.withoutGrease(hello.extensions);
        String known = hashes.ja3s.find(hello.legacyVersion, hello.cipherSuite, none, none, none, extensions, count);
        if (known != null) {
            return known;
        }
        byte[] text = hashes.text((count + 3) * ROOM);
        int end = DecimalText.put(text, 0, hello.legacyVersion);
        text[end++] = ',';
        end = DecimalText.put(text, end, hello.cipherSuite);
        text[end++] = ',';
        end = put(text, end, extensions, count);
        return hashes.ja3s.keep(
                hello.legacyVersion, hello.cipherSuite, none, none, none, extensions, count, hashes.md5(end));
    }

    /** A comma and the digits. */
    private static int put(byte[] text, int at, byte[] digits) {
        text[at] = ',';
        System.arraycopy(digits, 0, text, at + 1, digits.length);
        return at + 1 + digits.length;
    }

    private static int put(byte[] text, int at, int[] values, int count) {
        int end = at;
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text[end++] = '-';
            }
            end = DecimalText.put(text, end, values[i]);
        }
        return end;
    }
}

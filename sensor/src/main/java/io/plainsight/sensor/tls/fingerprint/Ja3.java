package io.plainsight.sensor.tls.fingerprint;

import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.Grease;
import io.plainsight.sensor.tls.ServerHello;

/**
 * JA3 and JA3S (Salesforce, 2017): MD5 over the decimal values of a hello's fields, GREASE left out.
 *
 * <p>{@code version,suites,extensions,groups,point formats} for a client; {@code version,suite,extensions} for a server.
 */
public final class Ja3 {
    private Ja3() {}

    /** JA3 as 32 hexadecimal digits. */
    public static String of(ClientHello hello) {
        return Hashes.md5(text(hello));
    }

    /** JA3S as 32 hexadecimal digits. */
    public static String of(ServerHello hello) {
        return Hashes.md5(text(hello));
    }

    static String text(ClientHello hello) {
        StringBuilder text = new StringBuilder(256).append(hello.legacyVersion).append(',');
        list(text, hello.cipherSuites).append(',');
        list(text, hello.extensions).append(',');
        list(text, hello.supportedGroups).append(',');
        return list(text, hello.ecPointFormats).toString();
    }

    static String text(ServerHello hello) {
        StringBuilder text = new StringBuilder(64)
                .append(hello.legacyVersion)
                .append(',')
                .append(hello.cipherSuite)
                .append(',');
        return list(text, hello.extensions).toString();
    }

    private static StringBuilder list(StringBuilder text, int[] values) {
        boolean first = true;
        for (int value : values) {
            if (!Grease.is(value)) {
                text.append(first ? "" : "-").append(value);
                first = false;
            }
        }
        return text;
    }
}

package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import java.util.Locale;

/** What kind of thing answered a ClientHello instead of TLS: told by its first bytes, which are not kept. */
enum ReplyKind {
    HTTP,
    TEXT,
    BINARY;

    private static final String HTTP_VERSION = "HTTP/";
    private static final int LOOKED_AT = 12;

    static ReplyKind of(ByteCursor bytes) {
        int length = Math.min(LOOKED_AT, bytes.remaining());
        boolean http = length >= HTTP_VERSION.length();
        for (int i = 0; i < length; i++) {
            int octet = bytes.peek(i);
            boolean printable = octet >= 0x20 && octet < 0x7F || octet == '\r' || octet == '\n' || octet == '\t';
            if (!printable) {
                return BINARY;
            }
            http &= i >= HTTP_VERSION.length() || octet == HTTP_VERSION.charAt(i);
        }
        return http ? HTTP : TEXT;
    }

    /** The value of {@code plainsight.handshake.reply}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

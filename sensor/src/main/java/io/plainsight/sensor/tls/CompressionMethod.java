package io.plainsight.sensor.tls;

/** Compression methods, IANA registry "TLS Compression Method Identifiers" (RFC 3749); only NULL is left in TLS 1.3. */
public final class CompressionMethod {
    public static final int NULL = 0;
    private static final int DEFLATE = 1;
    private static final int LZS = 64;

    private CompressionMethod() {}

    /** {@code null}, {@code deflate}, {@code lzs}; {@code 0xab} for a number that the registry does not have. */
    public static String name(int method) {
        return switch (method) {
            case NULL -> "null";
            case DEFLATE -> "deflate";
            case LZS -> "lzs";
            default -> String.format("0x%02x", method & 0xff);
        };
    }
}

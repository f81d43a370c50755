package io.plainsight.sensor.tns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * Algorithms of Oracle's native network encryption, by the number in the server's answer to the negotiation of services.
 *
 * <pre>
 *  0xDEADBEEF | Length (16) | Version (32) | Services (16) | Error flags (8)
 *  Service:  Type (16) | Parts (16) | Error (32)      Part:  Length (16) | Type (16) | Value
 * </pre>
 */
enum NativeEncryption {
    NONE(0, "none", false),
    RC4_40(1, "RC4_40", true),
    DES56(2, "DES56C", true),
    DES40(3, "DES40C", true),
    RC4_256(6, "RC4_256", true),
    RC4_56(8, "RC4_56", true),
    RC4_128(10, "RC4_128", true),
    TRIPLE_DES_112(11, "3DES112", true),
    TRIPLE_DES_168(12, "3DES168", true),
    AES128(15, "AES128", false),
    AES192(16, "AES192", false),
    AES256(17, "AES256", false),
    UNKNOWN(-1, "unknown", false);

    static final long MAGIC = 0xdeadbeefL;

    private static final NativeEncryption[] ALL = values();
    private static final int HEAD = 13;
    private static final int SERVICE_HEAD = 8;
    private static final int ENCRYPTION = 2;
    private static final int BYTE_VALUE = 2;
    /** There are four services; each has a handful of parts. */
    private static final int MAX_SERVICES = 16;

    private static final int MAX_PARTS = 32;

    private final int number;
    private final String text;
    private final boolean weak;

    NativeEncryption(int number, String text, boolean weak) {
        this.number = number;
        this.text = text;
        this.weak = weak;
    }

    String text() {
        return text;
    }

    boolean isWeak() {
        return weak;
    }

    /** What the server chose; {@link #NONE} when it names no algorithm at all, {@link #UNKNOWN} when it cannot be read. */
    static NativeEncryption chosen(ByteCursor answer) {
        int services = Math.min(MAX_SERVICES, Math.max(0, Peek.u16(answer, HEAD - 3)));
        answer.skip(HEAD);
        for (int i = 0; i < services && answer.ok(); i++) {
            int type = answer.u16();
            int parts = Math.min(MAX_PARTS, answer.u16());
            answer.skip(SERVICE_HEAD - 4);
            for (int k = 0; k < parts && answer.ok(); k++) {
                int length = answer.u16();
                int kind = answer.u16();
                if (type == ENCRYPTION && kind == BYTE_VALUE && length == 1) {
                    int value = answer.u8();
                    return answer.ok() ? of(value) : UNKNOWN;
                }
                answer.skip(length);
            }
        }
        return answer.ok() ? NONE : UNKNOWN;
    }

    private static NativeEncryption of(int number) {
        for (NativeEncryption algorithm : ALL) {
            if (algorithm.number == number) {
                return algorithm;
            }
        }
        return UNKNOWN;
    }
}

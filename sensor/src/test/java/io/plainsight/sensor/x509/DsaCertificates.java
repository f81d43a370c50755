package io.plainsight.sensor.x509;

import io.plainsight.sensor.testing.Bytes;
import java.math.BigInteger;
import java.util.Random;

/** Self-issued DSA certificates with numbers of any size; their signatures do not verify. */
final class DsaCertificates {
    private static final int INTEGER = 2;
    private static final int BIT_STRING = 3;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final byte[] COMMON_NAME = Bytes.hex("0603550403");
    private static final byte[] DSA = Bytes.hex("06072a8648ce380401");
    private static final byte[] DSA_WITH_SHA256 = Bytes.hex("0609608648016503040302");

    private DsaCertificates() {}

    static byte[] selfIssued(int primeBits, int orderBits) {
        Random random = new Random(186);
        byte[] parameters = tlv(
                SEQUENCE,
                integer(number(primeBits, random)),
                integer(number(orderBits, random)),
                integer(number(primeBits - 1, random)));
        byte[] key = tlv(BIT_STRING, new byte[1], integer(number(primeBits - 1, random)));
        byte[] algorithm = tlv(SEQUENCE, DSA_WITH_SHA256);
        byte[] name = tlv(SEQUENCE, tlv(SET, tlv(SEQUENCE, COMMON_NAME, tlv(UTF8_STRING, new byte[] {'a'}))));
        byte[] toBeSigned = tlv(
                SEQUENCE,
                tlv(0xa0, integer(BigInteger.TWO)),
                integer(BigInteger.ONE),
                algorithm,
                name,
                tlv(SEQUENCE, time("260101000000Z"), time("270101000000Z")),
                name,
                tlv(SEQUENCE, tlv(SEQUENCE, DSA, parameters), key));
        byte[] signature =
                tlv(SEQUENCE, integer(number(orderBits - 1, random)), integer(number(orderBits - 1, random)));
        return tlv(SEQUENCE, toBeSigned, algorithm, tlv(BIT_STRING, new byte[1], signature));
    }

    /** Odd, of exactly so many bits. */
    private static BigInteger number(int bits, Random random) {
        return new BigInteger(bits, random).setBit(bits - 1).setBit(0);
    }

    private static byte[] integer(BigInteger value) {
        return tlv(INTEGER, value.toByteArray());
    }

    private static byte[] time(String text) {
        return tlv(UTC_TIME, text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static byte[] tlv(int tag, byte[]... parts) {
        byte[] value = Bytes.concat(parts);
        Bytes out = Bytes.bigEndian().u8(tag);
        if (value.length < 0x80) {
            out.u8(value.length);
        } else {
            out.u8(0x82).u16(value.length);
        }
        return out.put(value).toArray();
    }
}

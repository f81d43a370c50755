package io.plainsight.sensor.observe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Community ID version 1 with seed 0 (github.com/corelight/community-id-spec): joins observations with other tools' records
 * of the same connection, whichever direction they saw first.
 *
 * <pre>
 *   "1:" base64(sha1(seed(2) | address | address | protocol(1) | 0(1) [| port(2) | port(2)]))
 * </pre>
 *
 * The smaller address and port come first. ICMP has its type, and the type of its reply or its code, in the ports' place.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> its text alone is made per id.
 */
public final class CommunityId {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;

    /* Type and counterpart, after Zeek's tables as the specification asks. */
    private static final int[] ICMP_PAIRS = {0, 8, 8, 0, 13, 14, 14, 13, 15, 16, 16, 15, 10, 9, 9, 10, 17, 18, 18, 17};
    private static final int[] ICMPV6_PAIRS = {
        128, 129, 129, 128, 133, 134, 134, 133, 135, 136, 136, 135, 130, 131, 131, 130, 139, 140, 140, 139, 144, 145,
        145, 144
    };

    private static final int SHA1_BYTES = 20;
    private static final int PREFIX_LENGTH = 2;

    private final MessageDigest sha1;
    private final ByteBuffer input = ByteBuffer.allocate(40);
    private final byte[] digest = new byte[SHA1_BYTES];
    private final byte[] base64 = new byte[28];
    /** {@code 1:} and the digest. */
    private final byte[] text = new byte[PREFIX_LENGTH + base64.length];

    public CommunityId() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
        text[0] = '1';
        text[1] = ':';
    }

    /**
     * The id of a connection between two ends.
     *
     * @param protocol IANA protocol number
     * @param portA for ICMP and ICMPv6 the type of the message that A sent
     * @param portB for ICMP and ICMPv6 its code
     */
    public String of(int protocol, long highA, long lowA, int portA, long highB, long lowB, int portB) {
        int first = portA;
        int second = portB;
        boolean oneWay = false;
        if (protocol == ICMP || protocol == ICMPV6) {
            int counterpart = counterpart(protocol == ICMP ? ICMP_PAIRS : ICMPV6_PAIRS, portA);
            oneWay = counterpart < 0;
            second = oneWay ? portB : counterpart;
        }
        boolean inOrder = oneWay || isOrdered(highA, lowA, first, highB, lowB, second);
        input.clear();
        input.putShort((short) 0);
        putAddress(inOrder ? highA : highB, inOrder ? lowA : lowB);
        putAddress(inOrder ? highB : highA, inOrder ? lowB : lowA);
        input.put((byte) protocol).put((byte) 0);
        if (hasPorts(protocol)) {
            input.putShort((short) (inOrder ? first : second)).putShort((short) (inOrder ? second : first));
        }
        sha1.update(input.array(), 0, input.position());
        try {
            sha1.digest(digest, 0, SHA1_BYTES); // and ready for the next
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-1 has " + SHA1_BYTES + " bytes", e);
        }
        int length = Base64.getEncoder().encode(digest, base64);
        System.arraycopy(base64, 0, text, PREFIX_LENGTH, length);
        return new String(text, 0, PREFIX_LENGTH + length, StandardCharsets.ISO_8859_1);
    }

    private static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP || protocol == ICMP || protocol == ICMPV6;
    }

    private static boolean isOrdered(long highA, long lowA, int portA, long highB, long lowB, int portB) {
        int order = Long.compareUnsigned(highA, highB);
        if (order == 0) {
            order = Long.compareUnsigned(lowA, lowB);
        }
        return order < 0 || order == 0 && portA < portB;
    }

    private void putAddress(long high, long low) {
        if (Addresses.isIpv4(high, low)) {
            input.putInt((int) low);
        } else {
            input.putLong(high).putLong(low);
        }
    }

    private static int counterpart(int[] pairs, int type) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] == type) {
                return pairs[i + 1];
            }
        }
        return -1;
    }
}

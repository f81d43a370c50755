package io.plainsight.sensor.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One datagram that arrives in fragments: its bytes, and a bit for each unit of eight that is there.
 *
 * <p>Owned by {@link FragmentReassembler}; used again for datagram after datagram.
 */
final class FragmentedDatagram {
    /** Fragments begin at multiples of this. */
    static final int UNIT = 8;
    /** The greatest payload that an IP length field can state. */
    static final int MAX_LENGTH = 65_535;

    static final int FREE = 0;
    static final int OPEN = 1;
    static final int FINISHED = 2;

    static final int HELD = 0;
    static final int COMPLETE = 1;
    static final int CONFLICT = 2;

    private static final int UNKNOWN = -1;
    private static final int MAX_UNITS = (MAX_LENGTH + UNIT) / UNIT;

    int state = FREE;
    long firstTimestampNs;
    /** Payload bytes of the whole datagram; -1 until the last fragment came. */
    int totalLength;

    final ByteBuffer bytes = ByteBuffer.allocate(MAX_LENGTH + 1);
    private final long[] present = new long[(MAX_UNITS + Long.SIZE - 1) / Long.SIZE];
    private int presentUnits;
    /** Behind the last unit that is there. */
    private int endUnit;

    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int protocol;
    private int ipVersion;
    private int identification;
    private int vlanId;

    /** Wipes what was written: it is somebody's data, and this place may wait long for its next use. */
    void free() {
        state = FREE;
        Arrays.fill(bytes.array(), 0, Math.min(endUnit * UNIT, bytes.capacity()), (byte) 0);
        endUnit = 0;
    }

    void begin(Packet key, int newIdentification, int newVlanId) {
        state = OPEN;
        firstTimestampNs = key.timestampNs;
        totalLength = UNKNOWN;
        Arrays.fill(present, 0);
        presentUnits = 0;
        sourceHigh = key.sourceHigh;
        sourceLow = key.sourceLow;
        destinationHigh = key.destinationHigh;
        destinationLow = key.destinationLow;
        protocol = key.protocol;
        ipVersion = key.ipVersion;
        identification = newIdentification;
        vlanId = newVlanId;
    }

    boolean matches(Packet key, int otherIdentification, int otherVlanId) {
        return identification == otherIdentification
                && sourceLow == key.sourceLow
                && destinationLow == key.destinationLow
                && sourceHigh == key.sourceHigh
                && destinationHigh == key.destinationHigh
                && protocol == key.protocol
                && ipVersion == key.ipVersion
                && vlanId == otherVlanId;
    }

    /** The caller has checked that the fragment is captured whole and ends within {@link #MAX_LENGTH}. */
    int add(Frame frame, int fragmentOffset, int length, boolean more) {
        int firstUnit = fragmentOffset / UNIT;
        int lastUnit = (fragmentOffset + length - 1) / UNIT;
        if (contradictsLength(fragmentOffset + length, lastUnit, more)) {
            return CONFLICT;
        }
        int known = countPresent(firstUnit, lastUnit);
        if (known == lastUnit - firstUnit + 1) {
            return HELD;
        }
        if (known > 0) {
            return CONFLICT;
        }
        if (!more) {
            totalLength = fragmentOffset + length;
        }
        bytes.put(fragmentOffset, frame.buffer(), frame.offset, length);
        for (int unit = firstUnit; unit <= lastUnit; unit++) {
            present[unit / Long.SIZE] |= 1L << unit;
        }
        presentUnits += lastUnit - firstUnit + 1;
        endUnit = Math.max(endUnit, lastUnit + 1);
        // units do not repeat and end at the last one, so as many as the length has are all of them
        return totalLength != UNKNOWN && presentUnits == (totalLength + UNIT - 1) / UNIT ? COMPLETE : HELD;
    }

    private boolean contradictsLength(int end, int lastUnit, boolean more) {
        if (totalLength == UNKNOWN) {
            return !more && endUnit > lastUnit + 1;
        }
        return more ? end >= totalLength : end != totalLength;
    }

    private int countPresent(int firstUnit, int lastUnit) {
        int count = 0;
        for (int unit = firstUnit; unit <= lastUnit; unit++) {
            if ((present[unit / Long.SIZE] & 1L << unit) != 0) {
                count++;
            }
        }
        return count;
    }
}

package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * The fixed part of a resource record (RFC 1035 section 4.1.3). Its owner is read only when asked for, since a name costs more
 * than all the rest.
 *
 * <p><b>Memory:</b> reusable, allocates nothing but an owner.
 */
final class DnsRecord {
    /** The top bit is mDNS's cache-flush bit (RFC 6762 section 10.2). */
    private static final int CLASS_MASK = 0x7fff;

    int type;
    int dnsClass;
    long ttl;
    int length;
    /** The cursor's position at the record's data. */
    int dataAt;

    private int ownerAt;

    /** Moves to the next record's data; false when there is no whole record. */
    boolean read(ByteCursor in, int messageStart) {
        ownerAt = in.position();
        if (!DnsName.skip(in, messageStart)) {
            return false;
        }
        type = in.u16();
        dnsClass = in.u16() & CLASS_MASK;
        ttl = in.u32();
        length = in.u16();
        dataAt = in.position();
        return in.ok() && length <= in.remaining();
    }

    /** The cursor's position behind the record. */
    int end() {
        return dataAt + length;
    }

    /** The record's name; moves the cursor. */
    String owner(ByteCursor in, int messageStart) {
        in.position(ownerAt);
        return DnsName.read(in, messageStart);
    }
}

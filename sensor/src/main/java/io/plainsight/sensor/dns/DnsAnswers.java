package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Reads which addresses a DNS answer gives to the name asked for: A and AAAA records (RFC 1035, RFC 3596) at the name itself or
 * at the end of its CNAMEs, and the address hints of HTTPS and SVCB records (RFC 9460 section 7.3). In multicast answers
 * there is no question; each record speaks for its own name.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> strings for names, nothing else. <b>Bounds:</b> {@link #MAX_ALIASES} CNAMEs,
 * {@link #MAX_ADDRESSES} addresses, {@link #MAX_ANSWERS} records.
 */
public final class DnsAnswers {
    static final int MAX_ALIASES = 8;
    /** Records looked at in one answer, so that a forged one costs little. */
    static final int MAX_ANSWERS = 128;
    /** Addresses taken from one answer; a name with more is a list of names, not a destination. */
    static final int MAX_ADDRESSES = 64;

    private static final long MAPPED_PREFIX = 0x0000_ffff_0000_0000L;
    private static final int CLASS_IN = 1;

    private static final int PARAMETER_IPV4HINT = 4;
    private static final int PARAMETER_ECH = 5;
    private static final int PARAMETER_IPV6HINT = 6;
    private static final int MAX_PARAMETERS = 32;

    private final DnsMessage message = new DnsMessage();
    private final DnsRecord record = new DnsRecord();
    private final ByteCursor data = new ByteCursor();
    private final ByteCursor value = new ByteCursor();
    private String asked;
    private String current;
    private int taken;
    private boolean ech;

    /**
     * Reads a whole message; what is no successful answer says nothing.
     *
     * @param in from the message's first byte
     */
    public void read(ByteCursor in, NameHandler handler) {
        ech = false;
        asked = null;
        int start = in.position();
        if (!message.readHeader(in) || !isAnswer() || message.questions() > 1) {
            return;
        }
        if (message.questions() == 1) {
            asked = host(DnsName.read(in, start));
            in.skip(4);
            if (asked == null || !in.ok()) {
                return;
            }
        }
        current = asked;
        taken = 0;
        int records = in.position();
        // records come in any order: CNAMEs are followed first, and the addresses at their end read then
        for (int alias = 0; asked != null && alias < MAX_ALIASES && followAlias(in, start); alias++) {
            in.position(records);
        }
        in.position(records);
        readAddresses(in, start, handler);
    }

    /** Whether the answer last read had an HTTPS or SVCB record with keys for Encrypted ClientHello. */
    public boolean hasEch() {
        return ech;
    }

    private boolean isAnswer() {
        return message.isResponse() && message.isQuery() && message.isSuccess() && message.answers() > 0;
    }

    /** One walk over the answers; true when the current name has an alias. */
    private boolean followAlias(ByteCursor in, int start) {
        for (int i = 0; i < Math.min(message.answers(), MAX_ANSWERS) && record.read(in, start); i++) {
            if (record.type == DnsMessage.TYPE_CNAME && current.equals(record.owner(in, start))) {
                in.position(record.dataAt);
                String target = DnsName.read(in, start);
                boolean moved = target != null && !target.equals(current);
                current = moved ? target : current;
                return moved;
            }
            in.position(record.end());
        }
        return false;
    }

    private void readAddresses(ByteCursor in, int start, NameHandler handler) {
        // in unicast the answers count; multicast answers carry addresses among the additional records as well
        int records = Math.min(asked == null ? message.records() : message.answers(), MAX_ANSWERS);
        for (int i = 0; i < records && taken < MAX_ADDRESSES && record.read(in, start); i++) {
            if (record.dnsClass == CLASS_IN && isWanted(record.type)) {
                String owner = record.owner(in, start);
                boolean ours = asked == null || current.equals(owner) || asked.equals(host(owner));
                String name = asked == null ? owner : asked;
                if (ours && name != null && !name.isEmpty()) {
                    in.position(record.dataAt);
                    onRecord(in, start, name, handler);
                }
            }
            in.position(record.end());
        }
    }

    private static boolean isWanted(int type) {
        return type == DnsMessage.TYPE_A
                || type == DnsMessage.TYPE_AAAA
                || type == DnsMessage.TYPE_HTTPS
                || type == DnsMessage.TYPE_SVCB;
    }

    private void onRecord(ByteCursor in, int start, String name, NameHandler handler) {
        if (record.type == DnsMessage.TYPE_A && record.length == 4) {
            give(handler, name, 0, MAPPED_PREFIX | in.u32(), record.ttl);
        } else if (record.type == DnsMessage.TYPE_AAAA && record.length == 16) {
            give(handler, name, in.u64(), in.u64(), record.ttl);
        } else if (asked != null && record.type >= DnsMessage.TYPE_SVCB) {
            readService(in, start, name, handler);
        }
    }

    /** {@code SvcPriority(2) TargetName, then SvcParamKey(2) length(2) value} (RFC 9460 section 2.2). */
    private void readService(ByteCursor in, int start, String name, NameHandler handler) {
        int end = record.end();
        in.skip(2);
        if (!DnsName.skip(in, start) || in.position() > end) {
            return;
        }
        in.slice(end - in.position(), data);
        for (int i = 0; i < MAX_PARAMETERS && data.remaining() > 0; i++) {
            int key = data.u16();
            data.slice16(value);
            ech |= key == PARAMETER_ECH && value.remaining() > 0;
            while (key == PARAMETER_IPV4HINT && value.remaining() >= 4) {
                give(handler, name, 0, MAPPED_PREFIX | value.u32(), record.ttl);
            }
            while (key == PARAMETER_IPV6HINT && value.remaining() >= 16) {
                give(handler, name, value.u64(), value.u64(), record.ttl);
            }
        }
    }

    private void give(NameHandler handler, String name, long high, long low, long ttl) {
        if (taken < MAX_ADDRESSES) {
            taken++;
            handler.onName(name, high, low, ttl);
        }
    }

    /** {@code _8443._https.example.org} asks about the service of a host (RFC 9460 section 2.3): the host's name. */
    private static String host(String name) {
        String rest = name;
        while (rest != null && rest.startsWith("_") && rest.indexOf('.') > 0) {
            rest = rest.substring(rest.indexOf('.') + 1);
        }
        return rest;
    }
}

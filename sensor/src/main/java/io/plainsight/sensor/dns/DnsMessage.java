package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Walks a DNS message (RFC 1035 section 4) from its header to its last byte and says whether all of it holds together.
 *
 * <pre>
 *   ID(2) | QR(1 bit) OPCODE(4) AA TC RD RA Z AD CD RCODE(4) | QDCOUNT(2) ANCOUNT(2) NSCOUNT(2) ARCOUNT(2)
 *   QDCOUNT questions: QNAME QTYPE(2) QCLASS(2)
 *   records: NAME TYPE(2) CLASS(2) TTL(4) RDLENGTH(2) RDATA
 * </pre>
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> reusable, allocates nothing. <b>Bounds:</b> {@link #MAX_RECORDS}; names as
 * {@link DnsName} limits them.
 */
final class DnsMessage {
    static final int HEADER_LENGTH = 12;
    /** Records walked; a UDP answer of 4096 bytes has room for less than 256 addresses. */
    static final int MAX_RECORDS = 512;

    static final int TYPE_A = 1;
    static final int TYPE_CNAME = 5;
    static final int TYPE_AAAA = 28;
    static final int TYPE_OPT = 41;
    static final int TYPE_SVCB = 64;
    static final int TYPE_HTTPS = 65;

    private static final int QR = 0x8000;
    /** The one bit that is still reserved (RFC 6895 section 2). */
    private static final int Z = 0x0040;

    private static final int MAX_OPCODE = 6;
    /** IQUERY was retired (RFC 3425), 3 never assigned. */
    private static final int OPCODE_IQUERY = 1;

    private static final int OPCODE_UNASSIGNED = 3;
    /** DSO (RFC 8490) begins without questions, and rarely over UDP. */
    private static final int MAX_RCODE = 11;

    private int flags;
    private int questions;
    private int answers;
    private int others;

    /** Reads the header; false when there is none, or when no DNS software would send it. */
    boolean readHeader(ByteCursor in) {
        in.skip(2);
        flags = in.u16();
        questions = in.u16();
        answers = in.u16();
        others = in.u16();
        others += in.u16();
        int opcode = flags >> 11 & 0xf;
        return in.ok()
                && (flags & Z) == 0
                && opcode <= MAX_OPCODE
                && opcode != OPCODE_IQUERY
                && opcode != OPCODE_UNASSIGNED
                && (flags & 0xf) <= MAX_RCODE
                && (isResponse() || (flags & 0xf) == 0)
                && answers + others <= MAX_RECORDS;
    }

    boolean isResponse() {
        return (flags & QR) != 0;
    }

    boolean isQuery() {
        return (flags >> 11 & 0xf) == 0;
    }

    boolean isSuccess() {
        return (flags & 0xf) == 0;
    }

    int questions() {
        return questions;
    }

    int answers() {
        return answers;
    }

    int records() {
        return answers + others;
    }

    /** Moves past the questions; false when they are none. */
    boolean readQuestions(ByteCursor in, int messageStart) {
        for (int i = 0; i < questions; i++) {
            if (!DnsName.skip(in, messageStart)) {
                return false;
            }
            int type = in.u16();
            int dnsClass = in.u16();
            if (!in.ok() || type == 0 || !isClass(dnsClass & 0x7fff)) {
                return false;
            }
        }
        return true;
    }

    /** Moves past all records; false when one does not hold together. */
    boolean readRecords(ByteCursor in, int messageStart) {
        for (int i = 0; i < records(); i++) {
            if (!DnsName.skip(in, messageStart)) {
                return false;
            }
            int type = in.u16();
            int dnsClass = in.u16();
            in.skip(4);
            in.skip(in.u16());
            // OPT has the sender's buffer size in the place of the class (RFC 6891 section 6.1.2)
            if (!in.ok() || type == 0 || type != TYPE_OPT && !isClass(dnsClass & 0x7fff)) {
                return false;
            }
        }
        return true;
    }

    /** IN, CS, CH, HS, NONE, ANY (RFC 6895 section 3.2); the top bit is mDNS's. */
    private static boolean isClass(int dnsClass) {
        return dnsClass >= 1 && dnsClass <= 4 || dnsClass == 254 || dnsClass == 255;
    }

    /** Whether all of {@code in} is one message. Moves the cursor. */
    boolean isWhole(ByteCursor in) {
        int start = in.position();
        return readHeader(in)
                && questions + records() > 0
                && readQuestions(in, start)
                && readRecords(in, start)
                && in.remaining() == 0;
    }
}

package io.plainsight.sensor.kerberos;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.ldap.Ber;

/**
 * A Kerberos 5 message (RFC 4120 section 5.4) as far as it tells how its parts are encrypted. All fields of its sequence are
 * tagged {@code [n]}.
 *
 * <p><b>Memory:</b> reusable, allocates nothing per message. <b>Bounds:</b> {@link #MAX_FIELDS} of a sequence.
 */
final class KerberosMessage {
    static final int AS_REQ = 0x6a;
    static final int AS_REP = 0x6b;
    static final int TGS_REQ = 0x6c;
    static final int TGS_REP = 0x6d;
    static final int KRB_ERROR = 0x7e;

    private static final int PVNO = 5;
    private static final int APPLICATION = 0x60;
    private static final int TICKET = 0x61;
    private static final int MAX_FIELDS = 32;
    private static final int FIELD = 0xa0;

    private final ByteCursor application = new ByteCursor();
    private final ByteCursor sequence = new ByteCursor();
    private final ByteCursor field = new ByteCursor();
    private final ByteCursor inner = new ByteCursor();
    private final ByteCursor last = new ByteCursor();

    private int tag;
    private int ticketType;
    private int partType;

    /** Reads a whole message; false when it is none. */
    boolean read(ByteCursor in) {
        ticketType = EncryptionType.NONE;
        partType = EncryptionType.NONE;
        tag = Ber.next(in, application);
        boolean known = tag >= AS_REQ && tag <= TGS_REP || tag == KRB_ERROR;
        if (!known
                || in.remaining() > 0
                || Ber.next(application, sequence) != Ber.SEQUENCE
                || application.remaining() > 0) {
            return false;
        }
        boolean request = tag == AS_REQ || tag == TGS_REQ;
        int first = request ? 1 : 0;
        boolean head = number(Ber.next(sequence, field), first) == PVNO
                && number(Ber.next(sequence, field), first + 1) == tag - APPLICATION;
        if (head && (tag == AS_REP || tag == TGS_REP)) {
            readReply();
        }
        return head;
    }

    int tag() {
        return tag;
    }

    boolean isRequest() {
        return tag == AS_REQ || tag == TGS_REQ;
    }

    /** With what the ticket in a reply is encrypted; {@link EncryptionType#NONE} when that was not seen. */
    int ticketType() {
        return ticketType;
    }

    /** With what the reply's own secret part is encrypted, likewise. */
    int partType() {
        return partType;
    }

    /** {@code [5] Ticket, [6] EncryptedData} of {@code KDC-REP}. */
    private void readReply() {
        for (int i = 0; i < MAX_FIELDS && sequence.remaining() > 0; i++) {
            int name = Ber.next(sequence, field);
            if (name < 0) {
                return;
            }
            if (name == FIELD + 5) {
                readTicket();
            } else if (name == FIELD + 6) {
                partType = encryptedWith(field);
            }
        }
    }

    /** {@code [APPLICATION 1] SEQUENCE { [0] vno, [1] realm, [2] sname, [3] EncryptedData }}. */
    private void readTicket() {
        if (Ber.next(field, inner) != TICKET || Ber.next(inner, last) != Ber.SEQUENCE) {
            return;
        }
        inner.wrap(last);
        for (int i = 0; i < MAX_FIELDS && inner.remaining() > 0; i++) {
            int name = Ber.next(inner, field);
            if (name < 0) {
                return;
            }
            if (name == FIELD + 3) {
                ticketType = encryptedWith(field);
            }
        }
    }

    /** {@code EncryptedData ::= SEQUENCE { [0] etype Int32, … }}. */
    private int encryptedWith(ByteCursor data) {
        ByteCursor body = new ByteCursor();
        if (Ber.next(data, body) != Ber.SEQUENCE) {
            return EncryptionType.NONE;
        }
        ByteCursor etype = new ByteCursor();
        return Ber.next(body, etype) == FIELD ? integer(etype) : EncryptionType.NONE;
    }

    private int number(int name, int expected) {
        return name == FIELD + expected ? integer(field) : -1;
    }

    /** A small INTEGER; -1 for others. */
    private int integer(ByteCursor in) {
        boolean small = Ber.next(in, last) == Ber.INTEGER && last.remaining() >= 1 && last.remaining() <= 2;
        if (!small) {
            return -1;
        }
        return last.remaining() == 1 ? last.u8() : last.u16();
    }
}

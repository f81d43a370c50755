package io.plainsight.sensor.kerberos;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** Kerberos by the record's length, the message's tag with a length that agrees, and protocol version 5 behind it. */
public final class KerberosSignature implements ProtocolSignature {
    static final String KERBEROS = "kerberos";

    private static final int APPLICATION = 0x60;
    private static final int SEQUENCE = 0x30;
    private static final int ERROR = 30;
    /** {@code 03 02 01 05}: length of the tagged field, INTEGER, one byte, 5. */
    private static final int VERSION_5 = 0x03020105;

    private static final int VERSION_LENGTH = 5;
    private static final int MIN_LENGTH = 32;

    @Override
    public String protocol() {
        return KERBEROS;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Kerberos over TCP",
                ProtocolFacts.Kind.CLEAR,
                "RFC 4120",
                "pre-authentication, encryption types of tickets");
    }

    @Override
    public StreamDissector open() {
        return new KerberosDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.peek(0) > 0 || in.peek(1) > 0) {
            return Match.NO;
        }
        int head = headLength(in);
        int type = in.peek(KerberosDissector.PREFIX);
        if (type >= 0 && (type & 0xe0) != APPLICATION) {
            return Match.NO;
        }
        // the message's head, the sequence's head, then [0] or [1] INTEGER 5
        int sequence = KerberosDissector.PREFIX + head;
        int version = sequence + lengthOfHead(in, sequence);
        if (in.remaining() < KerberosDissector.PREFIX + 2 || in.remaining() < version + VERSION_LENGTH) {
            return in.remaining() < MIN_LENGTH ? Match.MAYBE : Match.NO;
        }
        int tag = in.peek(version);
        int number = type & 0x1f;
        boolean request = number == KerberosDissector.AS_REQ || number == KerberosDissector.TGS_REQ;
        boolean reply = number == KerberosDissector.AS_REP || number == KerberosDissector.TGS_REP || number == ERROR;
        boolean fits = in.peek(sequence) == SEQUENCE
                && tag == (request ? 0xa1 : 0xa0)
                && Peek.u32(in, version + 1) == VERSION_5
                && (side == Side.CLIENT ? request : reply);
        return fits ? Match.YES : Match.NO;
    }

    private static int headLength(ByteCursor in) {
        return lengthOfHead(in, KerberosDissector.PREFIX);
    }

    private static int lengthOfHead(ByteCursor in, int at) {
        int first = in.peek(at + 1);
        return first > 0x80 ? 2 + (first & 7) : 2;
    }
}

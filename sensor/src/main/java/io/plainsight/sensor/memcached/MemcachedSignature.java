package io.plainsight.sensor.memcached;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;

/** Memcached by the head of a binary packet, by a storage command, or by the server's answer to another. */
public final class MemcachedSignature implements ProtocolSignature {
    static final String MEMCACHED = "memcached";

    private static final int MAX_LINE = 4096;
    private static final int MAX_EXTRAS = 24;
    private static final int MAX_DATA_TYPE = 7;
    private static final int MAX_FIRST_BODY = 1 << 20;
    /** Highest virtual bucket of Couchbase, or status. */
    private static final int MAX_STATUS = 1023;

    @Override
    public String protocol() {
        return MEMCACHED;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "Memcached, Couchbase",
                ProtocolFacts.Kind.CLEAR,
                "Memcached text and binary protocol",
                "SASL mechanism and credentials, commands");
    }

    @Override
    public StreamDissector open() {
        return new MemcachedDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int first = in.peek(0);
        if (first >= 0x80) {
            return matchBinary(side, in, first);
        }
        ByteCursor line = new ByteCursor();
        for (int i = 0; i < Math.min(in.remaining(), MAX_LINE); i++) {
            if (in.peek(i) == '\n') {
                in.slice(i > 0 && in.peek(i - 1) == '\r' ? i - 1 : i, line);
                return side == Side.CLIENT ? matchCommand(line) : matchAnswer(line);
            }
            if (!Ascii.isPrintable(in.peek(i)) && in.peek(i) != '\r') {
                return Match.NO;
            }
        }
        return in.remaining() < MAX_LINE ? Match.MAYBE : Match.NO;
    }

    private static Match matchBinary(Side side, ByteCursor in, int magic) {
        if (magic != (side == Side.CLIENT ? MemcachedDissector.REQUEST : MemcachedDissector.RESPONSE)) {
            return Match.NO;
        }
        if (in.remaining() < MemcachedDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int extras = in.peek(4);
        long body = Peek.u32(in, 8);
        boolean fits = extras <= MAX_EXTRAS
                && in.peek(5) <= MAX_DATA_TYPE
                && body <= MAX_FIRST_BODY
                && Peek.u16(in, 2) + extras <= body
                && Peek.u16(in, 6) <= MAX_STATUS;
        boolean unversioned = side == Side.SERVER || Peek.u32(in, 16) == 0 && Peek.u32(in, 20) == 0;
        return fits && unversioned ? Match.YES : Match.NO;
    }

    private static Match matchCommand(ByteCursor line) {
        if (lowerCase(line) && MemcachedText.isStorage(line)) {
            return Match.YES;
        }
        boolean possible = lowerCase(line)
                && (Ascii.firstWordIs(line, "GET")
                        || Ascii.firstWordIs(line, "GETS")
                        || Ascii.firstWordIs(line, "STATS")
                        || Ascii.firstWordIs(line, "VERSION")
                        || Ascii.firstWordIs(line, "DELETE")
                        || Ascii.firstWordIs(line, "MG")
                        || Ascii.firstWordIs(line, "MS"));
        return possible ? Match.MAYBE : Match.NO;
    }

    private static boolean lowerCase(ByteCursor line) {
        return line.peek(0) >= 'a' && line.peek(0) <= 'z';
    }

    private static Match matchAnswer(ByteCursor line) {
        if (Ascii.is(line, "STORED") || Ascii.is(line, "NOT_STORED") || Ascii.startsWith(line, "STAT PID ")) {
            return Match.YES;
        }
        if (MemcachedText.isValue(line)) {
            return Match.YES;
        }
        boolean possible = Ascii.is(line, "END")
                || Ascii.is(line, "ERROR")
                || Ascii.startsWith(line, "VERSION ")
                || Ascii.startsWith(line, "STAT ");
        return possible ? Match.MAYBE : Match.NO;
    }
}

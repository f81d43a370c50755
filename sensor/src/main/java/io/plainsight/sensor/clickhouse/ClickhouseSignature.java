package io.plainsight.sensor.clickhouse;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;

/** ClickHouse by Hello: a name, a version with its revision, and on the client's side three more strings. */
public final class ClickhouseSignature implements ProtocolSignature {
    static final String CLICKHOUSE = "clickhouse";

    private static final int MIN_NAME = 4;
    private static final int MAX_NAME = 100;
    private static final int MAX_MAJOR = 60;
    /** Revisions have counted up from 50000 since 2016. */
    private static final int MIN_REVISION = 50_000;

    private static final int MAX_REVISION = 60_000;

    @Override
    public String protocol() {
        return CLICKHOUSE;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "ClickHouse native",
                ProtocolFacts.Kind.CLEAR,
                "ClickHouse native protocol",
                "password in Hello, queries");
    }

    @Override
    public StreamDissector open() {
        return new ClickhouseDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        return matchHello(in);
    }

    /** A Hello of either side. The cursor is moved. */
    static Match matchHello(ByteCursor in) {
        if (in.peek(0) > 0 || in.peek(1) > MAX_NAME) {
            return Match.NO;
        }
        if (in.remaining() < 2) {
            return Match.MAYBE;
        }
        in.skip(1);
        int length = in.u8();
        if (length < MIN_NAME) {
            return Match.NO;
        }
        for (int i = 0; i < length; i++) {
            if (in.peek(i) >= 0 && !Ascii.isPrintable(in.peek(i))) {
                return Match.NO;
            }
        }
        if (in.remaining() < length + 2 + 3) {
            return Match.MAYBE;
        }
        in.skip(length);
        boolean version = in.u8() <= MAX_MAJOR && in.u8() < 0x80;
        int revision = in.peek(0) & 0x7f | (in.peek(1) & 0x7f) << 7 | in.peek(2) << 14;
        boolean fits = version
                && revision >= MIN_REVISION
                && revision <= MAX_REVISION
                && in.peek(0) >= 0x80
                && in.peek(1) >= 0x80;
        return fits ? Match.YES : Match.NO;
    }
}

package io.plainsight.sensor.clickhouse;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * ClickHouse's native protocol. The client's Hello ends with database, user and password in clear. Later packets have no
 * length; what the client sends behind a Hello is user data once it is more than an addendum and a ping.
 *
 * <pre>
 *  Hello: 0 | Name | Major | Minor | Revision | Database | User | Password       numbers and lengths: seven bits a byte
 * </pre>
 */
public final class ClickhouseDissector extends PlaintextDissector {
    /** An addendum holds at most a quota key and two short words. */
    static final int MAX_ADDENDUM = 96;
    /** A Hello longer than this is not waited for. */
    private static final int MAX_HELLO = 4096;

    private static final int MAX_STRING = 2048;
    private final ByteCursor text = new ByteCursor();
    private final ByteCursor hello = new ByteCursor();
    private boolean greeted;
    private int behindHello;
    private boolean lost;

    public ClickhouseDissector() {
        super(ClickhouseSignature.CLICKHOUSE);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (lost) {
            finish();
            return false;
        }
        if (side == Side.SERVER) {
            // its Hello or an exception; nothing of it is needed
            in.skip(in.remaining());
            answered();
            return true;
        }
        if (!greeted) {
            return readHello(in);
        }
        behindHello += in.remaining();
        in.skip(in.remaining());
        if (behindHello > MAX_ADDENDUM) {
            carry(side);
        }
        return true;
    }

    @Override
    protected void resync(Side side) {
        lost = true;
    }

    private boolean readHello(ByteCursor in) {
        ByteCursor probe = hello.wrap(in);
        probe.skip(1);
        boolean fits = readString(probe);
        varint(probe);
        varint(probe);
        varint(probe);
        fits = fits && readString(probe) && readString(probe);
        boolean server = text.peek(0) == ' ';
        fits = fits && readString(probe);
        if (!fits || !probe.ok()) {
            if (in.remaining() > MAX_HELLO) {
                finish();
            }
            return false;
        }
        in.position(probe.position());
        greeted = true;
        asked(false);
        if (server) {
            expose(Credentials.DERIVED);
        } else if (text.remaining() > 0) {
            expose(Credentials.SECRET);
        }
        return true;
    }

    private boolean readString(ByteCursor in) {
        long length = varint(in);
        if (length > MAX_STRING || !in.ok() || in.remaining() < length) {
            text.wrap(in.buffer(), in.position(), 0);
            return false;
        }
        in.slice((int) length, text);
        return true;
    }

    private static long varint(ByteCursor in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = in.u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                break;
            }
        }
        return value;
    }
}

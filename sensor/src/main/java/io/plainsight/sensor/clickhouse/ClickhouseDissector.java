package io.plainsight.sensor.clickhouse;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * ClickHouse's native protocol (its Core/Protocol.h and ProtocolDefines.h). The client's Hello ends with database, user and
 * password in clear. Behind the server's Hello stands an addendum, by the lower revision of both, then packets; all but Ping
 * and Cancel are user data. Where the server's Hello was not seen, what the client sends is user data once it is more than an
 * addendum and a few pings.
 *
 * <pre>
 *  Hello: 0 | Name | Major | Minor | Revision | Database | User | Password       numbers and lengths: seven bits a byte
 *  Addendum: Quota key (54458) | Chunked? | Chunked? (54470) | Version (54471)   a chunk: Length (32, little endian) | Bytes
 * </pre>
 */
public final class ClickhouseDissector extends PlaintextDissector {
    /** An addendum holds at most a quota key and two short words. */
    static final int MAX_ADDENDUM = 96;
    /** A Hello longer than this is not waited for; tokens in the password's place are long. */
    private static final int MAX_HELLO = 16 * 1024;

    private static final int MAX_STRING = 8 * 1024;

    private static final int WITH_ADDENDUM = 54_458;
    private static final int WITH_CHUNKS = 54_470;
    private static final int WITH_PARALLEL_REPLICAS = 54_471;

    private static final int CANCEL = 3;
    private static final int PING = 4;
    private static final int CHUNK_HEAD = 4;

    private final ByteCursor text = new ByteCursor();
    private final ByteCursor probe = new ByteCursor();
    private boolean greeted;
    private boolean answerSeen;
    private long clientRevision;
    private long serverRevision;
    private boolean addendumSeen;
    private boolean chunked;
    /** Packets cannot be told: bytes are counted. */
    private boolean counting;

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
            return readAnswer(in);
        }
        if (!greeted) {
            return readHello(in);
        }
        counting |= serverRevision == 0;
        return counting ? count(in) : readPacket(in);
    }

    @Override
    protected void resync(Side side) {
        lost = true;
    }

    private boolean readHello(ByteCursor in) {
        probe.wrap(in);
        probe.skip(1);
        boolean fits = readString();
        varint();
        varint();
        clientRevision = varint();
        fits = fits && readString() && readString();
        boolean marked = text.peek(0) == ' ';
        boolean token = Ascii.startsWith(text, " JWT AUTHENTICATION ");
        counting = Ascii.startsWith(text, " INTERSERVER SECRET ");
        fits = fits && readString();
        if (!fits || !probe.ok()) {
            if (in.remaining() > MAX_HELLO) {
                finish();
            }
            return false;
        }
        in.position(probe.position());
        greeted = true;
        asked(false);
        if (token) {
            expose(Credentials.TOKEN);
        } else if (marked) {
            // a hash or a signature follows: another server of the cluster, or a user with an SSH key
            expose(Credentials.DERIVED);
        } else if (text.remaining() > 0) {
            expose(Credentials.SECRET);
        }
        return true;
    }

    /** The first answer tells whether this is ClickHouse at all; all that follows it is passed over. */
    private boolean readAnswer(ByteCursor in) {
        if (!answerSeen) {
            switch (ClickhouseAnswer.match(probe.wrap(in))) {
                case NO -> {
                    finish();
                    return false;
                }
                case MAYBE -> {
                    return false;
                }
                case YES -> {
                    answerSeen = true;
                    serverRevision = ClickhouseAnswer.revision(probe.wrap(in));
                }
            }
        }
        in.skip(in.remaining());
        answered();
        return true;
    }

    private boolean count(ByteCursor in) {
        behindHello += in.remaining();
        in.skip(in.remaining());
        if (behindHello > MAX_ADDENDUM) {
            carry(Side.CLIENT);
        }
        return true;
    }

    private boolean readPacket(ByteCursor in) {
        if (!addendumSeen) {
            return readAddendum(in);
        }
        int type = in.peek(chunked ? CHUNK_HEAD : 0);
        int last = in.peek(chunked ? 3 : 0);
        boolean mark = chunked && in.peek(0) == 0 && in.peek(1) == 0 && in.peek(2) == 0 && last == 0;
        if (mark) {
            // the end of a packet made of chunks
            in.skip(CHUNK_HEAD);
            return true;
        }
        if (type < 0) {
            return false;
        }
        if (type == PING || type == CANCEL) {
            in.skip(chunked ? CHUNK_HEAD + 1 : 1);
            return true;
        }
        carry(Side.CLIENT);
        return false;
    }

    private boolean readAddendum(ByteCursor in) {
        long revision = Math.min(clientRevision, serverRevision);
        probe.wrap(in);
        boolean fits = revision < WITH_ADDENDUM || readString();
        if (fits && revision >= WITH_CHUNKS) {
            fits = readString();
            chunked = Ascii.is(text, "CHUNKED");
            fits = fits && readString();
        }
        if (fits && revision >= WITH_PARALLEL_REPLICAS) {
            varint();
        }
        if (!fits || !probe.ok()) {
            // longer than any addendum: this is none
            counting = in.remaining() > MAX_STRING;
            return counting && count(in);
        }
        in.position(probe.position());
        addendumSeen = true;
        return in.remaining() > 0;
    }

    private boolean readString() {
        long length = varint();
        if (length > MAX_STRING || !probe.ok() || probe.remaining() < length) {
            text.wrap(probe.buffer(), probe.position(), 0);
            return false;
        }
        probe.slice((int) length, text);
        return true;
    }

    private long varint() {
        return ClickhouseAnswer.varint(probe);
    }
}

package io.plainsight.sensor.zookeeper;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * ZooKeeper. An auth request with the scheme {@code digest} holds name and password in clear; reading and writing nodes is
 * user data. The four-letter words tell about the service itself.
 *
 * <pre>
 *  Length (32) | Transaction (32) | Operation (32) | …
 * </pre>
 */
public final class ZookeeperDissector extends StrictFrameDissector {
    private static final int PREFIX = 4;
    private static final int OPERATION = 8;
    private static final int SCHEME_LENGTH = 16;
    private static final int SCHEME = 20;
    /** Default of jute.maxbuffer is 1 MiB; operators raise it. */
    private static final long MAX_LENGTH = 64L * 1024 * 1024;

    private static final int PING = 11;
    private static final int LAST_DATA_OPERATION = 22;
    private static final int AUTH = 100;
    private static final int SASL = 102;

    private boolean connected;

    public ZookeeperDissector() {
        super(ZookeeperSignature.ZOOKEEPER);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        if (Ascii.isLetter(in.peek(0)) && !connected) {
            // a word or its answer: text without a length
            return in.remaining();
        }
        long length = Peek.u32(in, 0);
        if (length < 0) {
            return INCOMPLETE;
        }
        return length > MAX_LENGTH ? INVALID : PREFIX + length;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        boolean text = Ascii.isLetter(frame.peek(0));
        if (side == Side.SERVER) {
            connected |= !text;
            answered();
            if (text) {
                finish();
            }
        } else if (text || !connected) {
            connected |= !text;
            asked(false);
        } else {
            onRequest(frame);
        }
    }

    private void onRequest(ByteCursor frame) {
        long operation = Peek.u32(frame, OPERATION);
        if (operation == AUTH) {
            frame.skip(Math.min(SCHEME, frame.remaining()));
            if (Ascii.startsWith(frame, "DIGEST")) {
                expose(Credentials.SECRET);
            }
        } else if (operation == SASL) {
            expose(Credentials.DERIVED);
        } else if (operation > 0 && operation <= LAST_DATA_OPERATION && operation != PING) {
            asked(true);
        }
    }
}

package io.plainsight.sensor.zookeeper;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * ZooKeeper. An auth request with the scheme {@code digest} holds name and password in clear; reading and writing nodes is
 * user data. The four-letter words tell about the service itself. The server is believed by its first response, or by its
 * answer to a word.
 *
 * <pre>
 *  Request:   Length (32) | Transaction (32) | Operation (32) | …
 *  Response:  Length (32) | Transaction (32) | State (64) | Error (32) | …
 *  Auth:      Length (32) | -4 (32) | 100 (32) | 0 (32) | Scheme length (32) | Scheme | Data length (32) | Data
 * </pre>
 */
public final class ZookeeperDissector extends StrictFrameDissector {
    private static final int PREFIX = 4;
    private static final int OPERATION = 8;
    private static final int TOKEN_LENGTH = 12;
    private static final int SCHEME = 20;
    private static final long MIN_RESPONSE = 16;
    /** Default of jute.maxbuffer is 1 MiB; operators raise it. */
    private static final long MAX_LENGTH = 64L * 1024 * 1024;

    /* Operations: org.apache.zookeeper.ZooDefs.OpCode. */
    private static final int PING = 11;
    private static final int MULTI_READ = 22;
    private static final int AUTH = 100;
    private static final int SET_WATCHES = 101;
    private static final int SASL = 102;
    private static final int ADD_WATCH = 106;

    private boolean word;
    private boolean clientBegan;
    private boolean serverBegan;

    public ZookeeperDissector() {
        super(ZookeeperSignature.ZOOKEEPER);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        if (word) {
            return wordOrAnswer(side, in);
        }
        if (side == Side.CLIENT && !clientBegan && Ascii.isLetter(in.peek(0))) {
            return in.remaining() < ZookeeperSignature.WORD_LENGTH ? INCOMPLETE : ZookeeperSignature.WORD_LENGTH;
        }
        if (side == Side.SERVER && !serverBegan) {
            return isText(in) ? wordOrAnswer(side, in) : response(in);
        }
        long length = Peek.u32(in, 0);
        if (length < 0) {
            return INCOMPLETE;
        }
        boolean tooShort = side == Side.SERVER && length < MIN_RESPONSE;
        return tooShort || length > MAX_LENGTH ? INVALID : PREFIX + length;
    }

    /** A session's first response. */
    private static long response(ByteCursor in) {
        return switch (ZookeeperSignature.matchConnect(Side.SERVER, in)) {
            case YES -> PREFIX + Peek.u32(in, 0);
            case NO -> INVALID;
            case MAYBE -> INCOMPLETE;
        };
    }

    /** Text has no length. Behind a word the client has nothing to say but a line end. */
    private static long wordOrAnswer(Side side, ByteCursor in) {
        if (side == Side.CLIENT) {
            return in.remaining();
        }
        return switch (ZookeeperSignature.matchAnswer(in)) {
            case YES -> in.remaining();
            case NO -> INVALID;
            case MAYBE -> INCOMPLETE;
        };
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        if (side == Side.SERVER) {
            onServer(frame);
        } else if (word) {
            return;
        } else if (!clientBegan && Ascii.isLetter(frame.peek(0))) {
            onWord(frame);
        } else if (!clientBegan && ZookeeperSignature.matchConnect(side, frame) == Match.YES) {
            clientBegan = true;
            asked(false);
        } else {
            clientBegan = true;
            onRequest(frame);
        }
    }

    private void onWord(ByteCursor frame) {
        if (ZookeeperSignature.matchWord(frame) == Match.NO) {
            finish();
            return;
        }
        word = true;
        asked(false);
    }

    private void onServer(ByteCursor frame) {
        boolean text = !serverBegan && isText(frame);
        serverBegan = true;
        if (text) {
            // whose question was not seen
            asked(false);
        }
        answered();
        if (text) {
            finish();
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
            // DIGEST-MD5 begins with an empty token
            if (Peek.u32(frame, TOKEN_LENGTH) > 0) {
                expose(Credentials.DERIVED);
            }
        } else if (namesNodes(operation)) {
            asked(true);
        }
    }

    private static boolean namesNodes(long operation) {
        return operation > 0 && operation <= MULTI_READ && operation != PING
                || operation >= SET_WATCHES && operation <= ADD_WATCH;
    }

    private static boolean isText(ByteCursor in) {
        return Ascii.isLetter(in.peek(0));
    }
}

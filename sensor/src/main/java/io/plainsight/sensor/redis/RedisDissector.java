package io.plainsight.sensor.redis;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineReader;
import io.plainsight.sensor.text.PlaintextDissector;
import java.util.List;

/**
 * Redis. AUTH, and HELLO with AUTH among its arguments, hold the password in clear. Commands other than those of connecting are
 * user data once the server answers.
 *
 * <pre>
 *  *arguments CRLF ( $length CRLF bytes CRLF ) …      or a line with the words in it
 * </pre>
 */
public final class RedisDissector extends PlaintextDissector {
    /** Longest argument that is waited for; command names are shorter. */
    private static final int MAX_WORD = 32;

    /** Commands of connecting and looking; in upper case. */
    private static final List<String> WITHOUT_USER_DATA =
            List.of("AUTH", "HELLO", "PING", "QUIT", "SELECT", "COMMAND", "CLIENT", "READONLY", "RESET");

    private final LineReader lines = new LineReader();
    private final ByteCursor line = new ByteCursor();
    private int index;
    private int bulk;
    private boolean hello;
    private boolean lost;
    private boolean answerSeen;

    public RedisDissector() {
        super(RedisSignature.REDIS);
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
        if (bulk > 0) {
            return readBulk(in);
        }
        int before = in.position();
        if (!lines.next(in, line)) {
            return in.position() > before;
        }
        if (line.peek(0) == '*') {
            index = 0;
            hello = false;
        } else if (line.peek(0) == '$') {
            int length = Ascii.number(line, 1);
            bulk = length < 0 ? 0 : length + 2;
        } else {
            onInline();
        }
        return true;
    }

    @Override
    protected void resync(Side side) {
        lost = true;
    }

    /** The first answer tells whether this is Redis at all; all that follows it is passed over. */
    private boolean readAnswer(ByteCursor in) {
        if (!answerSeen) {
            int length = RedisAnswer.length(in);
            if (length == RedisAnswer.INVALID) {
                finish();
                return false;
            }
            if (length == RedisAnswer.INCOMPLETE) {
                return false;
            }
            answerSeen = true;
        }
        in.skip(in.remaining());
        answered();
        return true;
    }

    private boolean readBulk(ByteCursor in) {
        boolean word = bulk <= MAX_WORD + 2 && (index == 0 || hello);
        if (word && in.remaining() < bulk) {
            return false;
        }
        int length = Math.min(bulk, in.remaining());
        if (word) {
            in.slice(bulk - 2, line);
            in.skip(2);
            if (index == 0) {
                onCommand(line);
                hello = Ascii.is(line, "HELLO");
                if (Ascii.is(line, "AUTH")) {
                    expose(Credentials.SECRET);
                }
            } else if (Ascii.is(line, "AUTH")) {
                expose(Credentials.SECRET);
            }
        } else {
            in.skip(length);
        }
        bulk -= length;
        index += bulk == 0 ? 1 : 0;
        return true;
    }

    private void onInline() {
        if (line.remaining() == 0) {
            return;
        }
        boolean secret =
                Ascii.startsWith(line, "AUTH ") || Ascii.startsWith(line, "HELLO ") && Ascii.contains(line, " AUTH ");
        int length = Ascii.wordLength(line);
        line.wrap(line.buffer(), line.position(), length);
        onCommand(line);
        if (secret) {
            expose(Credentials.SECRET);
        }
    }

    private void onCommand(ByteCursor name) {
        boolean data = true;
        for (String command : WITHOUT_USER_DATA) {
            data &= !Ascii.is(name, command);
        }
        asked(data);
    }
}

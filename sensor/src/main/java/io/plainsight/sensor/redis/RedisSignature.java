package io.plainsight.sensor.redis;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import java.util.List;

/** Redis by a command as an array of strings, or by the server's answer to an inline one. */
public final class RedisSignature implements ProtocolSignature {
    static final String REDIS = "redis";

    private static final List<String> ANSWERS =
            List.of("+PONG\r\n", "-NOAUTH ", "-WRONGPASS ", "-ERR UNKNOWN COMMAND '", "-ERR UNKNOWN COMMAND `");
    private static final List<String> INLINE =
            List.of("PING", "AUTH ", "INFO", "HELLO ", "SELECT ", "GET ", "SET ", "KEYS ", "CONFIG ", "CLIENT ");
    private static final int MAX_DIGITS = 9;
    /** Redis takes so many arguments and no more. */
    private static final int MAX_ARGUMENTS = 1024 * 1024;
    /** Longer than the name of any command, also of a module. */
    private static final int MAX_COMMAND = 64;

    @Override
    public String protocol() {
        return REDIS;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("Redis", ProtocolFacts.Kind.CLEAR, "RESP2, RESP3", "AUTH and HELLO AUTH, commands");
    }

    @Override
    public StreamDissector open() {
        return new RedisDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        return side == Side.CLIENT ? matchClient(in) : matchServer(in);
    }

    private static Match matchClient(ByteCursor in) {
        if (Ascii.isLetter(in.peek(0))) {
            return matchInline(in);
        }
        int at = number(in, 0, '*');
        if (at <= 0) {
            return at == 0 ? Match.MAYBE : Match.NO;
        }
        int word = number(in, at, '$');
        if (word <= 0) {
            return word == 0 ? Match.MAYBE : Match.NO;
        }
        int arguments = Ascii.number(in, 1);
        int length = Ascii.number(in, at + 1);
        if (arguments < 1 || arguments > MAX_ARGUMENTS || length < 1 || length > MAX_COMMAND) {
            return Match.NO;
        }
        return in.peek(word) < 0 ? Match.MAYBE : Ascii.isLetter(in.peek(word)) ? Match.YES : Match.NO;
    }

    /** Inline commands are words that other protocols have too: only the server's answer tells. */
    private static Match matchInline(ByteCursor in) {
        for (String command : INLINE) {
            int length = Math.min(command.length(), in.remaining());
            if (Ascii.startsWith(in, command.substring(0, length))) {
                return Match.MAYBE;
            }
        }
        return Match.NO;
    }

    private static Match matchServer(ByteCursor in) {
        for (String answer : ANSWERS) {
            int length = Math.min(answer.length(), in.remaining());
            if (Ascii.startsWith(in, answer.substring(0, length))) {
                return length == answer.length() ? Match.YES : Match.MAYBE;
            }
        }
        if (Ascii.startsWith(in, "+OK\r\n")) {
            return Match.MAYBE;
        }
        int first = in.peek(0);
        boolean counted = first == '*' || first == '$' || first == ':' || first == '%';
        return counted && number(in, 0, first) >= 0 ? Match.MAYBE : Match.NO;
    }

    /** Offset behind {@code mark digits CR LF}; 0 when that may still come, -1 when not. */
    private static int number(ByteCursor in, int at, int mark) {
        if (in.peek(at) >= 0 && in.peek(at) != mark) {
            return -1;
        }
        int next = at + 1;
        while (Ascii.isDigit(in.peek(next)) && next < at + MAX_DIGITS) {
            next++;
        }
        if (in.peek(next) < 0) {
            return 0;
        }
        boolean end = next > at + 1 && in.peek(next) == '\r' && (in.peek(next + 1) < 0 || in.peek(next + 1) == '\n');
        return !end ? -1 : in.peek(next + 1) < 0 ? 0 : next + 2;
    }
}

package io.plainsight.sensor.zookeeper;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;
import java.util.List;

/** ZooKeeper by the session's first request or response, or by the answer to a four-letter word. */
public final class ZookeeperSignature implements ProtocolSignature {
    static final String ZOOKEEPER = "zookeeper";

    /** ZooKeeper administrator's guide, "The Four Letter Words". */
    private static final List<String> WORDS = List.of(
            "conf", "cons", "crst", "dump", "envi", "ruok", "srst", "srvr", "stat", "wchs", "wchc", "dirs", "wchp",
            "mntr", "isro", "hash", "gtmk", "stmk");

    private static final List<String> ANSWERS =
            List.of("ZOOKEEPER VERSION: ", "IMOK", "ZK_VERSION\t", "CLIENTPORT=", "ENVIRONMENT:\nZOOKEEPER.VERSION=");
    static final int WORD_LENGTH = 4;

    /** Length (4), protocol version (4), last zxid (8), timeout (4), session (8), password. */
    private static final int REQUEST_TIMEOUT = 16;

    private static final int REQUEST_PASSWORD = 28;
    /** Length (4), protocol version (4), timeout (4), session (8), password. */
    private static final int RESPONSE_TIMEOUT = 8;

    private static final int RESPONSE_PASSWORD = 20;
    private static final int PASSWORD_LENGTH = 16;
    private static final int MAX_TIMEOUT_MS = 100_000_000;

    @Override
    public String protocol() {
        return ZOOKEEPER;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "ZooKeeper",
                ProtocolFacts.Kind.CLEAR,
                "ZooKeeper jute records",
                "digest authentication, nodes read and written, four-letter words");
    }

    @Override
    public StreamDissector open() {
        return new ZookeeperDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (Ascii.isLetter(in.peek(0))) {
            return side == Side.SERVER ? matchAnswer(in) : matchWord(in);
        }
        return matchConnect(side, in);
    }

    /** The request or response that begins a session. */
    static Match matchConnect(Side side, ByteCursor in) {
        int password = side == Side.CLIENT ? REQUEST_PASSWORD : RESPONSE_PASSWORD;
        if (in.peek(0) > 0 || in.peek(1) > 0 || in.peek(2) > 0) {
            return Match.NO;
        }
        if (in.remaining() < password + 4) {
            return Match.MAYBE;
        }
        long length = Peek.u32(in, 0);
        long secret = Peek.u32(in, password);
        long readOnly = length - password - secret;
        boolean fits = Peek.u32(in, 4) == 0
                && (secret == PASSWORD_LENGTH || secret == 0)
                && (readOnly == 0 || readOnly == 1)
                && Peek.u32(in, side == Side.CLIENT ? REQUEST_TIMEOUT : RESPONSE_TIMEOUT) <= MAX_TIMEOUT_MS;
        return fits ? Match.YES : Match.NO;
    }

    /** The words alone prove little; the server's answer does. {@code NO} to anything else, {@code MAYBE} to a word. */
    static Match matchWord(ByteCursor in) {
        int length = in.remaining();
        while (length > 0 && in.peek(length - 1) <= ' ') {
            length--;
        }
        if (length > WORD_LENGTH) {
            return Match.NO;
        }
        for (String word : WORDS) {
            boolean same = true;
            for (int i = 0; i < length; i++) {
                same &= in.peek(i) == word.charAt(i);
            }
            if (same) {
                return Match.MAYBE;
            }
        }
        return Match.NO;
    }

    /** What a server says to a four-letter word. */
    static Match matchAnswer(ByteCursor in) {
        for (String answer : ANSWERS) {
            int length = Math.min(answer.length(), in.remaining());
            if (Ascii.startsWith(in, answer.substring(0, length))) {
                return length == answer.length() ? Match.YES : Match.MAYBE;
            }
        }
        return Match.NO;
    }
}

package io.plainsight.sensor.mongodb;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.SaslExchange;
import java.util.List;

/**
 * MongoDB. The first key of a command's document is its name: {@code saslStart} names the mechanism, {@code saslContinue} holds
 * the proof. Commands other than those by which drivers feel their way are user data; compressed messages are taken as such.
 * The server is believed by a message that responds to something.
 *
 * <pre>
 *  Length (32) | Request id (32) | Response to (32) | Operation (32), little endian
 *  OP_MSG: Flags (32) | Kind (8) | Document      OP_QUERY: Flags (32) | Collection 0 | Skip (32) | Return (32) | Document
 * </pre>
 */
public final class MongodbDissector extends StrictFrameDissector {
    static final int HEADER_LENGTH = 16;
    static final int OP_REPLY = 1;
    /** OP_UPDATE, and the other operations up to OP_KILL_CURSORS that servers took before version 5.1. */
    static final int OP_UPDATE = 2001;

    static final int OP_KILL_CURSORS = 2007;
    static final int OP_QUERY = 2004;
    static final int OP_COMPRESSED = 2012;
    static final int OP_MSG = 2013;

    private static final int DOCUMENT_HEAD = 5;
    private static final int STRING = 2;
    /** A flag of OP_MSG: the client does not wait for an answer (writes with {@code w: 0}). */
    private static final int MORE_TO_COME = 2;

    /** Commands of connecting, checking and leaving; in upper case. */
    private static final List<String> WITHOUT_USER_DATA = List.of(
            "HELLO",
            "ISMASTER",
            "PING",
            "BUILDINFO",
            "GETNONCE",
            "SASLSTART",
            "SASLCONTINUE",
            "AUTHENTICATE",
            "ENDSESSIONS",
            "LOGOUT");

    private final ByteCursor name = new ByteCursor();
    private final ByteCursor mechanism = new ByteCursor();
    private final SaslExchange sasl = new SaslExchange();
    private boolean started;
    private boolean oidcBegun;

    public MongodbDissector() {
        super(MongodbSignature.MONGODB);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        long length = Peek.u32le(in, 0);
        if (length < 0) {
            return INCOMPLETE;
        }
        if (length <= HEADER_LENGTH || length > MongodbSignature.MAX_LENGTH) {
            return INVALID;
        }
        if (in.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        return MongodbSignature.isHeader(side, in) ? length : INVALID;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return frameLength(side, in) > 0;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        if (side == Side.SERVER) {
            answered();
            return;
        }
        long operation = Peek.u32le(frame, HEADER_LENGTH - 4);
        boolean unanswered = operation == OP_MSG && (frame.peek(HEADER_LENGTH) & MORE_TO_COME) != 0;
        frame.skip(Math.min(frame.remaining(), HEADER_LENGTH + 4));
        if (operation == OP_MSG) {
            frame.skip(Math.min(frame.remaining(), 1));
        } else if (operation == OP_QUERY) {
            skipString(frame);
            frame.skip(Math.min(frame.remaining(), 8));
        } else {
            asked(true);
            return;
        }
        frame.skip(Math.min(frame.remaining(), DOCUMENT_HEAD));
        boolean data = onCommand(frame);
        if (data && unanswered) {
            carry(Side.CLIENT);
        } else {
            asked(data);
        }
    }

    /** @return whether the command is user data */
    private boolean onCommand(ByteCursor document) {
        int length = 0;
        while (document.peek(length) > 0) {
            length++;
        }
        document.slice(length, name);
        if (Ascii.is(name, "SASLSTART")) {
            onSaslStart(document);
        } else if (Ascii.is(name, "SASLCONTINUE")) {
            // a driver may have begun inside its hello
            boolean token = oidcBegun && Ascii.contains(document, "\2JWT\0");
            expose(token ? Credentials.TOKEN : started ? sasl.onAnswer(name) : Credentials.DERIVED);
        } else if (Ascii.is(name, "AUTHENTICATE") && !Ascii.contains(document, "MONGODB-X509")) {
            expose(Credentials.DERIVED);
        } else if (isHello() && Ascii.contains(document, "SPECULATIVEAUTHENTICATE\0") && hasToken(document)) {
            expose(Credentials.TOKEN);
        } else if (setsPassword() && Ascii.contains(document, "\2PWD\0")) {
            expose(Credentials.SECRET);
        }
        boolean data = length > 0;
        for (String command : WITHOUT_USER_DATA) {
            data &= !Ascii.is(name, command);
        }
        return data;
    }

    private boolean isHello() {
        return Ascii.is(name, "HELLO") || Ascii.is(name, "ISMASTER");
    }

    private boolean setsPassword() {
        return Ascii.is(name, "CREATEUSER") || Ascii.is(name, "UPDATEUSER");
    }

    /** MONGODB-OIDC's payload is a document of its own. */
    private static boolean hasToken(ByteCursor document) {
        return Ascii.contains(document, "MONGODB-OIDC\0") && Ascii.contains(document, "\2JWT\0");
    }

    /** {@code saslStart: 1, mechanism: "…", payload: …}; the payload is the first answer. */
    private void onSaslStart(ByteCursor document) {
        int key = Ascii.indexOf(document, "MECHANISM\0", 0);
        if (key < 1 || document.peek(key - 1) != STRING) {
            return;
        }
        document.skip(key + "MECHANISM".length() + 1);
        long length = Peek.u32le(document, 0);
        if (length < 1 || length > document.remaining() - 4) {
            return;
        }
        started = true;
        document.skip(4);
        document.slice((int) length - 1, mechanism);
        boolean oidc = Ascii.is(mechanism, "MONGODB-OIDC");
        boolean token = Ascii.contains(document, "\2JWT\0");
        boolean certificate = Ascii.is(mechanism, "MONGODB-X509");
        sasl.begin(mechanism);
        Credentials kind = sasl.onAnswer(document);
        if (oidc) {
            // without the token it is the user's name alone, and the token comes with saslContinue
            oidcBegun = true;
            expose(token ? Credentials.TOKEN : Credentials.NONE);
        } else if (!certificate) {
            expose(kind);
        }
    }

    private static void skipString(ByteCursor in) {
        while (in.remaining() > 0 && in.u8() != 0) {
            // up to and with the NUL
        }
    }
}

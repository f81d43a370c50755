package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;

/**
 * Reads protocols that borrow HTTP's form, SIP (RFC 3261) and RTSP (RFC 7826): a start line, fields, perhaps a body. Either
 * side may ask. Credentials stand in Authorization and Proxy-Authorization.
 */
public abstract class FieldDissector extends LineDissector {
    private static final int VERSION_NUMBER = 3;

    private final String version;
    private final boolean[] header = new boolean[2];

    protected FieldDissector(String protocol, String version) {
        super(protocol);
        this.version = version;
    }

    /** Whether a request with this first word is user data, and not about the connection itself. */
    protected abstract boolean isUserData(ByteCursor request);

    static boolean isStatus(ByteCursor line, String version) {
        int code = version.length() + VERSION_NUMBER + 1;
        return Ascii.startsWith(line, version)
                && Ascii.isDigit(line.peek(version.length()))
                && line.peek(code - 1) == ' '
                && Ascii.number(line, code) >= 100;
    }

    static boolean isRequest(ByteCursor line, String version) {
        int at = line.remaining() - version.length() - VERSION_NUMBER;
        return at > 2
                && line.peek(0) >= 'A'
                && line.peek(0) <= 'Z'
                && line.peek(at - 1) == ' '
                && Ascii.matchesAt(line, at, version)
                && Ascii.isDigit(line.peek(at + version.length()));
    }

    @Override
    protected final void onClientLine(ByteCursor line) {
        onLine(Side.CLIENT, line);
    }

    @Override
    protected final void onServerLine(ByteCursor line) {
        onLine(Side.SERVER, line);
    }

    private void onLine(Side side, ByteCursor line) {
        int index = side.ordinal();
        if (isRequest(line, version)) {
            header[index] = true;
            asked(isUserData(line));
            if (side == Side.SERVER) {
                answered();
            }
        } else if (isStatus(line, version)) {
            header[index] = true;
            if (side == Side.SERVER) {
                answered();
            }
        } else if (line.remaining() == 0) {
            header[index] = false;
        } else if (!header[index]) {
            onBodyLine(line);
        } else if (isAuthorization(line)) {
            line.skip(Ascii.indexOf(line, ":", 0) + 1);
            Ascii.skipSpaces(line);
            expose(kind(line));
        }
    }

    private static boolean isAuthorization(ByteCursor line) {
        return Ascii.startsWith(line, "AUTHORIZATION:") || Ascii.startsWith(line, "PROXY-AUTHORIZATION:");
    }

    /** A line of a body, or of what is no message; most protocols need nothing of it. */
    protected void onBodyLine(ByteCursor line) {}

    private static Credentials kind(ByteCursor scheme) {
        if (Ascii.firstWordIs(scheme, "BASIC")) {
            return Credentials.SECRET;
        }
        if (Ascii.firstWordIs(scheme, "BEARER")) {
            return Credentials.TOKEN;
        }
        return Ascii.firstWordIs(scheme, "DIGEST") ? Credentials.DERIVED : Credentials.NONE;
    }
}

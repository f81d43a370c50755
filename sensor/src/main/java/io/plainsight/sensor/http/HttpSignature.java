package io.plainsight.sensor.http;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.LineReader;

/**
 * HTTP/1.x by its request or status line, HTTP/2 in clear by the client's preface or the server's first SETTINGS frame
 * (RFC 9113 section 3.4). RTSP, SIP and ICY name themselves in place of HTTP and do not match.
 */
public final class HttpSignature implements ProtocolSignature {
    static final String HTTP = "http";

    @Override
    public String protocol() {
        return HTTP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "HTTP/1, HTTP/2 in clear",
                ProtocolFacts.Kind.UPGRADABLE,
                "RFC 9112, RFC 9113",
                "credentials, CONNECT tunnels, Upgrade, h2c, WebSocket, gRPC, services that name themselves");
    }

    @Override
    public StreamDissector open() {
        return new HttpDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        skipEmptyLines(in);
        int start = in.position();
        if (side == Side.SERVER) {
            Match settings = Http2Frames.matchServerPreface(in);
            if (settings != Match.NO) {
                return settings;
            }
            in.position(start);
        } else if (Http2Frames.isClientPreface(in)) {
            return Match.YES;
        }
        return matchLine(side, in);
    }

    private static Match matchLine(Side side, ByteCursor in) {
        boolean possible = side == Side.CLIENT ? HttpLines.mayBeRequest(firstLine(in)) : HttpLines.mayBeStatus(in);
        if (!possible) {
            return Match.NO;
        }
        ByteCursor line = new ByteCursor();
        if (!new LineReader().next(in, line)) {
            return Match.MAYBE;
        }
        boolean matches =
                side == Side.CLIENT ? HttpLines.isRequest(line) : HttpLines.status(line) != HttpLines.NO_STATUS;
        return matches ? Match.YES : Match.NO;
    }

    /** The bytes up to the first line end, or all. */
    private static ByteCursor firstLine(ByteCursor in) {
        int length = 0;
        while (in.peek(length) >= 0 && in.peek(length) != '\n') {
            length++;
        }
        return new ByteCursor().wrap(in.buffer(), in.position(), length);
    }

    /** A robust server ignores an empty line before the request line (RFC 9112 section 2.2). */
    private static void skipEmptyLines(ByteCursor in) {
        for (int i = 0; i < 2 && in.peek(0) == '\r' && in.peek(1) == '\n'; i++) {
            in.skip(2);
        }
    }
}

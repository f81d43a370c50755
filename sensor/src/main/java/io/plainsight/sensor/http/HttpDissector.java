package io.plainsight.sensor.http;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineReader;
import io.plainsight.sensor.text.PlaintextDissector;
import io.plainsight.sensor.text.TlsBytes;

/**
 * HTTP/1.x (RFC 9112), HTTP/2 in clear (RFC 9113), CONNECT tunnels (RFC 9110 section 9.3.6) and upgrades (section 7.8) to
 * TLS (RFC 2817), WebSocket and h2c. Services that name themselves are told by {@link HttpApplications}.
 *
 * <p>A response's header decides. Its user data is not counted where all that passed is a redirect to https. A request alone
 * decides at the connection's end if the server said nothing at all: whoever answers with other bytes, such as a TLS
 * alert, does not speak HTTP. A CONNECT that succeeds is no data: the tunnel becomes TLS, HTTP or whatever is identified in it. Of
 * HTTP/2's compressed header fields, the first block of each side is read as far as {@link HpackBlock} says.
 *
 * <p><b>Bounds:</b> of a form's body the first {@link #BODY_INSPECTED} bytes are searched for a password's name.
 */
public final class HttpDissector extends PlaintextDissector {
    /** Bytes of a form that are looked at; login forms are short. */
    static final int BODY_INSPECTED = 4096;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;

    /** What a side's next bytes are. */
    private enum Expect {
        START_LINE,
        HEADER,
        FORM,
        BODY,
        TUNNEL,
        PREFACE,
        FRAMES
    }

    /** What an Upgrade field names. */
    private enum Target {
        NONE,
        TLS,
        WEBSOCKET,
        H2C
    }

    private static final class Half {
        final LineReader lines = new LineReader();
        Expect expect = Expect.START_LINE;
        int bodyLength;
        int skip;
        boolean form;
        Target upgradeTo = Target.NONE;

        void startMessage() {
            upgradeTo = Target.NONE;
            expect = Expect.HEADER;
            bodyLength = 0;
            form = false;
        }
    }

    private final Half client = new Half();
    private final Half server = new Half();
    private final ByteCursor line = new ByteCursor();
    private final ByteCursor start = new ByteCursor();
    private boolean requestSeen;
    private boolean requestData;
    private boolean connect;
    private boolean head;
    private boolean foreignReply;
    private int status;
    private boolean redirectsToTls;
    private boolean named;
    private final Http2Exchange http2 = new Http2Exchange();

    public HttpDissector() {
        super(HttpSignature.HTTP);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        Half half = half(side);
        return switch (half.expect) {
            case FORM -> readForm(half, in);
            case BODY -> skipBody(half, in);
            case TUNNEL -> readTunnel(side, in);
            case PREFACE -> readPreface(in);
            case FRAMES -> readFrame(side, in);
            case START_LINE -> readStart(side, half, in);
            case HEADER -> readLine(side, half, in);
        };
    }

    @Override
    protected void resync(Side side) {
        Half half = half(side);
        half.lines.resync();
        if (half.expect != Expect.TUNNEL) {
            half.expect = Expect.START_LINE;
        }
    }

    @Override
    protected void atEnd() {
        if (requestSeen && !foreignReply) {
            decide(true);
        }
    }

    private boolean readLine(Side side, Half half, ByteCursor in) {
        int before = in.position();
        if (!half.lines.next(in, line)) {
            return in.position() > before;
        }
        if (half.expect == Expect.START_LINE) {
            onStartLine(side, half);
        } else if (line.remaining() > 0) {
            onField(half);
        } else if (side == Side.CLIENT) {
            onRequestHeader();
        } else {
            onResponseHeader();
        }
        return true;
    }

    private void onStartLine(Side side, Half half) {
        if (side == Side.CLIENT) {
            if (HttpLines.isRequest(line)) {
                onRequestLine();
            }
            return;
        }
        int code = HttpLines.status(line);
        if (code != HttpLines.NO_STATUS) {
            status = code;
            redirectsToTls = false;
            half.startMessage();
        }
    }

    private void onRequestLine() {
        client.startMessage();
        connect = Ascii.firstWordIs(line, "CONNECT");
        head = Ascii.firstWordIs(line, "HEAD");
        String application = HttpApplications.ofRequest(line);
        if (application != null && !named) {
            nameApplication(application);
        }
        if (HttpFields.hasPassword(line)) {
            requestData = true;
            expose(Credentials.SECRET);
        }
    }

    private void onField(Half half) {
        if (Ascii.startsWith(line, "CONTENT-LENGTH:")) {
            HttpFields.moveToValue(line);
            half.bodyLength = Math.max(0, Ascii.number(line, 0));
        } else if (Ascii.startsWith(line, "CONTENT-TYPE:")) {
            half.form = Ascii.contains(line, "FORM") || Ascii.contains(line, "JSON");
        } else if (Ascii.startsWith(line, "LOCATION:")) {
            HttpFields.moveToValue(line);
            redirectsToTls = Ascii.startsWith(line, "HTTPS://");
        } else if (Ascii.startsWith(line, "UPGRADE:")) {
            HttpFields.moveToValue(line);
            half.upgradeTo = target();
        } else {
            noteApplication();
            Credentials kind = HttpFields.credentials(line);
            requestData |= kind != Credentials.NONE;
            expose(kind);
        }
    }

    private void noteApplication() {
        String application = HttpApplications.ofField(line);
        if (application != null) {
            named = true;
            nameApplication(application);
        }
    }

    private Target target() {
        if (Ascii.startsWith(line, "TLS/")) {
            return Target.TLS;
        }
        return Ascii.firstWordIs(line, "WEBSOCKET")
                ? Target.WEBSOCKET
                : Ascii.firstWordIs(line, "H2C") ? Target.H2C : Target.NONE;
    }

    private void onRequestHeader() {
        if (client.upgradeTo == Target.TLS && client.bodyLength == 0) {
            upgrade.request();
        }
        requestSeen |= !connect;
        requestData |= client.bodyLength > 0;
        beginBody(client, client.form);
        if (connect) {
            client.expect = Expect.TUNNEL;
        }
    }

    private void onResponseHeader() {
        if (status < OK) {
            // 1xx: the final response follows, but behind 101 it is another protocol
            server.expect = Expect.START_LINE;
            if (status == SWITCHING_PROTOCOLS) {
                onSwitch();
            }
            return;
        }
        if (server.upgradeTo == Target.TLS) {
            upgrade.offer(true);
        }
        if (upgrade.isWaiting()) {
            upgrade.refuse();
        }
        if (connect) {
            onConnectResponse();
            return;
        }
        boolean redirect = status >= MULTIPLE_CHOICES && status < BAD_REQUEST && redirectsToTls;
        decide(!redirect || requestData);
        if (head || status == NO_CONTENT || status == NOT_MODIFIED) {
            server.bodyLength = 0;
        }
        beginBody(server, false);
    }

    private void onSwitch() {
        switch (server.upgradeTo) {
            case TLS -> {
                upgrade.accept();
                startTls();
            }
            case H2C -> {
                nameApplication("h2c");
                decide(true);
                client.expect = Expect.PREFACE;
                server.expect = Expect.FRAMES;
            }
            case WEBSOCKET -> {
                nameApplication("websocket");
                decide(true);
                finish();
            }
            case NONE -> {
                decide(true);
                finish();
            }
        }
    }

    private void onConnectResponse() {
        if (status < MULTIPLE_CHOICES) {
            server.expect = Expect.TUNNEL;
        } else {
            connect = false;
            client.expect = Expect.START_LINE;
            beginBody(server, false);
        }
    }

    private static void beginBody(Half half, boolean inspect) {
        half.skip = half.bodyLength;
        half.expect = half.skip == 0 ? Expect.START_LINE : inspect ? Expect.FORM : Expect.BODY;
    }

    /** Waits until the part of the form that is inspected is there, so that the answer does not depend on packets. */
    private boolean readForm(Half half, ByteCursor in) {
        int inspected = Math.min(half.skip, BODY_INSPECTED);
        if (in.remaining() < inspected) {
            return false;
        }
        in.slice(inspected, line);
        if (HttpFields.hasPassword(line)) {
            expose(Credentials.SECRET);
        }
        half.skip -= inspected;
        half.expect = half.skip == 0 ? Expect.START_LINE : Expect.BODY;
        return true;
    }

    private boolean skipBody(Half half, ByteCursor in) {
        int length = Math.min(half.skip, in.remaining());
        in.skip(length);
        half.skip -= length;
        if (half.skip == 0) {
            half.expect = Expect.START_LINE;
        }
        return true;
    }

    /** The client's bytes wait for the proxy's word; then they show what the tunnel carries. TLS servers never begin. */
    private boolean readTunnel(Side side, ByteCursor in) {
        if (server.expect != Expect.TUNNEL && !isSilent(Side.SERVER) && !hasGap(Side.SERVER)) {
            return false;
        }
        if (in.peek(0) == '\r' || in.peek(0) == '\n') {
            // some send one empty line too many behind the header
            in.skip(1);
            return true;
        }
        if (side == Side.SERVER) {
            // a server that speaks first, such as a mail server
            tunnel();
        } else if (TlsBytes.mayBeClientHello(in)) {
            if (TlsBytes.isClientHello(in)) {
                startTls();
            }
        } else {
            return readTunnelLine(in);
        }
        return false;
    }

    private boolean readTunnelLine(ByteCursor in) {
        start.wrap(in);
        if (client.lines.next(start, line)) {
            if (HttpLines.isRequest(line)) {
                in.position(start.position());
                server.expect = Expect.START_LINE;
                onRequestLine();
                return true;
            }
            tunnel();
        } else if (!HttpLines.mayBeRequest(in)) {
            tunnel();
        }
        return false;
    }

    /** A start line, or on a fresh connection HTTP/2's preface; what may still become the preface waits. */
    private boolean readStart(Side side, Half half, ByteCursor in) {
        if (isDecided() || requestSeen) {
            noteForeignReply(side, in);
            return readLine(side, half, in);
        }
        if (side == Side.CLIENT && Http2Frames.mayBeClientPreface(in)) {
            return readPreface(in);
        }
        if (side == Side.SERVER && isSilent(Side.SERVER)) {
            Match settings = Http2Frames.matchServerPreface(in);
            if (settings != Match.NO) {
                server.expect = settings == Match.YES ? Expect.FRAMES : Expect.START_LINE;
                return settings == Match.YES && readFrame(side, in);
            }
        }
        noteForeignReply(side, in);
        return readLine(side, half, in);
    }

    private void noteForeignReply(Side side, ByteCursor in) {
        boolean lineEnd = in.peek(0) == '\r' || in.peek(0) == '\n';
        if (side == Side.SERVER && !isDecided() && !hasGap(side) && !lineEnd && !HttpLines.mayBeStatus(in)) {
            foreignReply = true;
        }
    }

    private boolean readPreface(ByteCursor in) {
        if (!Http2Frames.mayBeClientPreface(in)) {
            finish();
            return false;
        }
        if (!Http2Frames.isClientPreface(in)) {
            return false;
        }
        in.skip(Http2Frames.clientPrefaceLength());
        client.expect = Expect.FRAMES;
        nameApplication("h2c");
        return true;
    }

    private boolean readFrame(Side side, ByteCursor in) {
        if (!http2.read(side, in)) {
            return false;
        }
        expose(http2.credentials());
        if (http2.isGrpc()) {
            nameApplication("grpc");
        }
        if (http2.hasSpoken(Side.CLIENT) && (http2.hasSpoken(Side.SERVER) || isSilent(Side.SERVER))) {
            decide(true);
            finish();
        }
        return true;
    }

    private Half half(Side side) {
        return side == Side.CLIENT ? client : server;
    }
}

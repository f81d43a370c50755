package io.plainsight.sensor.socks;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;
import io.plainsight.sensor.text.TlsBytes;

/**
 * SOCKS 4, 4a and 5. Opening the tunnel is no data; a password for the proxy (RFC 1929) is a secret in clear. If the client's
 * first bytes inside are TLS, TLS begins; anything else inside is identified like a connection of its own.
 */
public final class SocksDissector extends PlaintextDissector {
    private enum Expect {
        FIRST,
        LOGIN,
        REQUEST,
        REPLY,
        TUNNEL
    }

    private Expect client = Expect.FIRST;
    private Expect server = Expect.FIRST;
    private boolean version4;

    public SocksDissector() {
        super(SocksSignature.SOCKS);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        return side == Side.CLIENT ? readClient(in) : readServer(in);
    }

    @Override
    protected void resync(Side side) {
        finish();
    }

    private boolean readClient(ByteCursor in) {
        return switch (client) {
            case FIRST -> readFirst(in);
            case LOGIN -> readLogin(in);
            case REQUEST -> {
                boolean read = consume(in, in.peek(0) == Socks.AUTH_VERSION ? 0 : Socks.message5Length(in));
                client = read ? Expect.TUNNEL : client;
                yield read;
            }
            case REPLY, TUNNEL -> {
                boolean open = server == Expect.TUNNEL || isSilent(Side.SERVER);
                if (open && TlsBytes.isClientHello(in)) {
                    startTls();
                } else if (open && !TlsBytes.mayBeClientHello(in)) {
                    tunnel();
                }
                yield false;
            }
        };
    }

    private boolean readFirst(ByteCursor in) {
        version4 = in.peek(0) == Socks.VERSION_4;
        if (version4) {
            client = Expect.TUNNEL;
            boolean read = consume(in, Socks.request4Length(in));
            client = read ? Expect.TUNNEL : Expect.FIRST;
            return read;
        }
        if (in.peek(0) != Socks.VERSION_5) {
            disown();
            return false;
        }
        boolean read = consume(in, in.peek(1) < 0 ? Socks.INCOMPLETE : 2 + in.peek(1));
        client = read ? Expect.LOGIN : client;
        return read;
    }

    /** {@code 01 n user n password}, or already the request where the server asked for no login. */
    private boolean readLogin(ByteCursor in) {
        if (in.peek(0) != Socks.AUTH_VERSION) {
            client = Expect.REQUEST;
            return readClient(in);
        }
        int user = in.peek(1);
        int password = user < 0 ? -1 : in.peek(2 + user);
        boolean read = consume(in, password < 0 ? Socks.INCOMPLETE : 3 + user + password);
        if (read) {
            client = Expect.REQUEST;
            expose(Credentials.SECRET);
        }
        return read;
    }

    private boolean readServer(ByteCursor in) {
        if (server == Expect.TUNNEL) {
            // a server that speaks first, such as a mail server
            tunnel();
            return false;
        }
        if (in.peek(0) == 0 && server == Expect.FIRST) {
            return readReply(in, Socks.REPLY_4_LENGTH, Socks.REPLY_4_GRANTED);
        }
        if (server == Expect.FIRST) {
            boolean read = consume(in, 2);
            server = read ? Expect.REPLY : server;
            return read;
        }
        if (in.peek(0) == Socks.AUTH_VERSION) {
            return consume(in, 2);
        }
        return readReply(in, Socks.message5Length(in), 0);
    }

    private boolean readReply(ByteCursor in, int length, int granted) {
        int code = in.peek(1);
        if (!consume(in, length)) {
            return false;
        }
        server = Expect.TUNNEL;
        if (code != granted) {
            finish();
        }
        return true;
    }

    private boolean consume(ByteCursor in, int length) {
        if (length == Socks.INVALID || length == 0) {
            finish();
            return false;
        }
        if (length == Socks.INCOMPLETE || in.remaining() < length) {
            return false;
        }
        in.skip(length);
        return true;
    }
}

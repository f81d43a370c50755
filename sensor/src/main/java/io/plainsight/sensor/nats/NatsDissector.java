package io.plainsight.sensor.nats;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineReader;
import io.plainsight.sensor.text.PlaintextDissector;
import io.plainsight.sensor.text.TlsBytes;

/**
 * NATS. The server's INFO tells whether it takes or requires TLS; a client that takes it says so by a ClientHello in place of
 * its CONNECT. Otherwise CONNECT holds password, token or a signed key in clear. PUB and MSG are user data. The server is
 * believed by its INFO, or by any of its other words.
 */
public final class NatsDissector extends PlaintextDissector {
    private final LineReader[] readers = {new LineReader(), new LineReader()};
    private final ByteCursor line = new ByteCursor();
    private boolean clientSpoke;
    private boolean serverSpoke;
    private boolean connected;

    public NatsDissector() {
        super(NatsSignature.NATS);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (side == Side.CLIENT && !clientSpoke && TlsBytes.mayBeClientHello(in)) {
            if (TlsBytes.isClientHello(in)) {
                upgrade.request();
                upgrade.accept();
                startTls();
            }
            return false;
        }
        int before = in.position();
        if (!readers[side.ordinal()].next(in, line)) {
            return in.position() > before;
        }
        if (side == Side.CLIENT) {
            clientSpoke = true;
            onClientLine();
        } else {
            onServerLine();
        }
        return true;
    }

    @Override
    protected void resync(Side side) {
        clientSpoke |= side == Side.CLIENT;
        readers[side.ordinal()].resync();
    }

    private void onServerLine() {
        boolean info = Ascii.startsWith(line, "INFO ") || Ascii.startsWith(line, "INFO\t");
        if (!serverSpoke && !info && !isServerWord()) {
            finish();
            return;
        }
        serverSpoke = true;
        if (info) {
            boolean required = Json.isTrue(line, "\"TLS_REQUIRED\"");
            upgrade.offer(required || Json.isTrue(line, "\"TLS_AVAILABLE\""));
            if (required) {
                upgrade.require();
            }
        } else if (Ascii.startsWith(line, "MSG ") || Ascii.startsWith(line, "HMSG ")) {
            carry(Side.SERVER);
        } else if (isServerWord()) {
            answered();
        }
    }

    private boolean isServerWord() {
        return Ascii.is(line, "PONG")
                || Ascii.is(line, "PING")
                || Ascii.is(line, "+OK")
                || Ascii.startsWith(line, "-ERR ")
                || Ascii.startsWith(line, "MSG ")
                || Ascii.startsWith(line, "HMSG ");
    }

    private void onClientLine() {
        if (Ascii.startsWith(line, "CONNECT ") && !connected) {
            connected = true;
            asked(false);
            expose(credentials());
            if (serverSpoke) {
                // the server need not answer, and the client has passed TLS by
                answered();
            }
        } else if (Ascii.startsWith(line, "PUB ") || Ascii.startsWith(line, "HPUB ")) {
            carry(Side.CLIENT);
        } else if (Ascii.startsWith(line, "SUB ")) {
            asked(false);
        }
    }

    private Credentials credentials() {
        if (Json.hasText(line, "\"PASS\"")) {
            return Credentials.SECRET;
        }
        if (Json.hasText(line, "\"AUTH_TOKEN\"")) {
            return Credentials.TOKEN;
        }
        boolean signed = Json.hasText(line, "\"SIG\"");
        if (Json.hasText(line, "\"JWT\"") && !signed) {
            // a bearer token needs no signature over the server's nonce
            return Credentials.TOKEN;
        }
        return signed ? Credentials.DERIVED : Credentials.NONE;
    }
}

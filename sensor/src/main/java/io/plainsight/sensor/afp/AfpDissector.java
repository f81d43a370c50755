package io.plainsight.sensor.afp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;

/** AFP. The login names its method (UAM), from a password in clear to Diffie-Hellman and Kerberos; files follow in clear. */
public final class AfpDissector extends FrameDissector {
    /* AFP commands, Apple Filing Protocol Reference */
    private static final int GET_SERVER_INFO = 15;
    private static final int LOGIN = 18;
    private static final int LOGIN_CONTINUE = 19;
    private static final int LOGOUT = 20;
    private static final int LOGIN_EXTENDED = 63;

    /** Version, method and user stand at the beginning of a login. */
    private static final int LOGIN_HEAD = 128;

    private final ByteCursor login = new ByteCursor();

    public AfpDissector() {
        super(AfpSignature.AFP, Dsi.HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        int command = in.peek(1);
        long length = Dsi.dataLength(in);
        boolean known = in.peek(0) <= Dsi.REPLY && command > 0 && command <= Dsi.ATTENTION;
        return known && length <= Dsi.MAX_DATA ? Dsi.HEADER_LENGTH + (int) length : NOT_A_FRAME;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        int dsi = frame.peek(1);
        if (side == Side.SERVER || frame.peek(0) != Dsi.REQUEST || dsi != Dsi.COMMAND && dsi != Dsi.WRITE) {
            return;
        }
        switch (frame.peek(Dsi.HEADER_LENGTH)) {
            case -1, GET_SERVER_INFO, LOGIN_CONTINUE, LOGOUT -> {}
            case LOGIN, LOGIN_EXTENDED -> {
                frame.skip(Dsi.HEADER_LENGTH);
                frame.slice(Math.min(LOGIN_HEAD, frame.remaining()), login);
                onLogin(login);
            }
            default -> {
                decide(true);
                finish();
            }
        }
    }

    private void onLogin(ByteCursor head) {
        decide(false);
        if (Peek.indexOf(head, "Cleartxt Passwrd", 0) >= 0) {
            expose(Credentials.SECRET);
        } else if (Peek.indexOf(head, "Randnum Exchange", 0) >= 0
                || Peek.indexOf(head, "Randnum exchange", 0) >= 0
                || Peek.indexOf(head, "DHCAST128", 0) >= 0
                || Peek.indexOf(head, "DHX2", 0) >= 0) {
            expose(Credentials.DERIVED);
        }
    }
}

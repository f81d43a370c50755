package io.plainsight.sensor.stomp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.LineDissector;

/** STOMP. CONNECT's header holds the passcode in clear; SEND and MESSAGE are user data. A NUL ends a frame, an empty line is a heart-beat. */
public final class StompDissector extends LineDissector {
    private boolean connecting;
    private boolean serverSpoke;

    public StompDissector() {
        super(StompSignature.STOMP);
    }

    @Override
    protected void onClientLine(ByteCursor line) {
        skipFrameEnd(line);
        if (Ascii.is(line, "CONNECT") || Ascii.is(line, "STOMP")) {
            connecting = true;
            asked(false);
        } else if (line.remaining() == 0) {
            connecting = false;
        } else if (connecting && Ascii.startsWith(line, "PASSCODE:") && line.remaining() > "PASSCODE:".length()) {
            expose(Credentials.SECRET);
        } else if (Ascii.is(line, "SEND")) {
            carry(Side.CLIENT);
        }
    }

    @Override
    protected void onServerLine(ByteCursor line) {
        skipFrameEnd(line);
        boolean command = true;
        if (Ascii.is(line, "MESSAGE")) {
            carry(Side.SERVER);
        } else if (Ascii.is(line, "CONNECTED") || Ascii.is(line, "ERROR") || Ascii.is(line, "RECEIPT")) {
            answered();
        } else {
            command = false;
        }
        if (!command && !serverSpoke && line.remaining() > 0 && !hasGap(Side.SERVER)) {
            // something else answers here
            finish();
        }
        serverSpoke |= command;
    }

    private static void skipFrameEnd(ByteCursor line) {
        while (line.peek(0) == 0) {
            line.skip(1);
        }
    }
}

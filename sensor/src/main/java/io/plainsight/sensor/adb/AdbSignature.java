package io.plainsight.sensor.adb;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** The Android Debug Bridge by a message of either side: a known command, and its complement in the last field of the header. */
public final class AdbSignature extends FrameSignature {
    static final String ADB = "adb";

    public AdbSignature() {
        super(
                ADB,
                new ProtocolFacts(
                        "Android Debug Bridge",
                        ProtocolFacts.Kind.UPGRADABLE,
                        "AOSP, packages/modules/adb/protocol.txt",
                        "upgrade to TLS"),
                AdbDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        boolean known = false;
        for (String command : AdbDissector.FIRST_COMMANDS) {
            known |= Peek.may(in, 0, command);
        }
        for (int i = 0; i < 4; i++) {
            known &= in.peek(20 + i) < 0 || in.peek(20 + i) == (in.peek(i) ^ 0xff);
        }
        if (!known) {
            return Match.NO;
        }
        return in.remaining() < AdbDissector.HEADER_LENGTH ? Match.MAYBE : Match.YES;
    }
}

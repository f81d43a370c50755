package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.decode.Packet;

/** Conversations over UDP and right over IP through identification among all registered protocols. */
public final class DatagramsTarget {
    private static final Player PLAYER = new Player();

    private DatagramsTarget() {}

    /** Loads and instruments every protocol, which is not to count as the time of the first input. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput(new byte[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Conversation any = Conversation.read(new ByteCursor().wrap(input));
        int transport = any.transport() == Packet.TCP ? Packet.UDP : any.transport();
        PLAYER.play(new Conversation(transport, any.opened(), any.clientPort(), any.serverPort(), any.pieces()));
    }
}

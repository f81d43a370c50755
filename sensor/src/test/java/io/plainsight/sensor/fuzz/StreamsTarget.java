package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.decode.Packet;

/** TCP conversations through reassembly and identification among all registered protocols. */
public final class StreamsTarget {
    private static final Player PLAYER = new Player();

    private StreamsTarget() {}

    /** Loads and instruments every protocol, which is not to count as the time of the first input. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput(new byte[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Conversation any = Conversation.read(new ByteCursor().wrap(input));
        PLAYER.play(new Conversation(Packet.TCP, any.opened(), any.clientPort(), any.serverPort(), any.pieces()));
    }
}

package io.plainsight.sensor.capture.ring;

import com.sun.jna.LastErrorException;

/**
 * A group of sockets that share an interface's packets, one socket a worker (PACKET_FANOUT).
 *
 * <p>Packets are spread by their pair of IP addresses ({@link FanoutProgram}) rather than by the kernel's hash over
 * addresses and ports: all that two hosts say to one another is then seen by one worker, the connections that FTP or SIP
 * announces included, and so are fragments. A kernel that takes no such program (before 4.3) spreads by its hash, which is
 * the same for both directions, and puts fragments together first (PACKET_FANOUT_FLAG_DEFRAG). PACKET_FANOUT_FLAG_ROLLOVER,
 * which passes what one worker has no room for to another, is not used: it would tear connections apart, and half of one
 * is worth less than a counted loss.
 *
 * <p><b>Threading:</b> any.
 */
public final class Fanout {
    private final int size;
    private int interfaceIndex;
    private int type;
    private int group;
    private int members;

    /** @param size workers, at least 2 */
    public Fanout(int size) {
        this.size = size;
    }

    /**
     * Takes one more socket, bound already, into the group. The first one that comes with an interface that has returned
     * founds a new group, though others may not have noticed yet that the old interface is gone.
     */
    synchronized void join(PacketSocket socket, int index) {
        if (members == 0 || index != interfaceIndex) {
            found(socket);
            interfaceIndex = index;
            members = 0;
        } else {
            socket.joinFanout(group, type);
        }
        if (type == PacketSocket.PACKET_FANOUT_CBPF) {
            // each brings the same program: after a reopening nobody knows who was first
            socket.fanoutProgram(FanoutProgram.instructions());
        }
        members++;
    }

    /** The kernel chooses a number that no other group has. */
    private void found(PacketSocket socket) {
        type = PacketSocket.PACKET_FANOUT_CBPF;
        try {
            socket.joinFanout(0, type | PacketSocket.PACKET_FANOUT_FLAG_UNIQUEID);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != LibC.EINVAL) {
                throw e;
            }
            type = PacketSocket.PACKET_FANOUT_HASH | PacketSocket.PACKET_FANOUT_FLAG_DEFRAG;
            socket.joinFanout(0, type | PacketSocket.PACKET_FANOUT_FLAG_UNIQUEID);
        }
        group = socket.fanoutGroup();
    }

    synchronized void leave(int index) {
        if (index == interfaceIndex) {
            members--;
        }
    }

    /** Whether every worker is there, so that a connection stays where it begins. */
    synchronized boolean isComplete() {
        return members >= size;
    }
}

package io.plainsight.sensor.canary;

import static io.plainsight.sensor.testing.Bytes.bigEndian;

import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.CaptureBytes;
import io.plainsight.sensor.testing.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts conversations into Ethernet frames: each between hosts of its own, whole or damaged. */
public final class Packets {
    /** What happens to a conversation on its way. */
    public enum Damage {
        NONE,
        /** Segments of few bytes, so that secrets are split. */
        SMALL_SEGMENTS,
        /** The last message ends in its middle, and nothing follows. */
        CUT,
        /** The first byte of the first message is another one. */
        DISTURBED,
        /** The second message is lost, so that what follows waits for it. */
        LOST,
        /** IP fragments; the last one of all is missing. */
        FRAGMENTED
    }

    private static final String CLIENTS = "10.1.";
    private static final String SERVERS = "10.2.";
    private static final int CLIENT_PORT = 40_000;
    private static final int MSS = 1400;
    private static final int SMALL = 5;
    private static final int FIN = 0x11;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final int FRAGMENT = 48;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int STEP_NS = 1_000_000;

    private final List<Frame> frames = new ArrayList<>();
    private long nowNs;
    private int hosts;
    private String client;
    private String server;
    private boolean fragmented;

    /** @param startNs time of the first packet */
    public Packets(long startNs) {
        nowNs = startNs;
    }

    /** All that {@link Canaries} know, in every way. */
    public static Packets all(long startNs) {
        Packets packets = new Packets(startNs);
        for (Damage damage : Damage.values()) {
            Canaries.all().forEach(conversation -> packets.add(conversation, damage));
        }
        return packets;
    }

    /** The server's address, which no other conversation has. */
    public String add(Conversation conversation, Damage damage) {
        hosts++;
        client = CLIENTS + hosts / 250 + '.' + (hosts % 250 + 1);
        server = SERVERS + hosts / 250 + '.' + (hosts % 250 + 1);
        List<Side> sides = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        conversation.dialogue().forEach((side, bytes) -> {
            sides.add(side);
            messages.add(bytes.clone());
        });
        int last = messages.size() - 1;
        if (damage == Damage.CUT) {
            messages.set(last, Arrays.copyOf(messages.get(last), messages.get(last).length * 2 / 3));
        } else if (damage == Damage.DISTURBED) {
            messages.get(0)[0] ^= 0x55;
        }
        fragmented = damage == Damage.FRAGMENTED;
        if (conversation.overUdp()) {
            for (int i = 0; i <= last; i++) {
                boolean fromClient = sides.get(i) == Side.CLIENT;
                udp(fromClient, conversation.port(), messages.get(i));
            }
            if (fragmented) {
                udp(true, conversation.port(), messages.get(0));
            }
        } else {
            tcp(conversation.port(), sides, messages, damage);
        }
        if (fragmented) {
            frames.remove(frames.size() - 1);
        }
        return server;
    }

    /** Which of two hosts is the server. */
    public static String server(String one, String other) {
        return one.startsWith(SERVERS) ? one : other;
    }

    /** How many were added. */
    public int conversations() {
        return hosts;
    }

    public List<Frame> frames() {
        return frames;
    }

    /** As a capture file. */
    public byte[] pcap() {
        CaptureBytes capture = CaptureBytes.pcap();
        frames.forEach(frame -> capture.record(frame.timestampNs(), frame.bytes()));
        return capture.toArray();
    }

    private void tcp(int port, List<Side> sides, List<byte[]> messages, Damage damage) {
        long[] next = {1000, 5000};
        segment(true, port, SYN, next, new byte[0]);
        next[0]++;
        segment(false, port, SYN_ACK, next, new byte[0]);
        next[1]++;
        segment(true, port, ACK, next, new byte[0]);
        int size = damage == Damage.SMALL_SEGMENTS ? SMALL : MSS;
        for (int i = 0; i < messages.size(); i++) {
            boolean fromClient = sides.get(i) == Side.CLIENT;
            byte[] message = messages.get(i);
            boolean lost = damage == Damage.LOST && i == 1;
            for (int at = 0; at < message.length; at += size) {
                byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + size));
                if (!lost) {
                    segment(fromClient, port, ACK, next, part);
                }
                next[fromClient ? 0 : 1] += part.length;
            }
        }
        if (damage != Damage.CUT && damage != Damage.FRAGMENTED) {
            segment(true, port, FIN, next, new byte[0]);
            next[0]++;
            segment(false, port, FIN, next, new byte[0]);
            next[1]++;
            segment(true, port, ACK, next, new byte[0]);
        }
    }

    private void segment(boolean fromClient, int port, int flags, long[] next, byte[] payload) {
        ip(
                fromClient,
                6,
                bigEndian()
                        .u16(fromClient ? CLIENT_PORT : port)
                        .u16(fromClient ? port : CLIENT_PORT)
                        .u32(next[fromClient ? 0 : 1])
                        .u32(flags == SYN ? 0 : next[fromClient ? 1 : 0])
                        .u8(0x50, flags)
                        .u16(65_535)
                        .u32(0)
                        .put(payload)
                        .toArray());
    }

    private void udp(boolean fromClient, int port, byte[] payload) {
        ip(fromClient, 17, Frames.udp(fromClient ? CLIENT_PORT : port, fromClient ? port : CLIENT_PORT, payload));
    }

    private void ip(boolean fromClient, int protocol, byte[] payload) {
        String source = fromClient ? client : server;
        String destination = fromClient ? server : client;
        int identification = frames.size() & 0xffff;
        int size = fragmented ? FRAGMENT : payload.length;
        for (int at = 0; at < payload.length; at += size) {
            byte[] part = Arrays.copyOfRange(payload, at, Math.min(payload.length, at + size));
            int more = at + size < payload.length ? MORE_FRAGMENTS : 0;
            byte[] packet = Frames.ipv4(source, destination, protocol, identification, at / 8 | more, part);
            frames.add(new Frame(nowNs, Frames.ethernet(0x0800, packet)));
            nowNs += STEP_NS;
        }
    }
}

package io.plainsight.sensor.text;

import io.plainsight.sensor.dissect.Side;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The TCP payloads of a classic capture file, put together just well enough for small clean captures: Ethernet, Linux
 * cooked, raw IP and BSD loopback; IPv4 and IPv6 without extension headers; retransmissions cut off, nothing reordered.
 */
public final class TcpStreams {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int SYN = 2;
    private static final int ACK = 16;

    private final Map<String, Stream> streams = new LinkedHashMap<>();

    private static final class Stream {
        final Dialogue dialogue = new Dialogue();
        final String client;
        final Map<Side, Integer> next = new EnumMap<>(Side.class);

        Stream(String client) {
            this.client = client;
        }
    }

    /** The dialogues of the file's connections, in the order of their first packets; the first sender is the client. */
    public static Collection<Dialogue> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        in.order(in.getInt(0) == 0xa1b2c3d4 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int linkType = in.getInt(20) & 0xffff;
        TcpStreams tcp = new TcpStreams();
        for (int at = FILE_HEADER; at + RECORD_HEADER <= in.limit(); ) {
            int length = in.getInt(at + 8);
            if (length < 0 || length > in.limit() - at - RECORD_HEADER) {
                break;
            }
            byte[] frame = Arrays.copyOfRange(in.array(), at + RECORD_HEADER, at + RECORD_HEADER + length);
            tcp.frame(ByteBuffer.wrap(frame), linkType);
            at += RECORD_HEADER + length;
        }
        return tcp.streams.values().stream().map(stream -> stream.dialogue).toList();
    }

    private void frame(ByteBuffer frame, int linkType) {
        int ip =
                switch (linkType) {
                    case 1 -> frame.limit() > 18 && frame.getShort(12) == (short) 0x8100 ? 18 : 14;
                    case 113 -> 16;
                    case 12, 101, 228, 229 -> 0;
                    default -> 4;
                };
        if (frame.limit() < ip + 40) {
            return;
        }
        int version = frame.get(ip) >> 4 & 0xf;
        if (version == 4 && frame.get(ip + 9) == 6) {
            int header = (frame.get(ip) & 0xf) * 4;
            int total = frame.getShort(ip + 2) & 0xffff;
            tcp(frame, hex(frame, ip + 12, 4), hex(frame, ip + 16, 4), ip + header, ip + total);
        } else if (version == 6 && frame.get(ip + 6) == 6) {
            int total = 40 + (frame.getShort(ip + 4) & 0xffff);
            tcp(frame, hex(frame, ip + 8, 16), hex(frame, ip + 24, 16), ip + 40, ip + total);
        }
    }

    private void tcp(ByteBuffer frame, String source, String destination, int offset, int end) {
        int limit = Math.min(end, frame.limit());
        String from = source + ":" + (frame.getShort(offset) & 0xffff);
        String to = destination + ":" + (frame.getShort(offset + 2) & 0xffff);
        String key = from.compareTo(to) < 0 ? from + to : to + from;
        int flags = frame.get(offset + 13);
        String client = (flags & (SYN | ACK)) == (SYN | ACK) ? to : from;
        Stream stream = streams.computeIfAbsent(key, k -> new Stream(client));
        Side side = from.equals(stream.client) ? Side.CLIENT : Side.SERVER;
        int payload = offset + (frame.get(offset + 12) >> 4 & 0xf) * 4;
        int sequence = frame.getInt(offset + 4) + (flags & SYN) / SYN;
        int known = stream.next.getOrDefault(side, sequence) - sequence;
        int start = payload + Math.max(0, known);
        if (start < limit) {
            stream.dialogue.message(side, Arrays.copyOfRange(frame.array(), start, limit));
            stream.next.put(side, sequence + limit - payload);
        } else if ((flags & SYN) != 0) {
            stream.next.put(side, sequence);
        }
    }

    private static String hex(ByteBuffer frame, int offset, int length) {
        return HexFormat.of().formatHex(frame.array(), offset, offset + length);
    }
}

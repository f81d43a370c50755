package io.plainsight.sensor.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * TCP segments of a classic pcap or pcapng file, just enough for tests: Ethernet with VLAN tags, Linux cooked, raw IP or
 * loopback; IPv4 and IPv6 without fragments; one interface. Segments of a direction are put in order by sequence number.
 */
final class CaptureStreams {
    /** A piece of one direction, in the order of arrival; {@code offset} counts from the direction's first byte. */
    record Segment(long timestampNs, boolean forward, long offset, byte[] payload, int flags) {}

    /** One connection: who sent the first packet (forward), and all its segments. */
    record Connection(String source, int sourcePort, String destination, int destinationPort, List<Segment> segments) {}

    private static final int PCAPNG = 0x0A0D0D0A;

    private final Map<String, Connection> open = new LinkedHashMap<>();
    private final Map<String, long[]> firstSequence = new LinkedHashMap<>();
    private final List<Connection> connections = new ArrayList<>();

    static List<Connection> read(Path file) throws IOException {
        CaptureStreams streams = new CaptureStreams();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() >= 24) {
            if (bytes.getInt(0) == PCAPNG) {
                streams.pcapng(bytes);
            } else {
                streams.pcap(bytes);
            }
        }
        return streams.connections;
    }

    private void pcap(ByteBuffer in) {
        int magic = in.getInt(0);
        boolean swapped = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
        boolean nanos = magic == 0xa1b23c4d || magic == 0x4d3cb2a1;
        in.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int linkType = in.getInt(20) & 0xffff;
        int at = 24;
        while (at + 16 <= in.limit()) {
            long timestampNs = (in.getInt(at) & 0xffffffffL) * 1_000_000_000L
                    + (in.getInt(at + 4) & 0xffffffffL) * (nanos ? 1 : 1000);
            int length = in.getInt(at + 8);
            if (length < 0 || length > in.limit() - at - 16) {
                return;
            }
            frame(in, at + 16, length, linkType, timestampNs);
            at += 16 + length;
        }
    }

    private void pcapng(ByteBuffer in) {
        in.order(in.getInt(8) == 0x1A2B3C4D ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        List<Integer> linkTypes = new ArrayList<>();
        int at = 0;
        while (at + 12 <= in.limit()) {
            int type = in.getInt(at);
            int length = in.getInt(at + 4);
            if (length < 12 || length > in.limit() - at) {
                return;
            }
            if (type == 1) {
                linkTypes.add(in.getShort(at + 8) & 0xffff);
            } else if (type == 6 && in.getInt(at + 8) < linkTypes.size()) {
                long micros = (in.getInt(at + 12) & 0xffffffffL) << 32 | in.getInt(at + 16) & 0xffffffffL;
                frame(in, at + 28, in.getInt(at + 20), linkTypes.get(in.getInt(at + 8)), micros * 1000);
            }
            at += length;
        }
    }

    private void frame(ByteBuffer file, int offset, int length, int linkType, long timestampNs) {
        ByteBuffer in = file.duplicate().order(ByteOrder.BIG_ENDIAN);
        int at = offset;
        if (linkType == 1) {
            at += 12;
            while (at + 4 < offset + length && isTag(in.getShort(at) & 0xffff)) {
                at += 4;
            }
            at += 2;
        } else if (linkType == 113) {
            at += 16;
        } else if (linkType == 276) {
            at += 20;
        } else if (linkType == 0 || linkType == 108) {
            at += 4;
        }
        if (at + 40 <= offset + length) {
            ip(in, at, offset + length, timestampNs);
        }
    }

    private static boolean isTag(int etherType) {
        return etherType == 0x8100 || etherType == 0x88a8;
    }

    private void ip(ByteBuffer in, int at, int end, long timestampNs) {
        int version = in.get(at) >> 4 & 0xf;
        if (version == 4 && in.get(at + 9) == 6 && (in.getShort(at + 6) & 0x3fff) == 0) {
            int header = (in.get(at) & 0xf) * 4;
            int total = in.getShort(at + 2) & 0xffff;
            tcp(
                    in,
                    at + header,
                    total == 0 ? end : Math.min(end, at + total),
                    text(in, at + 12, 4),
                    text(in, at + 16, 4),
                    timestampNs);
        } else if (version == 6 && in.get(at + 6) == 6) {
            int total = in.getShort(at + 4) & 0xffff;
            tcp(in, at + 40, Math.min(end, at + 40 + total), text(in, at + 8, 16), text(in, at + 24, 16), timestampNs);
        }
    }

    private static String text(ByteBuffer in, int at, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(
                    length == 4 ? (i > 0 ? "." : "") + (in.get(at + i) & 0xff) : String.format("%02x", in.get(at + i)));
        }
        return text.toString();
    }

    private void tcp(ByteBuffer in, int at, int end, String source, String destination, long timestampNs) {
        if (at + 20 > end) {
            return;
        }
        int sourcePort = in.getShort(at) & 0xffff;
        int destinationPort = in.getShort(at + 2) & 0xffff;
        int flags = in.get(at + 13) & 0x3f;
        int start = at + (in.get(at + 12) >> 4 & 0xf) * 4;
        byte[] payload = new byte[Math.max(0, end - start)];
        in.get(Math.min(start, end), payload);
        String forwardKey = source + sourcePort + ">" + destination + destinationPort;
        String backwardKey = destination + destinationPort + ">" + source + sourcePort;
        boolean forward = open.containsKey(forwardKey) || !open.containsKey(backwardKey);
        boolean syn = (flags & 0x12) == 0x02;
        String key = forward ? forwardKey : backwardKey;
        if (!open.containsKey(key) || syn && forward && isNew(key, in.getInt(at + 4))) {
            Connection connection = new Connection(source, sourcePort, destination, destinationPort, new ArrayList<>());
            open.put(key, connection);
            connections.add(connection);
            firstSequence.put(key, new long[] {-1, -1});
        }
        long[] first = firstSequence.get(key);
        int sequence = in.getInt(at + 4);
        int direction = forward ? 0 : 1;
        if (first[direction] < 0) {
            first[direction] = (sequence + ((flags & 0x02) != 0 ? 1 : 0)) & 0xffffffffL;
        }
        long offset = sequence + ((flags & 0x02) != 0 ? 1L : 0L) - (int) first[direction];
        open.get(key).segments().add(new Segment(timestampNs, forward, (int) offset, payload, flags));
    }

    private boolean isNew(String key, int sequence) {
        long first = firstSequence.get(key)[0];
        return first >= 0 && ((sequence + 1) & 0xffffffffL) != first;
    }

    /** In-order delivery of one direction. */
    static final class Reassembly {
        private final TreeMap<Long, byte[]> waiting = new TreeMap<>();
        private long next;

        /** The bytes that are in order now. */
        byte[] add(long offset, byte[] payload) {
            if (payload.length > 0 && offset + payload.length > next) {
                waiting.merge(offset, payload, (a, b) -> a.length >= b.length ? a : b);
            }
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            while (!waiting.isEmpty() && waiting.firstKey() <= next) {
                Map.Entry<Long, byte[]> entry = waiting.pollFirstEntry();
                int skip = (int) (next - entry.getKey());
                if (skip < entry.getValue().length) {
                    out.write(entry.getValue(), skip, entry.getValue().length - skip);
                    next += entry.getValue().length - skip;
                }
            }
            return out.toByteArray();
        }

        boolean hasHole() {
            return !waiting.isEmpty();
        }

        /** Gives up on the missing bytes and goes on with what is there. */
        byte[] jump() {
            next = waiting.firstKey();
            return add(next, new byte[0]);
        }
    }
}

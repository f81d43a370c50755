package io.plainsight.sensor.flowlog.collector;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads how many datagrams found a socket's buffer full: the last column of {@code /proc/net/udp} and {@code udp6} (proc_net(5)). Linux only. */
final class SocketDrops {
    /** It cannot be told here. */
    static final long UNKNOWN = -1;

    private static final int LOCAL_ADDRESS = 1;

    private final Path table;
    private final String local;

    SocketDrops(InetSocketAddress bound) {
        this(Path.of(bound.getAddress() instanceof Inet4Address ? "/proc/net/udp" : "/proc/net/udp6"), bound);
    }

    SocketDrops(Path table, InetSocketAddress bound) {
        this.table = table;
        this.local = hex(bound.getAddress().getAddress()) + String.format(Locale.ROOT, ":%04X", bound.getPort());
    }

    /** Since the socket was opened; {@link #UNKNOWN} where nothing tells it. */
    long read() {
        try {
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > LOCAL_ADDRESS && columns[LOCAL_ADDRESS].equals(local)) {
                    return Long.parseLong(columns[columns.length - 1]);
                }
            }
            return UNKNOWN;
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN; // other systems have no such table
        }
    }

    /** Words of 32 bits in the host's order, which is little-endian wherever this runs. */
    private static String hex(byte[] address) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < address.length; word += Integer.BYTES) {
            for (int i = Integer.BYTES - 1; i >= 0; i--) {
                text.append(String.format(Locale.ROOT, "%02X", address[word + i]));
            }
        }
        return text.toString();
    }
}

package io.plainsight.sensor.flowlog.collector;

import io.plainsight.sensor.flowlog.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a collector listens.
 *
 * @param socket resolved
 */
public record CollectorAddress(InetSocketAddress socket) {
    private static final int MAX_PORT = 65_535;
    private static final Pattern NOTATION =
            Pattern.compile("(?:(?<host>[0-9.]+|\\[[0-9a-fA-F:.]+]):)?(?<port>[0-9]{1,5})");

    /**
     * Reads {@code [ADDR:]PORT}: an IPv4 address, an IPv6 address in brackets, or loopback (127.0.0.1) where there is none.
     *
     * @throws IllegalArgumentException when it is neither, with a remedy
     */
    public static CollectorAddress parse(String text) {
        Matcher parts = NOTATION.matcher(text);
        int port = parts.matches() ? Integer.parseInt(parts.group("port")) : MAX_PORT + 1;
        String host = port > MAX_PORT || parts.group("host") == null
                ? "127.0.0.1"
                : parts.group("host").replaceAll("[\\[\\]]", "");
        if (port > MAX_PORT || IpAddress.parse(host) == null) {
            throw new IllegalArgumentException("'" + text
                    + "' is no [ADDR:]PORT; give a port for loopback alone such as 2055, or an address of this host before it"
                    + " such as 10.0.0.5:2055 or [::]:2055");
        }
        try {
            return new CollectorAddress(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' holds no IP address", e);
        }
    }

    /** Whether anybody but this host can reach it. */
    public boolean isLoopback() {
        return socket.getAddress().isLoopbackAddress();
    }

    /** {@code address:port}, IPv6 in brackets. */
    @Override
    public String toString() {
        String host = IpAddress.of(socket.getAddress().getAddress()).toString();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + socket.getPort();
    }
}

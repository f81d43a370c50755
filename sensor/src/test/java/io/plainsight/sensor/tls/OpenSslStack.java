package io.plainsight.sensor.tls;

import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Handshakes of the installed openssl program with itself, through a relay on loopback that records both directions. */
final class OpenSslStack {
    private static final int START_MILLIS = 10_000;
    private static final int RUN_SECONDS = 20;

    private final Path directory;

    /** @param directory empty; keys are made in it */
    OpenSslStack(Path directory) throws Exception {
        this.directory = directory;
        makeKey("server");
        makeKey("client");
    }

    static boolean isInstalled() {
        try {
            Command.run("openssl", "version");
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private void makeKey(String name) throws IOException, InterruptedException {
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "365",
                "-subj",
                "/CN=" + name + ".test",
                "-keyout",
                file(name + ".key").toString(),
                "-out",
                file(name + ".pem").toString());
    }

    /**
     * Runs {@code openssl s_server} and one {@code s_client} after the other against it.
     *
     * @param serverOptions beyond key, certificate and port
     * @param clients options of each client beyond the address
     * @return what each client and the server sent each other
     */
    List<RecordedHandshake> handshakes(List<String> serverOptions, List<List<String>> clients) throws Exception {
        int port = freePort();
        List<String> server = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port, "-www"));
        server.addAll(List.of(
                "-cert",
                file("server.pem").toString(),
                "-key",
                file("server.key").toString()));
        server.addAll(serverOptions);
        Process process = Command.start(server);
        try {
            awaitListening(port, process);
            List<RecordedHandshake> recordings = new ArrayList<>();
            for (List<String> client : clients) {
                recordings.add(record(port, client));
            }
            return recordings;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static RecordedHandshake record(int port, List<String> options) throws Exception {
        RecordedHandshake recording = new RecordedHandshake();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-ign_eof"));
            command.addAll(List.of("-connect", "127.0.0.1:" + listener.getLocalPort(), "-servername", "loopback.test"));
            command.addAll(options);
            Process client = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Socket toClient = listener.accept();
                    Socket toServer = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread up = relay(toClient, toServer, Side.CLIENT, recording);
                Thread down = relay(toServer, toClient, Side.SERVER, recording);
                try (OutputStream in = client.getOutputStream()) {
                    in.write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                if (!client.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("openssl s_client does not end: " + recording.shape());
                }
                up.join(TimeUnit.SECONDS.toMillis(RUN_SECONDS));
                down.join(TimeUnit.SECONDS.toMillis(RUN_SECONDS));
            } finally {
                client.destroyForcibly();
            }
        }
        return recording;
    }

    private static Thread relay(Socket from, Socket to, Side side, RecordedHandshake recording) {
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = from.getInputStream();
                for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                    recording.add(side, java.util.Arrays.copyOf(buffer, read));
                    to.getOutputStream().write(buffer, 0, read);
                }
                recording.addEnd(side);
                to.shutdownOutput();
            } catch (IOException e) {
                recording.addEnd(side); // reset: an end as good as any
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(int port, Process server) throws Exception {
        for (int waited = 0; waited < START_MILLIS; waited += 20) {
            if (!server.isAlive()) {
                throw new IOException("openssl s_server ended with status " + server.exitValue());
            }
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new IOException("openssl s_server does not listen on port " + port);
    }
}

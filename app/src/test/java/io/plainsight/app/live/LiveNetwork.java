package io.plainsight.app.live;

import io.plainsight.app.process.Command;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace with servers, joined to this one by a pair of interfaces; the clients run here, where the program
 * listens. The addresses are from 198.18.0.0/15, which RFC 2544 keeps for tests.
 */
final class LiveNetwork implements AutoCloseable {
    private static final long PID = ProcessHandle.current().pid();

    /** This namespace's end, which the program captures on. */
    final String interfaceName;

    final String server;

    private final String namespace;
    private final String peer;
    private final String network;
    private final List<Process> servers = new ArrayList<>();

    /** @param number tells apart the networks of one test run, 0 to 9 */
    LiveNetwork(int number) throws IOException, InterruptedException {
        String run = Long.toString(PID, 36) + number;
        peer = "pl" + run + "b";
        // one subnet per run and number, and none of those that the sensor's own live test takes
        network = "198.19." + (PID * 10 + number) % 250 + ".";
        namespace = "plainsight-live-" + run;
        interfaceName = "pl" + run + "a";
        server = network + "2";
        Command.run("ip", "netns", "add", namespace);
        addInterface();
    }

    /** Joins the two namespaces, for the first time or after {@link #removeInterface}. */
    void addInterface() throws IOException, InterruptedException {
        Command.run("ip", "link", "add", interfaceName, "type", "veth", "peer", "name", peer, "netns", namespace);
        Command.run("ip", "address", "add", network + "1/24", "dev", interfaceName);
        Command.run("ip", "link", "set", interfaceName, "up");
        Command.run("ip", "-n", namespace, "address", "add", server + "/24", "dev", peer);
        Command.run("ip", "-n", namespace, "link", "set", peer, "up");
    }

    /** Starts a server in the other namespace and returns once it listens. */
    void serve(int port, String... command) throws IOException, InterruptedException {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        Collections.addAll(inside, command);
        Process process = new ProcessBuilder(inside)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        servers.add(process);
        // it says nothing once it listens; a connection is the proof, and the test's own time limit bounds the wait
        while (!accepts(port)) {
            if (!process.isAlive()) {
                throw new IOException(String.join(" ", command) + " ended: exit " + process.exitValue());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean accepts(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server, port), 5000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** {@code openssl s_server} with a certificate of its own authority, valid for half a year. */
    void serveTls(Path directory, int port, String... options) throws IOException, InterruptedException {
        String authority = directory.resolve("ca" + port).toString();
        String leaf = directory.resolve("leaf" + port).toString();
        certificate(authority, "/CN=Plainsight test authority", "CA:TRUE", List.of());
        certificate(
                leaf,
                "/CN=live.plainsight.test",
                "CA:FALSE",
                List.of("-CA", authority + ".pem", "-CAkey", authority + ".key"));
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_server", "-quiet", "-accept", Integer.toString(port)));
        command.addAll(List.of("-key", leaf + ".key", "-cert", leaf + ".pem"));
        Collections.addAll(command, options);
        serve(port, command.toArray(String[]::new));
    }

    private static void certificate(String files, String subject, String constraint, List<String> issuer)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "180"));
        command.addAll(List.of("-newkey", "rsa:2048", "-subj", subject));
        command.addAll(List.of("-addext", "basicConstraints=critical," + constraint));
        command.addAll(List.of("-addext", "subjectAltName=DNS:live.plainsight.test"));
        command.addAll(List.of("-keyout", files + ".key", "-out", files + ".pem"));
        command.addAll(issuer);
        Command.run(command.toArray(String[]::new));
    }

    /** A handshake by {@code openssl s_client}; fails when it does. */
    void connectTls(int port, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", server + ":" + port));
        Collections.addAll(command, "-servername", "live.plainsight.test");
        Collections.addAll(command, options);
        Command.run(command.toArray(String[]::new));
    }

    /** Takes this namespace's interface away. */
    void removeInterface() throws IOException, InterruptedException {
        Command.run("ip", "link", "delete", interfaceName);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Process process : servers) {
            process.destroyForcibly().waitFor();
        }
        Command.run("ip", "netns", "delete", namespace);
    }
}

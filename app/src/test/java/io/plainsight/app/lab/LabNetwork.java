package io.plainsight.app.lab;

import io.plainsight.app.process.Command;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients and servers in network namespaces of their own; this process stands between them, and everything that they say to each
 * other passes its two interfaces: first the clients', then the servers'.
 *
 * <p><i>Threading:</i> one thread. <i>Lifetime:</i> {@link #close} ends the servers and takes the namespaces away.
 */
final class LabNetwork implements AutoCloseable {
    /** How many addresses outside (RFC 5737) the proxy has for the clients. */
    static final int OUTSIDE = 6;

    private static final long PID = ProcessHandle.current().pid();
    private static final String PREFIX = "10." + (20 + PID % 200) + ".";
    private static final long SERVER_PATIENCE_MS = 30_000;

    /** The interface on the clients' side, and the proxy's address there. */
    final String clientSide = name("c");

    final String nearClient = PREFIX + "1.1";

    /** The interface on the servers' side, and the servers' address there. */
    final String serverSide = name("s");

    final String server = PREFIX + "2.2";

    /** The clients' address. */
    final String client = PREFIX + "1.2";

    private final Path logs;
    private final String clients = "plainsight-" + name("c");
    private final String servers = "plainsight-" + name("s");
    private final List<Process> running = new ArrayList<>();

    /** @param logs what the servers write goes there */
    LabNetwork(Path logs) throws IOException, InterruptedException {
        this.logs = logs;
        join(clients, clientSide, nearClient, client);
        join(servers, serverSide, PREFIX + "2.1", server);
        for (int i = 0; i < OUTSIDE; i++) {
            Command.run("ip", "address", "add", outside(i) + "/32", "dev", clientSide);
            Command.run("ip", "-n", clients, "route", "add", outside(i), "via", nearClient);
        }
    }

    private static String name(String end) {
        return "lab" + Long.toString(PID, 36) + end;
    }

    private static void join(String namespace, String here, String nearAddress, String farAddress)
            throws IOException, InterruptedException {
        String there = here + "x";
        Command.run("ip", "netns", "add", namespace);
        Command.run("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", namespace);
        Command.run("ip", "address", "add", nearAddress + "/24", "dev", here);
        Command.run("ip", "link", "set", here, "up");
        Command.run("ip", "-n", namespace, "address", "add", farAddress + "/24", "dev", there);
        Command.run("ip", "-n", namespace, "link", "set", there, "up");
        Command.run("ip", "-n", namespace, "link", "set", "lo", "up");
    }

    /** An address of the proxy that is no internal one, 0 to {@link #OUTSIDE} - 1. */
    static String outside(int number) {
        return "203.0.113." + (PID % 40 * OUTSIDE + 1 + number);
    }

    /** Starts a server and returns once it listens; what it writes goes to {@code server-PORT.log}. */
    void serve(int port, List<String> command) throws IOException, InterruptedException {
        start(port, inside(servers, command), List.of("ip", "netns", "exec", servers));
    }

    /** The same on the clients' side, for programs that are both; one at a port that {@link #serve} has not. */
    void serveAtClients(int port, List<String> command) throws IOException, InterruptedException {
        start(port, inside(clients, command), List.of("ip", "netns", "exec", clients));
    }

    /** The same between the two sides, where this process is. */
    void serveBetween(int port, List<String> command) throws IOException, InterruptedException {
        start(port, command, List.of());
    }

    /** Gives the servers another address, the host's part of which is {@code number}: 10 to 249. */
    String addServerAddress(int number) throws IOException, InterruptedException {
        String address = serverAddress(number);
        Command.run("ip", "-n", servers, "address", "add", address + "/24", "dev", serverSide + "x");
        return address;
    }

    static String serverAddress(int number) {
        return PREFIX + "2." + number;
    }

    /** Lets the two sides reach one another past this process, as through a router. */
    void route() throws IOException, InterruptedException {
        for (String side : List.of(clientSide, serverSide)) {
            Files.writeString(Path.of("/proc/sys/net/ipv4/conf", side, "forwarding"), "1");
        }
        Command.run("ip", "-n", clients, "route", "add", "default", "via", nearClient);
        Command.run("ip", "-n", servers, "route", "add", "default", "via", PREFIX + "2.1");
    }

    private void start(int port, List<String> command, List<String> there) throws IOException, InterruptedException {
        File log = logs.resolve("server-" + port + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        running.add(process);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SERVER_PATIENCE_MS);
        // asked of the kernel: a connection as proof would end up in some server's logs, and in the capture
        List<String> asking = new ArrayList<>(there);
        asking.addAll(List.of("ss", "-Hltun", "sport = :" + port));
        while (Command.run(asking.toArray(String[]::new)).isBlank()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(String.join(" ", command) + " does not listen; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(30);
        }
    }

    /** Runs a client to its end, at most eight seconds. Whether it succeeds is the attack's matter: what it wrote is given. */
    String call(String input, List<String> command) throws IOException, InterruptedException {
        List<String> limited = new ArrayList<>(List.of("timeout", "-k", "1", "8"));
        limited.addAll(command);
        Process process = new ProcessBuilder(inside(clients, limited))
                .redirectErrorStream(true)
                .start();
        Thread writer = new Thread(() -> write(process, input), "lab-client-input");
        writer.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        writer.join();
        return said + "\nexit " + status;
    }

    private static void write(Process process, String input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // a client that gave up reads no more: what it says and how it exits tell why, and both are kept
            return;
        }
    }

    private static List<String> inside(String namespace, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        inside.addAll(command);
        return inside;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Process process : running) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        // a namespace goes, with its interfaces, when its last process has ended; the next test needs these names now
        Command.run("ip", "link", "delete", clientSide);
        Command.run("ip", "link", "delete", serverSide);
        Command.run("ip", "netns", "delete", clients);
        Command.run("ip", "netns", "delete", servers);
    }
}

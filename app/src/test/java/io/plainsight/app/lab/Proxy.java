package io.plainsight.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes connections at a port of its own and does with each what the {@link Attack} says; {@link Relay#PLAIN} is the innocent one.
 *
 * <p><i>Threading:</i> connections are taken one after the other. <i>Lifetime:</i> {@link #close} waits for the last one.
 */
final class Proxy implements AutoCloseable {
    private static final int PATIENCE_MS = 9000;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Attack attack;
    private final Thread acceptor;
    private final Set<Integer> ownPorts = ConcurrentHashMap.newKeySet();
    private final List<String> ends = new ArrayList<>();
    private volatile boolean closing;

    Proxy(String address, int port, InetSocketAddress target, Attack attack) throws IOException {
        this.target = target;
        this.attack = attack;
        listener = new ServerSocket(port, 20, InetAddress.getByName(address));
        acceptor = new Thread(this::accept, "lab-proxy");
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The ports from which it has called the server: by them its connections are known on the servers' side. */
    Set<Integer> ownPorts() {
        return Set.copyOf(ownPorts);
    }

    /** Connections that ended by an error of one end's, as attacked ones do; to be read after {@link #close}. */
    List<String> ends() {
        return ends;
    }

    private void accept() {
        for (int number = 0; !closing; number++) {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(PATIENCE_MS);
                client.setTcpNoDelay(true);
                attack.play(client, this::open, number);
            } catch (IOException e) {
                ends.add(e.toString());
            }
        }
    }

    private Socket open() throws IOException {
        Socket server = new Socket();
        server.connect(target, PATIENCE_MS);
        server.setSoTimeout(PATIENCE_MS);
        server.setTcpNoDelay(true);
        ownPorts.add(server.getLocalPort());
        return server;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closing = true;
        listener.close();
        acceptor.join();
    }
}

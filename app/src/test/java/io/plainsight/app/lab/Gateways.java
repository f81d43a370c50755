package io.plainsight.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** strongSwan on either side of a {@link LabNetwork}, each tunnel to an address of its own. Associations carry no traffic. */
final class Gateways {
    /** Where its two daemons listen, RFC 7296 section 2.23. */
    private static final int IKE = 500;

    private static final int NAT_TRAVERSAL = 4500;
    private static final int FIRST_ADDRESS = 10;
    private static final long PATIENCE_MS = 30_000;

    private final LabNetwork network;
    private final Keys keys;
    private final Path directory;
    private final IkeTunnel[] tunnels;

    Gateways(LabNetwork network, Keys keys, Path directory, IkeTunnel... tunnels) {
        this.network = network;
        this.keys = keys;
        this.directory = directory;
        this.tunnels = tunnels;
    }

    /** The responder's address of a tunnel; nothing has it where nobody is to answer. */
    static String responder(int tunnel) {
        return LabNetwork.serverAddress(FIRST_ADDRESS + tunnel);
    }

    void start() throws IOException, InterruptedException {
        network.route();
        for (int i = 0; i < tunnels.length; i++) {
            if (tunnels[i].responder() != null) {
                network.addServerAddress(FIRST_ADDRESS + i);
            }
        }
        network.serve(IKE, daemon("responder"));
        network.serveAtClients(NAT_TRAVERSAL, daemon("initiator"));
        load("responder");
        load("initiator");
    }

    /** Has the initiator make an association; gives what it logs. */
    String call(int tunnel) throws IOException, InterruptedException {
        return network.call("", List.of("swanctl", "--initiate", "--ike", name(tunnel), "--uri", control("initiator")));
    }

    private static String name(int tunnel) {
        return "t" + tunnel;
    }

    private String control(String end) {
        return "unix://" + directory.resolve(end).resolve("control");
    }

    private List<String> daemon(String end) throws IOException {
        Path home = Files.createDirectories(directory.resolve(end));
        Path settings = Files.writeString(home.resolve("strongswan.conf"), """
                charon-systemd {
                  load = random nonce openssl gcm aes hmac sha1 sha2 md5 kdf gmp pem pkcs1 pkcs8 x509 pubkey \
                constraints kernel-netlink socket-default vici
                  retransmit_tries = 2
                  retransmit_timeout = 1.5
                  retransmit_base = 1
                  fragment_size = 500
                  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
                  plugins {
                    vici {
                      socket = %s
                    }
                  }
                }
                """.formatted(control(end)));
        return List.of("env", "STRONGSWAN_CONF=" + settings, "charon-systemd");
    }

    /** Tells a daemon its connections, once it takes orders. */
    private void load(String end) throws IOException, InterruptedException {
        Path home = directory.resolve(end);
        Files.createDirectories(home.resolve("x509ca"));
        Files.createDirectories(home.resolve("private"));
        Files.copy(Path.of(keys.root()), home.resolve("x509ca").resolve("root.pem"));
        Files.copy(
                Path.of(keys.path(Keys.NAME + ".key")), home.resolve("private").resolve("leaf.pem"));
        Path connections = Files.writeString(home.resolve("swanctl.conf"), connections("initiator".equals(end)));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        String said;
        do {
            said = network.call(
                    "", List.of("swanctl", "--load-all", "--file", connections.toString(), "--uri", control(end)));
        } while (said.contains("Connection refused") && System.nanoTime() < deadline);
        if (!said.endsWith("exit 0")) {
            throw new IOException("strongSwan does not take " + connections + ": " + said);
        }
    }

    private String connections(boolean initiator) {
        StringBuilder connections = new StringBuilder("connections {\n");
        StringBuilder secrets = new StringBuilder("secrets {\n");
        for (int i = 0; i < tunnels.length; i++) {
            IkeTunnel.End end = initiator ? tunnels[i].initiator() : tunnels[i].responder();
            if (end != null) {
                connections.append(connection(i, end, initiator));
                secrets.append(
                        "ike-%1$s {\n id-1 = initiator.%1$s\n id-2 = responder.%1$s\n id-3 = %2$s\n secret = %3$s\n}\n"
                                .formatted(name(i), responder(i), end.secret()));
            }
        }
        return connections.append("}\n").append(secrets).append("}\n").toString();
    }

    private String connection(int tunnel, IkeTunnel.End end, boolean initiator) {
        boolean certificate = end.proof().equals("pubkey");
        String own = certificate
                ? "certs = " + keys.path(Keys.NAME + ".pem")
                : "id = " + (initiator ? "initiator." : "responder.") + name(tunnel);
        return """
                %s {
                  local_addrs = %s
                  remote_addrs = %s
                  proposals = %s
                  %s
                  local {
                    auth = %s
                    %s
                  }
                  remote {
                    auth = %s
                  }
                }
                """.formatted(
                        name(tunnel),
                        initiator ? network.client : responder(tunnel),
                        initiator ? responder(tunnel) : network.client,
                        end.proposals(),
                        end.settings(),
                        end.proof(),
                        own,
                        end.expected());
    }
}

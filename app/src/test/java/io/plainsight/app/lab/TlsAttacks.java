package io.plainsight.app.lab;

import io.plainsight.app.lab.Relay.Change;
import io.plainsight.app.lab.Relay.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Set;
import java.util.function.Consumer;

/** Attacks on the handshake itself: hellos rewritten on their way, first attempts disturbed. */
final class TlsAttacks {
    static final int TLS_1_1 = 0x0302;
    private static final int DH_ANON_AES_128_CBC_SHA = 0x0034;
    /** TLS_RSA_WITH_AES_… in all their forms: no forward secrecy. */
    private static final Set<Integer> STATIC_RSA = Set.of(0x002f, 0x0035, 0x003c, 0x003d, 0x009c, 0x009d, 0x00ff);

    private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};
    private static final byte[] TLS_1_2_BEFORE_1_3 = {4, 3, 3, 3, 4};
    private static final byte[] SECP521R1_ONLY = {0, 2, 0, 25};
    private static final byte[] NO_SHARES = {0, 0};

    private TlsAttacks() {}

    /** The client seems to know nothing above TLS 1.2. */
    static Attack cutTls13() {
        return ofClient(Hello::forgetTls13);
    }

    /** The client seems to know nothing above TLS 1.1. */
    static Attack lowerToTls11() {
        return ofClient(hello -> {
            hello.forgetTls13();
            hello.version = TLS_1_1;
        });
    }

    /** Nothing with forward secrecy is left of the offer. */
    static Attack cutSuites() {
        return ofClient(hello -> {
            hello.forgetTls13();
            hello.suites.removeIf(suite -> !STATIC_RSA.contains(suite));
        });
    }

    /** The client seems to like TLS 1.2 better than TLS 1.3. */
    static Attack turnVersions() {
        return ofClient(hello -> hello.extensions.replace(Hello.SUPPORTED_VERSIONS, TLS_1_2_BEFORE_1_3));
    }

    /** Another group than the client's best, and no share of any. */
    static Attack replaceGroups() {
        return ofClient(hello -> {
            hello.extensions.replace(Hello.SUPPORTED_GROUPS, SECP521R1_ONLY);
            hello.extensions.replace(Hello.KEY_SHARE, NO_SHARES);
        });
    }

    /** The server seems to choose a suite without any certificate, which nobody offers. */
    static Attack swapChosenSuite() {
        return ofServer(hello -> hello.suites.set(0, DH_ANON_AES_128_CBC_SHA));
    }

    /** The server seems to choose TLS 1.1. */
    static Attack lowerChosenVersion() {
        return ofServer(hello -> hello.version = TLS_1_1);
    }

    /** The server's choice of TLS 1.3 becomes one of TLS 1.2. */
    static Attack cutChosenTls13() {
        return ofServer(hello -> hello.extensions.remove(Hello.SUPPORTED_VERSIONS));
    }

    /** Cuts the connection off before the server hears of it. */
    static final Attack RESET = (client, upstream, number) -> {
        client.getInputStream().read();
        client.setSoLinger(true, 0);
    };

    /** Refuses in the server's name. */
    static final Attack REFUSE = (client, upstream, number) -> {
        client.getInputStream().read(new byte[16_384]);
        OutputStream out = client.getOutputStream();
        out.write(HANDSHAKE_FAILURE);
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    };

    /** Swallows the hello: the client waits in vain. */
    static final Attack SWALLOW =
            (client, upstream, number) -> client.getInputStream().transferTo(OutputStream.nullOutputStream());

    /** The first connections get the attack, the others pass. */
    static Attack first(int attacked, Attack attack) {
        return (client, upstream, number) -> (number < attacked ? attack : Relay.PLAIN).play(client, upstream, number);
    }

    private static Attack ofClient(Consumer<Hello> rewrite) {
        return (client, upstream, number) -> records(client, upstream, changing(rewrite), Change.NOTHING);
    }

    private static Attack ofServer(Consumer<Hello> rewrite) {
        return (client, upstream, number) -> records(client, upstream, Change.NOTHING, changing(rewrite));
    }

    private static Change changing(Consumer<Hello> rewrite) {
        return record -> {
            if (!Hello.isIn(record)) {
                return record;
            }
            Hello hello = Hello.of(record);
            rewrite.accept(hello);
            return hello.toRecord();
        };
    }

    private static void records(Socket client, Attack.Upstream upstream, Change ofClient, Change ofServer)
            throws IOException {
        try (Socket server = upstream.open()) {
            Relay.join(client, server, Framing.RECORDS, ofClient, Framing.RECORDS, ofServer);
        }
    }
}

package io.plainsight.app.lab;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One attack, or its innocent twin, between one server and one client.
 *
 * @param attack what is done, as the table has it
 * @param ends the programs, as in {@code OPENSSL ← NSS}
 * @param port where the server listens
 * @param by what the proxy does
 * @param calls what the client does, one connection after the other
 * @param clientSide the alerts due on the client's side of the proxy, each as {@code rule row severity}
 * @param serverSide the same on the server's side
 */
record Case(
        String attack,
        String ends,
        int port,
        Attack by,
        List<Call> calls,
        Set<String> clientSide,
        Set<String> serverSide) {
    /** A client's command line, once the proxy's address is known. */
    @FunctionalInterface
    interface Call {
        List<String> command(String host, int port);

        /** What it reads from its standard input. */
        default String input() {
            return "GET / HTTP/1.0\r\n\r\n";
        }

        static Call saying(String input, Call call) {
            return new Call() {
                @Override
                public List<String> command(String host, int port) {
                    return call.command(host, port);
                }

                @Override
                public String input() {
                    return input;
                }
            };
        }
    }

    static Case of(String attack, String ends, int port, Attack by, Call... calls) {
        return new Case(attack, ends, port, by, List.of(calls), Set.of(), Set.of());
    }

    Case atClient(String... due) {
        return new Case(attack, ends, port, by, calls, new TreeSet<>(List.of(due)), serverSide);
    }

    Case atServer(String... due) {
        return new Case(attack, ends, port, by, calls, clientSide, new TreeSet<>(List.of(due)));
    }

    /** Whether nothing is attacked and the handshakes must succeed. */
    boolean isInnocent() {
        return attack.matches("(.*: )?nothing.*");
    }

    @Override
    public String toString() {
        return attack + ": " + ends;
    }
}

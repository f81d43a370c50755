package io.plainsight.app.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The attacks on handshakes: every client at every server where that makes a difference. */
final class TlsCases {
    private static final int MODERN = 4400;
    private static final int OLD = 4410;
    private static final int UP_TO_12 = 4420;

    private final Keys keys;
    private final List<Case> cases = new ArrayList<>();

    TlsCases(Keys keys) {
        this.keys = keys;
        for (Stack server : Stack.values()) {
            for (Stack client : Stack.values()) {
                everywhere(server, client);
            }
            old(server, server);
        }
        orders();
    }

    List<Case> all() {
        return cases;
    }

    void serve(LabNetwork network) throws IOException, InterruptedException {
        for (Stack stack : Stack.values()) {
            network.serve(MODERN + stack.ordinal(), stack.server(keys, MODERN + stack.ordinal(), Versions.MODERN));
            network.serve(OLD + stack.ordinal(), stack.server(keys, OLD + stack.ordinal(), Versions.OLD));
            network.serve(
                    UP_TO_12 + stack.ordinal(), stack.server(keys, UP_TO_12 + stack.ordinal(), Versions.UP_TO_12));
        }
    }

    private void everywhere(Stack server, Stack client) {
        String ends = client + " at " + server;
        int port = MODERN + server.ordinal();
        cases.add(Case.of("nothing", ends, port, Relay.PLAIN, call(client, Versions.MODERN)));
        cases.add(Case.of(
                        "TLS 1.3 cut out of the ClientHello",
                        ends,
                        port,
                        TlsAttacks.cutTls13(),
                        call(client, Versions.MODERN))
                .atClient("downgrade sentinel-1.2 high")
                .atServer("downgrade mark-rejected high"));
    }

    private void old(Stack server, Stack client) {
        String ends = client + " at " + server;
        int port = OLD + server.ordinal();
        cases.add(
                Case.of("nothing, client with TLS 1.2 only", ends, port, Relay.PLAIN, call(client, Versions.ONLY_12)));
        cases.add(Case.of(
                "nothing, client with TLS 1.0 and 1.1", ends, port, Relay.PLAIN, call(client, Versions.UP_TO_11)));
        cases.add(Case.of(
                        "TLS 1.3 and 1.2 cut out of the ClientHello",
                        ends,
                        port,
                        TlsAttacks.lowerToTls11(),
                        call(client, Versions.OLD))
                .atClient("downgrade sentinel-below-1.2 critical")
                .atServer("downgrade mark-rejected high"));
        Case legacy = Case.of(
                "TLS 1.2 cut out of the ClientHello, neither knows more",
                ends,
                UP_TO_12 + server.ordinal(),
                TlsAttacks.lowerToTls11(),
                call(client, Versions.UP_TO_12));
        // a GnuTLS server without TLS 1.3 marks nothing; that a Finished does not fit is not said to others
        cases.add(
                server == Stack.GNUTLS
                        ? legacy
                        : legacy.atClient("downgrade sentinel-legacy high").atServer("downgrade mark-rejected high"));
        cases.add(Case.of(
                "nothing, neither knows more than TLS 1.2",
                ends,
                UP_TO_12 + server.ordinal(),
                Relay.PLAIN,
                call(client, Versions.UP_TO_12)));
        cases.add(Case.of(
                "suites with forward secrecy cut out of the ClientHello",
                ends,
                UP_TO_12 + server.ordinal(),
                TlsAttacks.cutSuites(),
                call(client, Versions.UP_TO_12)));
        cases.add(Case.of(
                "groups and key shares replaced",
                ends,
                MODERN + server.ordinal(),
                TlsAttacks.replaceGroups(),
                call(client, Versions.MODERN)));
        cases.add(Case.of(
                        "another suite in the ServerHello",
                        ends,
                        UP_TO_12 + server.ordinal(),
                        TlsAttacks.swapChosenSuite(),
                        call(client, Versions.ONLY_12))
                .atClient("downgrade unoffered-suite medium"));
        cases.add(Case.of(
                        "TLS 1.1 in the ServerHello",
                        ends,
                        UP_TO_12 + server.ordinal(),
                        TlsAttacks.lowerChosenVersion(),
                        call(client, Versions.UP_TO_12))
                .atClient("downgrade suite-of-another-version high"));
        cases.add(Case.of(
                        "TLS 1.3 cut out of the ServerHello",
                        ends,
                        MODERN + server.ordinal(),
                        TlsAttacks.cutChosenTls13(),
                        call(client, Versions.MODERN))
                .atClient("downgrade suite-of-another-version high"));
        for (Dance dance : List.of(new Dance("reset", TlsAttacks.RESET), new Dance("refused", TlsAttacks.REFUSE))) {
            cases.add(Case.of(
                            "first attempt " + dance.what + ", second with TLS 1.2",
                            ends,
                            OLD + server.ordinal(),
                            TlsAttacks.first(1, dance.attack),
                            call(client, Versions.OLD),
                            call(client, Versions.ONLY_12))
                    .atClient("downgrade fallback-dance high"));
        }
        cases.add(Case.of(
                "first attempt reset, second the same",
                ends,
                OLD + server.ordinal(),
                TlsAttacks.first(1, TlsAttacks.RESET),
                call(client, Versions.OLD),
                call(client, Versions.OLD)));
        fallback(server);
    }

    /** Go's server takes what the client lists first, the others their own best. */
    private void orders() {
        Case.Call backwards = (host, port) -> {
            List<String> command = new ArrayList<>(Stack.GNUTLS.client(keys, host, port, Versions.MODERN));
            command.set(command.indexOf("--priority") + 1, "NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3");
            return command;
        };
        for (Stack server : List.of(Stack.OPENSSL, Stack.JSSE, Stack.GO)) {
            Case listed = Case.of(
                    "client lists TLS 1.2 before TLS 1.3",
                    Stack.GNUTLS + " at " + server,
                    MODERN + server.ordinal(),
                    Relay.PLAIN,
                    backwards);
            cases.add(
                    server == Stack.GO
                            ? listed.atClient("downgrade client-preference info")
                                    .atServer("downgrade client-preference info")
                            : listed);
        }
        cases.add(Case.of(
                        "TLS 1.2 put before TLS 1.3 in the ClientHello",
                        Stack.GO + " at " + Stack.GO,
                        MODERN + Stack.GO.ordinal(),
                        TlsAttacks.turnVersions(),
                        call(Stack.GO, Versions.MODERN))
                .atClient("downgrade sentinel-1.2 high")
                .atServer("downgrade client-preference info"));
    }

    /** Only OpenSSL's client can be told that it falls back. */
    private void fallback(Stack server) {
        String ends = Stack.OPENSSL + " at " + server;
        Case.Call fallback = (host, proxy) -> {
            List<String> command = new ArrayList<>(Stack.OPENSSL.client(keys, host, proxy, Versions.ONLY_12));
            command.add("-fallback_scsv");
            return command;
        };
        Case again = Case.of(
                "first attempt reset, second with TLS_FALLBACK_SCSV",
                ends,
                OLD + server.ordinal(),
                TlsAttacks.first(1, TlsAttacks.RESET),
                call(Stack.OPENSSL, Versions.OLD),
                fallback);
        // the JDK's server does not know the signal and goes on; OpenSSL's client then refuses the mark
        cases.add(
                server == Stack.JSSE
                        ? again.atClient("downgrade mark-rejected high").atServer("downgrade mark-rejected high")
                        : again.atClient("downgrade fallback-refused medium")
                                .atServer("downgrade fallback-refused info"));
        cases.add(Case.of(
                "nothing, TLS_FALLBACK_SCSV at a server with no more",
                ends,
                UP_TO_12 + server.ordinal(),
                Relay.PLAIN,
                fallback));
        if (server == Stack.OPENSSL) {
            cases.add(Case.of(
                            "first attempt swallowed, second with TLS 1.2",
                            ends,
                            OLD,
                            TlsAttacks.first(1, TlsAttacks.SWALLOW),
                            call(server, Versions.OLD),
                            call(server, Versions.ONLY_12))
                    .atClient("downgrade fallback-dance high"));
        }
    }

    private record Dance(String what, Attack attack) {}

    private Case.Call call(Stack client, Versions versions) {
        return (host, port) -> client.client(keys, host, port, versions);
    }
}

package io.plainsight.app.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The attacks on upgrades: opportunistic clients that go on in clear, and strict ones that do not. */
final class StarttlsCases {
    /** As many as {@code offer-vanished} asks for. */
    private static final int HISTORY = 3;

    private static final String RULE = "starttls-stripped ";

    private final Keys keys;
    private final List<Case> cases = new ArrayList<>();

    StarttlsCases(Keys keys) {
        this.keys = keys;
        for (Server server : List.of(Server.EXIM, Server.POSTFIX, Server.IMAP, Server.POP3)) {
            mail(server);
        }
        ftp();
        postgres();
        cases.addAll(new LdapCases(keys).all());
    }

    List<Case> all() {
        return cases;
    }

    private enum Server {
        EXIM("SMTP", "curl at Exim", UpgradingServers.SMTP),
        POSTFIX("SMTP", "curl at Postfix", UpgradingServers.POSTFIX),
        IMAP("IMAP", "curl at Dovecot", UpgradingServers.IMAP),
        POP3("POP3", "curl at Dovecot", UpgradingServers.POP3),
        FTP("FTP", "lftp at vsftpd", UpgradingServers.FTP);

        private final String protocol;
        private final String ends;
        private final int port;

        Server(String protocol, String ends, int port) {
            this.protocol = protocol;
            this.ends = ends;
            this.port = port;
        }

        private String withOpenssl() {
            return ends.replaceFirst("^\\S+", "s_client");
        }
    }

    private void mail(Server server) {
        cases.add(of("nothing", server, Relay.PLAIN, taking(server)));
        cases.add(of("offer removed, no history", server, StarttlsAttacks.removeOffer(), taking(server))
                .atServer(RULE + "offer-not-taken info"));
        cases.add(of(
                        "offer removed after 3 good connections",
                        server,
                        StarttlsAttacks.removeOffer().after(HISTORY),
                        times(HISTORY + 1, taking(server)))
                .atClient(RULE + "offer-vanished medium")
                .atServer(RULE + "offer-not-taken medium"));
        cases.add(of("offer overwritten", server, StarttlsAttacks.overwriteOffer(), taking(server))
                .atClient(RULE + "offer-overwritten high")
                .atServer(RULE + "offer-not-taken info"));
        cases.add(of(
                        "offer overwritten, client insists on TLS",
                        server,
                        StarttlsAttacks.overwriteOffer(),
                        insisting(server))
                .atClient(RULE + "offer-overwritten high"));
        refused(server);
        cases.add(of("command injected behind the request", server, StarttlsAttacks.injectCommand(), taking(server))
                .atServer(RULE + "clear-bytes-injected medium"));
        cases.add(of(
                "answer injected behind the consent, client notices",
                server,
                StarttlsAttacks.injectAnswer(),
                taking(server)));
        withOpenssl(server);
    }

    private void refused(Server server) {
        cases.add(of("request overwritten", server, StarttlsAttacks.overwriteRequest(), taking(server))
                .atClient(RULE + "refused-then-clear high")
                .atServer(RULE + "offer-overwritten high"));
        cases.add(of("request refused in the server's name", server, StarttlsAttacks.refuse(), taking(server))
                .atClient(RULE + "refused-then-clear high")
                .atServer(RULE + "offer-not-taken info"));
        cases.add(of("request refused, client insists on TLS", server, StarttlsAttacks.refuse(), insisting(server)));
    }

    private void withOpenssl(Server server) {
        cases.add(Case.of(
                        server.protocol + ": answer injected behind the consent",
                        server.withOpenssl(),
                        server.port,
                        StarttlsAttacks.injectAnswer(),
                        openssl(server))
                .atClient(RULE + "clear-bytes-injected high"));
        cases.add(Case.of(
                server.protocol + ": nothing", server.withOpenssl(), server.port, Relay.PLAIN, openssl(server)));
        cases.add(of("hello answered by garbage", server, StarttlsAttacks.garbage(), taking(server)));
    }

    /**
     * lftp asks for TLS whatever is offered. A command behind its request makes vsftpd end with an error in clear, before or after the
     * client's hello as it happens, so that is not tried.
     */
    private void ftp() {
        Server server = Server.FTP;
        cases.add(of("nothing", server, Relay.PLAIN, taking(server)));
        cases.add(of("nothing, client insists on TLS", server, Relay.PLAIN, insisting(server)));
        cases.add(of("offer removed, client asks all the same", server, StarttlsAttacks.removeOffer(), taking(server)));
        cases.add(of(
                "offer overwritten, client asks all the same",
                server,
                StarttlsAttacks.overwriteOffer(),
                taking(server)));
        refused(server);
        cases.add(of("answer injected behind the consent", server, StarttlsAttacks.injectAnswer(), taking(server))
                .atClient(RULE + "clear-bytes-injected high"));
        withOpenssl(server);
    }

    private void postgres() {
        String ends = "psql at PostgreSQL";
        int port = UpgradingServers.POSTGRES;
        cases.add(Case.of("PostgreSQL: nothing", ends, port, Relay.PLAIN, psql("prefer")));
        cases.add(Case.of(
                        "PostgreSQL: request refused, no history",
                        ends,
                        port,
                        StarttlsAttacks.refusePostgres(),
                        psql("prefer"))
                .atClient(RULE + "refused-then-clear info"));
        cases.add(Case.of(
                        "PostgreSQL: request refused after 3 good connections",
                        ends,
                        port,
                        StarttlsAttacks.refusePostgres().after(HISTORY),
                        times(HISTORY + 1, psql("prefer")))
                .atClient(RULE + "refused-then-clear high"));
        cases.add(Case.of(
                "PostgreSQL: request refused, client insists on TLS",
                ends,
                port,
                StarttlsAttacks.refusePostgres(),
                psql("require")));
    }

    private Case of(String attack, Server server, Attack by, Case.Call... calls) {
        return Case.of(server.protocol + ": " + attack, server.ends, server.port, by, calls);
    }

    private static Case.Call[] times(int count, Case.Call call) {
        Case.Call[] calls = new Case.Call[count];
        Arrays.fill(calls, call);
        return calls;
    }

    /** A client that goes on in clear where it must. */
    private Case.Call taking(Server server) {
        return server == Server.FTP ? lftp("no") : curl(server, "--ssl");
    }

    private Case.Call insisting(Server server) {
        return server == Server.FTP ? lftp("yes") : curl(server, "--ssl-reqd");
    }

    private Case.Call curl(Server server, String security) {
        return Case.Call.saying("Subject: laboratory\r\n\r\nhello\r\n", (host, port) -> {
            String url = server.protocol.toLowerCase(Locale.ROOT) + "://" + Keys.NAME + ":" + port;
            List<String> command = new ArrayList<>(
                    List.of("curl", "-sS", "--noproxy", "*", security, "--cacert", keys.root(), "-m", "6"));
            command.addAll(List.of("--resolve", Keys.NAME + ":" + port + ":" + host, url));
            if (server.protocol.equals("SMTP")) {
                command.addAll(List.of("--mail-from", "a@lab.test", "--mail-rcpt", "b@lab.test", "-T", "-"));
            } else {
                command.addAll(List.of("-u", UpgradingServers.USER + ":" + Keys.PASSWORD));
            }
            return command;
        });
    }

    /** Logs in and opens no data connection, which would go past the proxy. */
    private Case.Call lftp(String force) {
        return (host, port) -> List.of(
                "lftp",
                "-c",
                "set ssl:ca-file " + keys.root() + "; set ssl:check-hostname no; set ftp:ssl-force " + force
                        + "; set net:max-retries 1; set net:timeout 6; open -u " + UpgradingServers.USER + ","
                        + Keys.PASSWORD + " ftp://" + host + ":" + port + "; quote PWD");
    }

    private Case.Call openssl(Server server) {
        return (host, port) -> List.of(
                "openssl",
                "s_client",
                "-starttls",
                server.protocol.toLowerCase(Locale.ROOT),
                "-connect",
                host + ":" + port,
                "-CAfile",
                keys.root(),
                "-verify_return_error",
                "-servername",
                Keys.NAME);
    }

    private Case.Call psql(String mode) {
        return (host, port) -> List.of(
                "psql",
                "-w",
                "-c",
                "select 1",
                "host=" + host + " port=" + port
                        + " user=postgres dbname=postgres gssencmode=disable connect_timeout=5 sslmode=" + mode);
    }
}

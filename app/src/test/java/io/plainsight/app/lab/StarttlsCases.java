package io.plainsight.app.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The attacks on upgrades: opportunistic clients that go on in clear, and strict ones that do not. */
final class StarttlsCases {
    /** As many as {@code offer-vanished} asks for. */
    private static final int HISTORY = 3;

    private final Keys keys;
    private final List<Case> cases = new ArrayList<>();

    StarttlsCases(Keys keys) {
        this.keys = keys;
        for (Mail mail : Mail.values()) {
            of(mail);
        }
        postgres();
    }

    List<Case> all() {
        return cases;
    }

    private enum Mail {
        SMTP("curl at Exim", UpgradingServers.SMTP),
        IMAP("curl at Dovecot", UpgradingServers.IMAP),
        POP3("curl at Dovecot", UpgradingServers.POP3);

        private final String ends;
        private final int port;

        Mail(String ends, int port) {
            this.ends = ends;
            this.port = port;
        }
    }

    private void of(Mail mail) {
        String rule = "starttls-stripped ";
        cases.add(of("nothing", mail, Relay.PLAIN, curl(mail, "--ssl")));
        cases.add(of("offer removed, no history", mail, StarttlsAttacks.removeOffer(), curl(mail, "--ssl"))
                .atServer(rule + "offer-not-taken info"));
        cases.add(of(
                        "offer removed after 3 good connections",
                        mail,
                        StarttlsAttacks.removeOffer().after(HISTORY),
                        times(HISTORY + 1, curl(mail, "--ssl")))
                .atClient(rule + "offer-vanished medium")
                .atServer(rule + "offer-not-taken medium"));
        cases.add(of("offer overwritten", mail, StarttlsAttacks.overwriteOffer(), curl(mail, "--ssl"))
                .atClient(rule + "offer-overwritten high")
                .atServer(rule + "offer-not-taken info"));
        cases.add(of(
                        "offer overwritten, client insists on TLS",
                        mail,
                        StarttlsAttacks.overwriteOffer(),
                        curl(mail, "--ssl-reqd"))
                .atClient(rule + "offer-overwritten high"));
        cases.add(of("request overwritten", mail, StarttlsAttacks.overwriteRequest(), curl(mail, "--ssl"))
                .atClient(rule + "refused-then-clear high")
                .atServer(rule + "offer-overwritten high"));
        cases.add(of("request refused in the server's name", mail, StarttlsAttacks.refuse(), curl(mail, "--ssl"))
                .atClient(rule + "refused-then-clear high")
                .atServer(rule + "offer-not-taken info"));
        cases.add(
                of("request refused, client insists on TLS", mail, StarttlsAttacks.refuse(), curl(mail, "--ssl-reqd")));
        cases.add(of("command injected behind the request", mail, StarttlsAttacks.injectCommand(), curl(mail, "--ssl"))
                .atServer(rule + "clear-bytes-injected medium"));
        cases.add(of(
                "answer injected behind the consent, client notices",
                mail,
                StarttlsAttacks.injectAnswer(),
                curl(mail, "--ssl")));
        cases.add(Case.of(
                        mail + ": answer injected behind the consent",
                        mail.ends.replace("curl", "s_client"),
                        mail.port,
                        StarttlsAttacks.injectAnswer(),
                        openssl(mail))
                .atClient(rule + "clear-bytes-injected high"));
        cases.add(Case.of(
                mail + ": nothing", mail.ends.replace("curl", "s_client"), mail.port, Relay.PLAIN, openssl(mail)));
        cases.add(of("hello answered by garbage", mail, StarttlsAttacks.garbage(), curl(mail, "--ssl")));
    }

    private void postgres() {
        String ends = "psql at PostgreSQL";
        int port = UpgradingServers.POSTGRES;
        String rule = "starttls-stripped ";
        cases.add(Case.of("PostgreSQL: nothing", ends, port, Relay.PLAIN, psql("prefer")));
        cases.add(Case.of(
                        "PostgreSQL: request refused, no history",
                        ends,
                        port,
                        StarttlsAttacks.refusePostgres(),
                        psql("prefer"))
                .atClient(rule + "refused-then-clear info"));
        cases.add(Case.of(
                        "PostgreSQL: request refused after 3 good connections",
                        ends,
                        port,
                        StarttlsAttacks.refusePostgres().after(HISTORY),
                        times(HISTORY + 1, psql("prefer")))
                .atClient(rule + "refused-then-clear high"));
        cases.add(Case.of(
                "PostgreSQL: request refused, client insists on TLS",
                ends,
                port,
                StarttlsAttacks.refusePostgres(),
                psql("require")));
    }

    private Case of(String attack, Mail mail, Attack by, Case.Call... calls) {
        return Case.of(mail + ": " + attack, mail.ends, mail.port, by, calls);
    }

    private static Case.Call[] times(int count, Case.Call call) {
        Case.Call[] calls = new Case.Call[count];
        Arrays.fill(calls, call);
        return calls;
    }

    private Case.Call curl(Mail mail, String security) {
        return Case.Call.saying("Subject: laboratory\r\n\r\nhello\r\n", (host, port) -> {
            String url = mail.name().toLowerCase(Locale.ROOT) + "://" + Keys.NAME + ":" + port;
            List<String> command = new ArrayList<>(
                    List.of("curl", "-sS", "--noproxy", "*", security, "--cacert", keys.root(), "-m", "6"));
            command.addAll(List.of("--resolve", Keys.NAME + ":" + port + ":" + host, url));
            if (mail == Mail.SMTP) {
                command.addAll(List.of("--mail-from", "a@lab.test", "--mail-rcpt", "b@lab.test", "-T", "-"));
            } else {
                command.addAll(List.of("-u", UpgradingServers.USER + ":" + Keys.PASSWORD));
            }
            return command;
        });
    }

    private Case.Call openssl(Mail mail) {
        return (host, port) -> List.of(
                "openssl",
                "s_client",
                "-starttls",
                mail.name().toLowerCase(Locale.ROOT),
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

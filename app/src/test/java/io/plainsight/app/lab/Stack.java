package io.plainsight.app.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A TLS implementation, by the programs that come with it: how its server and its client are told what to do. */
enum Stack {
    OPENSSL {
        @Override
        List<String> server(Keys keys, int port, Versions versions) {
            return openssl(
                    versions,
                    "s_server",
                    "-accept",
                    port,
                    "-www",
                    "-cert",
                    keys.path(Keys.NAME + ".pem"),
                    "-key",
                    keys.path(Keys.NAME + ".key"));
        }

        @Override
        List<String> client(Keys keys, String host, int port, Versions versions) {
            return openssl(
                    versions,
                    "s_client",
                    "-connect",
                    host + ":" + port,
                    "-CAfile",
                    keys.root(),
                    "-verify_return_error",
                    "-servername",
                    Keys.NAME);
        }

        private List<String> openssl(Versions versions, Object... words) {
            List<String> command = words("openssl");
            command.addAll(words(words));
            command.addAll(words("-min_protocol", name(versions.lowest()), "-max_protocol", name(versions.highest())));
            if (versions.isOld()) {
                command.addAll(words("-cipher", "DEFAULT@SECLEVEL=0"));
            }
            return command;
        }

        private String name(int version) {
            return version == 0 ? "TLSv1" : "TLSv1." + version;
        }
    },
    GNUTLS {
        @Override
        List<String> server(Keys keys, int port, Versions versions) {
            return words(
                    "gnutls-serv",
                    "-p",
                    port,
                    "--http",
                    "--priority",
                    priority(versions),
                    "--x509certfile",
                    keys.path(Keys.NAME + ".pem"),
                    "--x509keyfile",
                    keys.path(Keys.NAME + ".key"));
        }

        @Override
        List<String> client(Keys keys, String host, int port, Versions versions) {
            return words(
                    "gnutls-cli",
                    "-p",
                    port,
                    "--priority",
                    priority(versions),
                    "--x509cafile",
                    keys.root(),
                    "--sni-hostname",
                    Keys.NAME,
                    "--verify-hostname",
                    Keys.NAME,
                    host);
        }

        private String priority(Versions versions) {
            // the order is that of the hello
            StringBuilder text = new StringBuilder("NORMAL:-VERS-ALL");
            for (int version = versions.highest(); version >= versions.lowest(); version--) {
                text.append(":+VERS-TLS1.").append(version);
            }
            return text.toString();
        }
    },
    NSS {
        @Override
        List<String> server(Keys keys, int port, Versions versions) {
            return words("selfserv", "-d", keys.nss(), "-p", port, "-n", Keys.NAME, "-V", range(versions));
        }

        @Override
        List<String> client(Keys keys, String host, int port, Versions versions) {
            return words(
                    "tstclnt", "-h", host, "-p", port, "-d", keys.nss(), "-a", Keys.NAME, "-Q", "-V", range(versions));
        }

        private String range(Versions versions) {
            return "tls1." + versions.lowest() + ":tls1." + versions.highest();
        }
    },
    JSSE {
        @Override
        List<String> server(Keys keys, int port, Versions versions) {
            return java("server", port, keys.path(Keys.NAME + ".p12"), range(versions));
        }

        @Override
        List<String> client(Keys keys, String host, int port, Versions versions) {
            return java("client", host, port, keys.root(), range(versions));
        }

        private List<String> java(Object... arguments) {
            List<String> command = words(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-Xmx64m",
                    "-cp",
                    Path.of("target", "test-classes").toAbsolutePath(),
                    JssePeer.class.getName());
            command.addAll(words(arguments));
            return command;
        }

        private String range(Versions versions) {
            return versions.lowest() + "-" + versions.highest();
        }
    },
    /** Go's library, by a program of ours: there is none that comes with it. */
    GO {
        @Override
        List<String> server(Keys keys, int port, Versions versions) {
            return go(keys, versions, "server", ":" + port, "cert=" + keys.path(Keys.NAME), "on=yes");
        }

        @Override
        List<String> client(Keys keys, String host, int port, Versions versions) {
            return go(keys, versions, "client", host + ":" + port, "roots=" + keys.root(), "name=" + Keys.NAME);
        }

        private List<String> go(Keys keys, Versions versions, Object... words) {
            List<String> command = words(keys.path(Tools.GO_PEER));
            command.addAll(words(words));
            command.addAll(words("lowest=1." + versions.lowest(), "highest=1." + versions.highest()));
            return command;
        }
    };

    /** A server at a port of any address that answers many connections, one after the other. */
    abstract List<String> server(Keys keys, int port, Versions versions);

    /** A client that makes one handshake and ends. */
    abstract List<String> client(Keys keys, String host, int port, Versions versions);

    private static List<String> words(Object... words) {
        return new ArrayList<>(Arrays.stream(words).map(Object::toString).toList());
    }
}

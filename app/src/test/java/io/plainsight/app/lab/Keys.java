package io.plainsight.app.lab;

import io.plainsight.app.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority of the laboratory and its leaves, as PEM, PKCS#12 and NSS database. */
final class Keys {
    static final String NAME = "shop.lab.test";
    static final String PASSWORD = "secret";

    private final Path directory;
    private final String authority;

    Keys(Path directory, String authority) throws IOException, InterruptedException {
        this.directory = directory;
        this.authority = authority;
        certificate(authority, "/CN=" + authority, "CA:TRUE", authority, List.of());
    }

    /** A leaf for a name and some more, in files called like the first. */
    void leaf(String name, String... more) throws IOException, InterruptedException {
        certificate(
                name,
                "/O=Laboratory/CN=" + name,
                "CA:FALSE",
                String.join(",DNS:", name, String.join(",DNS:", more)).replaceFirst(",DNS:$", ""),
                List.of("-CA", path(authority + ".pem"), "-CAkey", path(authority + ".key")));
        Command.run(
                "openssl",
                "pkcs12",
                "-export",
                "-in",
                path(name + ".pem"),
                "-inkey",
                path(name + ".key"),
                "-name",
                name,
                "-passout",
                "pass:" + PASSWORD,
                "-out",
                path(name + ".p12"));
    }

    private void certificate(String files, String subject, String constraint, String name, List<String> issuer)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "180"));
        command.addAll(List.of("-newkey", "rsa:2048", "-subj", subject));
        command.addAll(List.of("-addext", "basicConstraints=critical," + constraint));
        command.addAll(List.of("-addext", "subjectAltName=DNS:" + name));
        command.addAll(List.of("-keyout", path(files + ".key"), "-out", path(files + ".pem")));
        command.addAll(issuer);
        Command.run(command.toArray(String[]::new));
    }

    /** A database for NSS that trusts the authority and has the leaf. */
    void database(String leaf) throws IOException, InterruptedException {
        Files.createDirectory(directory.resolve("nss"));
        Command.run("certutil", "-N", "-d", nss(), "--empty-password");
        Command.run("certutil", "-A", "-d", nss(), "-n", authority, "-t", "CT,,", "-i", root());
        Command.run("pk12util", "-i", path(leaf + ".p12"), "-d", nss(), "-W", PASSWORD);
    }

    String nss() {
        return path("nss");
    }

    String root() {
        return path(authority + ".pem");
    }

    String path(String file) {
        return directory.resolve(file).toString();
    }
}

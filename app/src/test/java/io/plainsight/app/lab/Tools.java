package io.plainsight.app.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plainsight.app.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs that the proving ground attacks; {@code .ci/packages} has the Debian packages. */
final class Tools {
    private static final List<String> PROGRAMS = List.of(
            "openssl",
            "gnutls-serv",
            "gnutls-cli",
            "selfserv",
            "tstclnt",
            "certutil",
            "go",
            "sslsplit",
            "gtlsclient",
            "gtlsserver",
            "pk12util",
            "ip",
            "ss",
            "curl",
            "exim4",
            "dovecot",
            "vsftpd",
            "lftp",
            "slapd",
            "ldapsearch",
            "psql",
            "ssh",
            "ssh-keygen",
            "sshd");
    private static final Path POSTGRES = Path.of("/usr/lib/postgresql");
    private static final Path POSTFIX = Path.of("usr/lib/postfix/sbin/master");
    /** Where {@code .ci/run} unpacks what cannot be installed beside other packages. */
    private static final Path UNPACKED = Path.of("/opt/plainsight-lab");

    /** The program that speaks Go's TLS, where {@link #buildGoPeer} has put it. */
    static final String GO_PEER = "go-peer";

    private static final Path GO_SOURCE = Path.of("src", "test", "failures", "tools", "peer.go");

    private Tools() {}

    /** Builds the program that speaks Go's TLS into a directory; nothing is kept elsewhere. */
    static void buildGoPeer(Path directory) throws IOException, InterruptedException {
        Command.run(
                "env",
                "GOCACHE=" + directory.resolve("go-cache"),
                "GOFLAGS=",
                "go",
                "build",
                "-o",
                directory.resolve(GO_PEER).toString(),
                GO_SOURCE.toString());
    }

    /** Skips the calling test when a program is missing; in CI none may be. */
    static void require() {
        require(PROGRAMS.toArray(String[]::new));
        requireAll(Stream.of(POSTGRES, postfix().resolve(POSTFIX))
                .filter(path -> !Files.exists(path))
                .map(Path::toString)
                .toList());
    }

    /** The same for some programs. */
    static void require(String... programs) {
        requireAll(Stream.of(programs).filter(name -> !isInstalled(name)).toList());
    }

    private static void requireAll(List<String> missing) {
        if (!missing.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("must be installed in CI (.ci/packages): " + missing);
        }
        assumeTrue(missing.isEmpty(), "not installed (see .ci/packages): " + missing);
    }

    private static boolean isInstalled(String name) {
        return Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    /** The root under which Postfix is: that of the system, or where it was unpacked. */
    static Path postfix() {
        Path root = Path.of("/");
        return Files.exists(root.resolve(POSTFIX)) ? root : UNPACKED.resolve("postfix");
    }

    /** The directory of PostgreSQL's own programs, of whatever version is there. */
    static Path postgres() throws IOException {
        try (Stream<Path> versions = Files.list(POSTGRES)) {
            return versions.sorted().findFirst().orElseThrow().resolve("bin");
        }
    }
}

package io.plainsight.app.lab;

import io.plainsight.app.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Postfix, which takes mail for everybody and throws it away. Debian has it beside Exim unpacked only: see {@link Tools#postfix}. */
final class Postfix {
    /** Its own users are made by an installation; these are on every Debian and have nothing here. */
    private static final String OWNER = "mail";

    private static final String GROUP = "games";

    private final Path home;
    private final Keys keys;

    Postfix(Path directory, Keys keys) {
        home = directory.resolve("postfix");
        this.keys = keys;
    }

    List<String> command(int port) throws IOException, InterruptedException {
        Path root = Tools.postfix();
        Path libraries = root.resolve("usr/lib/postfix");
        Path queue = home.resolve("queue");
        for (String part :
                List.of("private", "public", "incoming", "active", "deferred", "defer", "bounce", "corrupt")) {
            Files.createDirectories(queue.resolve(part));
            Command.run("chown", OWNER, queue.resolve(part).toString());
        }
        Files.createDirectory(queue.resolve("pid"));
        Path data = Files.createDirectory(home.resolve("data"));
        Command.run("chown", OWNER, data.toString());
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path settings = Files.createDirectory(home.resolve("conf"));
        Files.writeString(settings.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                meta_directory = %1$s/conf
                daemon_directory = %2$s/sbin
                shlib_directory = %2$s
                command_directory = %3$s/usr/sbin
                mail_owner = %4$s
                setgid_group = %5$s
                import_environment = MAIL_CONFIG LD_LIBRARY_PATH
                export_environment = MAIL_CONFIG LD_LIBRARY_PATH
                myhostname = %6$s
                mydestination =
                inet_protocols = ipv4
                mynetworks = 0.0.0.0/0
                smtpd_relay_restrictions = permit_mynetworks, reject
                smtpd_peername_lookup = no
                alias_maps =
                local_recipient_maps =
                default_transport = discard:
                smtpd_tls_security_level = may
                smtpd_tls_cert_file = %7$s
                smtpd_tls_key_file = %8$s
                maillog_file = %1$s/log
                maillog_file_prefixes = /
                """.formatted(
                        home,
                        libraries,
                        root,
                        OWNER,
                        GROUP,
                        Keys.NAME,
                        keys.path(Keys.NAME + ".pem"),
                        keys.path(Keys.NAME + ".key")));
        Files.writeString(settings.resolve("master.cf"), """
                %d inet n - n - - smtpd
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                discard unix - - n - - discard
                tlsmgr unix - - n 1000? 1 tlsmgr
                anvil unix - - n - 1 anvil
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port));
        return List.of(
                "env",
                "MAIL_CONFIG=" + settings,
                "LD_LIBRARY_PATH=" + libraries,
                libraries.resolve("sbin/master").toString(),
                "-c",
                settings.toString(),
                "-s");
    }
}

package io.plainsight.app.lab;

import io.plainsight.app.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Servers that upgrade to TLS when asked, each with a configuration of its own. */
final class UpgradingServers {
    static final int SMTP = 2525;
    static final int IMAP = 2143;
    static final int POP3 = 2110;
    static final int POSTGRES = 2432;
    static final int POSTFIX = 2526;
    static final int FTP = 2121;
    static final int LDAP = 2389;
    static final String USER = "bob";
    /** Of the directory. */
    static final String SUFFIX = "dc=lab";

    private final Path directory;
    private final Keys keys;

    UpgradingServers(Path directory, Keys keys) {
        this.directory = directory;
        this.keys = keys;
    }

    void serve(LabNetwork network) throws IOException, InterruptedException {
        network.serve(SMTP, exim());
        network.serve(IMAP, dovecot());
        network.serve(POSTGRES, postgres());
        network.serve(POSTFIX, new Postfix(directory, keys).command(POSTFIX));
        network.serve(FTP, vsftpd());
        network.serve(LDAP, slapd());
    }

    private String certificate() {
        return keys.path(Keys.NAME + ".pem");
    }

    private String key() {
        return keys.path(Keys.NAME + ".key");
    }

    private List<String> exim() throws IOException, InterruptedException {
        Path spool = owned("exim", "Debian-exim");
        Path key = spool.resolve("key");
        Files.copy(Path.of(key()), key);
        Command.run("chown", "Debian-exim", key.toString());
        Path configuration = Files.writeString(
                directory.resolve("exim.conf"), """
                primary_hostname = %s
                spool_directory = %s
                log_file_path = %s/%%s.log
                tls_advertise_hosts = *
                tls_certificate = %s
                tls_privatekey = %s
                acl_smtp_rcpt = take
                acl_smtp_data = take
                host_lookup =
                rfc1413_hosts =
                local_interfaces = 0.0.0.0
                begin acl
                take:
                  accept
                begin routers
                forget:
                  driver = redirect
                  data = :blackhole:
                """.formatted(Keys.NAME, spool, spool, certificate(), key));
        return List.of(
                "exim4",
                "-C",
                configuration.toString(),
                "-bdf",
                "-oX",
                Integer.toString(SMTP),
                "-oP",
                spool.resolve("pid").toString());
    }

    private List<String> dovecot() throws IOException, InterruptedException {
        Path home = owned("dovecot", "mail");
        Path configuration = Files.writeString(directory.resolve("dovecot.conf"), """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = %1$s/log
                protocols = imap pop3
                listen = *
                ssl = yes
                ssl_cert = <%2$s
                ssl_key = <%3$s
                disable_plaintext_auth = no
                first_valid_uid = 1
                mail_location = maildir:%1$s/mail
                passdb {
                  driver = static
                  args = password=%4$s
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%1$s
                }
                service imap-login {
                  inet_listener imap {
                    port = %5$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service pop3-login {
                  inet_listener pop3 {
                    port = %6$d
                  }
                  inet_listener pop3s {
                    port = 0
                  }
                }
                """.formatted(
                        home, certificate(), key(), Keys.PASSWORD, IMAP, POP3));
        return List.of("dovecot", "-F", "-c", configuration.toString());
    }

    /** Every name and password is let in, by a PAM service that only this server's own namespace of mounts has. */
    private List<String> vsftpd() throws IOException {
        Path home = Files.createDirectories(directory.resolve("vsftpd"));
        Path empty = Files.createDirectory(home.resolve("empty"));
        Path pam = Files.writeString(
                home.resolve("pam"),
                "auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n");
        Path configuration =
                Files.writeString(home.resolve("conf"), """
                listen=YES
                listen_port=%d
                background=NO
                anonymous_enable=NO
                local_enable=YES
                guest_enable=YES
                guest_username=ftp
                pam_service_name=vsftpd
                secure_chroot_dir=%s
                local_root=%s
                seccomp_sandbox=NO
                ssl_enable=YES
                ssl_ciphers=HIGH
                rsa_cert_file=%s
                rsa_private_key_file=%s
                force_local_logins_ssl=NO
                force_local_data_ssl=NO
                """.formatted(FTP, empty, empty, certificate(), key()));
        return List.of(
                "sh",
                "-c",
                "mount --bind \"$1\" /etc/pam.d/vsftpd && exec vsftpd \"$2\"",
                "vsftpd",
                pam.toString(),
                configuration.toString());
    }

    private List<String> slapd() throws IOException, InterruptedException {
        Path home = owned("slapd", "root");
        Path data = Files.createDirectory(home.resolve("data"));
        Path configuration = Files.writeString(home.resolve("conf"), """
                include /etc/ldap/schema/core.schema
                pidfile %1$s/pid
                argsfile %1$s/args
                TLSCertificateFile %2$s
                TLSCertificateKeyFile %3$s
                TLSCACertificateFile %4$s
                database ldif
                suffix %5$s
                directory %6$s
                rootdn cn=%7$s,%5$s
                rootpw %8$s
                """.formatted(
                        home, certificate(), key(), keys.root(), SUFFIX, data, USER, Keys.PASSWORD));
        return List.of("slapd", "-f", configuration.toString(), "-h", "ldap://0.0.0.0:" + LDAP, "-d", "0");
    }

    private List<String> postgres() throws IOException, InterruptedException {
        Path home = owned("postgres", "postgres");
        String data = home.resolve("data").toString();
        List<String> user = List.of("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups");
        List<String> make = new ArrayList<>(user);
        make.addAll(
                List.of(Tools.postgres().resolve("initdb").toString(), "-D", data, "-A", "trust", "-N", "--no-sync"));
        Command.run(make.toArray(String[]::new));
        Files.writeString(Path.of(data, "pg_hba.conf"), "host all all 0.0.0.0/0 trust\n");
        Files.copy(Path.of(certificate()), Path.of(data, "server.crt"));
        Files.copy(Path.of(key()), Path.of(data, "server.key"));
        Command.run("chown", "postgres", data + "/server.crt", data + "/server.key");
        List<String> start = new ArrayList<>(user);
        start.addAll(
                List.of(Tools.postgres().resolve("postgres").toString(), "-D", data, "-p", Integer.toString(POSTGRES)));
        start.addAll(List.of("-h", "0.0.0.0", "-k", data, "-c", "ssl=on", "-c", "fsync=off"));
        return start;
    }

    private Path owned(String name, String user) throws IOException, InterruptedException {
        Path home = Files.createDirectory(directory.resolve(name));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Command.run("chown", user, home.toString());
        return home;
    }
}

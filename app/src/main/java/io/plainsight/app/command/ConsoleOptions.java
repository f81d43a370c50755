package io.plainsight.app.command;

import io.plainsight.alerting.AlertingException;
import io.plainsight.alerting.AlertingSettings;
import io.plainsight.app.UserException;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where alerts are shown and sent; shared by the commands that carry alerting. */
final class ConsoleOptions {
    @Option(
            names = "--console",
            paramLabel = "ADDR:PORT",
            description = "Address of the analyst page and /metrics (default: ${DEFAULT-VALUE}).")
    private String console = AlertingSettings.DEFAULT_CONSOLE;

    @Option(
            names = "--console-keystore",
            paramLabel = "FILE",
            description = "PKCS12 file with the page's certificate and key; needed beyond loopback.")
    private Path keystore;

    @Option(
            names = "--console-keystore-password",
            paramLabel = "FILE",
            description = "File that holds the keystore's password.")
    private Path keystorePassword;

    @Option(names = "--webhook", paramLabel = "URL", description = "Post alerts as JSON to this https URL.")
    private URI webhook;

    @Option(
            names = "--allow-plaintext",
            description = "Allow a page or webhook without TLS that is not on loopback; raises an alert about itself.")
    private boolean allowPlaintext;

    /** Everything that the options say; Kafka is added by the command. */
    AlertingSettings.Builder settings(Terminal terminal) {
        try {
            AlertingSettings.Builder settings = AlertingSettings.builder()
                    .console(AlertingSettings.parseAddress(console))
                    .webhook(webhook)
                    .allowPlaintext(allowPlaintext)
                    .output(terminal.out(), terminal.colour());
            if (keystore != null) {
                settings.keystore(keystore, keystorePassword);
            }
            return settings;
        } catch (AlertingException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}

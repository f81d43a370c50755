package io.plainsight.alerting;

import io.plainsight.alerting.console.ConsoleServer;
import io.plainsight.events.Alert;
import io.prometheus.client.CollectorRegistry;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How alerting runs. Immutable; {@link Builder#build()} checks everything and reports all problems at once.
 *
 * @param bootstrapServers Kafka brokers, {@code HOST:PORT,…}; required
 * @param groupId consumer group under which the deliveries' positions are committed; one running instance per group
 * @param clientProperties further properties for every Kafka client, such as {@code security.protocol}
 * @param console where the console listens; port 0 takes a free one
 * @param keystore PKCS12 file with the console's certificate and key, null for plain HTTP
 * @param keystorePassword file whose first line is the keystore's password, null without keystore
 * @param consoleNames further host names under which browsers reach the console (the bound address and this machine's
 *     own name are known)
 * @param streamClients most browsers that may follow the live list at once
 * @param webhook where alerts are posted, null for nowhere
 * @param webhookTimeout for connecting and for the whole request
 * @param allowPlaintext whether the console and the webhook may use plain HTTP beyond loopback; raises an alert
 * @param maxAlerts most alerts held in memory
 * @param output where alerts are printed
 * @param colour whether printing may use ANSI colours
 * @param docs base of the rules' documentation, to which the rule id is appended, and {@code .md} where the base ends in a
 *     slash; the page links it when it is http(s)
 * @param registry where the metrics live, also what {@code /metrics} shows
 * @param onPrinted called after each printed alert, on the intake thread; must not block
 * @param onFailure called when alerts can no longer be received
 */
public record AlertingSettings(
        String bootstrapServers,
        String groupId,
        Map<String, Object> clientProperties,
        InetSocketAddress console,
        Path keystore,
        Path keystorePassword,
        Set<String> consoleNames,
        int streamClients,
        URI webhook,
        Duration webhookTimeout,
        boolean allowPlaintext,
        int maxAlerts,
        PrintStream output,
        boolean colour,
        String docs,
        CollectorRegistry registry,
        Consumer<Alert> onPrinted,
        Consumer<RuntimeException> onFailure) {
    public static final String DEFAULT_GROUP = "plainsight-alerting";
    public static final String DEFAULT_CONSOLE = "127.0.0.1:9440";
    public static final int DEFAULT_STREAM_CLIENTS = 32;
    public static final Duration DEFAULT_WEBHOOK_TIMEOUT = Duration.ofSeconds(10);
    public static final int DEFAULT_MAX_ALERTS = 50_000;
    public static final String DEFAULT_DOCS = "docs/detections/";

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads {@code ADDR:PORT}, {@code [IPV6]:PORT} or {@code :PORT} (loopback).
     *
     * @throws AlertingException when it is none of them
     */
    public static InetSocketAddress parseAddress(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new AlertingException(
                    "console address: an IPv6 address stands in brackets, such as [::1]:9440: value=" + text);
        }
        if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw new AlertingException("console address must be ADDR:PORT, such as 127.0.0.1:9440: value=" + text);
        }
        try {
            InetAddress address = host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            return new InetSocketAddress(address, Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw new AlertingException("console address: the host name is not known: value=" + text, e);
        }
    }

    /** Whether the console is reachable by plain HTTP from other machines. */
    public boolean plaintextConsole() {
        return keystore == null && !console.getAddress().isLoopbackAddress();
    }

    /** Whether alerts leave the machine by plain HTTP. */
    public boolean plaintextWebhook() {
        return webhook != null && "http".equalsIgnoreCase(webhook.getScheme()) && !isLoopback(webhook.getHost());
    }

    private static boolean isLoopback(String host) {
        return "localhost".equalsIgnoreCase(host)
                || "[::1]".equals(host)
                || (host != null && host.matches("127(\\.[0-9]{1,3}){3}"));
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            problems.add("bootstrap servers are missing: give HOST:PORT of a Kafka broker");
        }
        if (groupId.isBlank()) {
            problems.add("group id must not be empty");
        }
        if (maxAlerts < 1) {
            problems.add("most alerts in memory must be at least 1: value=" + maxAlerts);
        }
        if (streamClients < 1 || streamClients > ConsoleServer.MAX_STREAM_CLIENTS) {
            problems.add("stream clients must be between 1 and " + ConsoleServer.MAX_STREAM_CLIENTS + ": value="
                    + streamClients);
        }
        if (webhookTimeout.isNegative() || webhookTimeout.isZero()) {
            problems.add("webhook timeout must be more than 0: value=" + webhookTimeout);
        }
        consoleProblems(problems);
        webhookProblems(problems);
        return problems;
    }

    private void consoleProblems(List<String> problems) {
        if (console.isUnresolved()) {
            problems.add("console address: the host name is not known: value=" + console);
            return;
        }
        if (plaintextConsole() && !allowPlaintext) {
            problems.add("the console would serve plain HTTP beyond loopback: address="
                    + console.getHostString() + ":" + console.getPort()
                    + "; give it a certificate (--console-keystore FILE.p12), bind it to 127.0.0.1, or state"
                    + " --allow-plaintext");
        }
        if (keystore != null && !Files.isReadable(keystore)) {
            problems.add("console keystore cannot be read: file=" + keystore);
        }
        if (keystore != null && keystorePassword == null) {
            problems.add("console keystore needs a password file: keystore=" + keystore);
        }
        if (keystorePassword != null && !Files.isReadable(keystorePassword)) {
            problems.add("console keystore's password file cannot be read: file=" + keystorePassword);
        }
    }

    private void webhookProblems(List<String> problems) {
        if (webhook == null) {
            return;
        }
        String scheme = webhook.getScheme();
        if (webhook.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            problems.add("webhook must be an https URL: value=" + webhook);
        } else if (webhook.getUserInfo() != null) {
            problems.add("webhook URL must not hold a user name or password: host=" + webhook.getHost());
        } else if (plaintextWebhook() && !allowPlaintext) {
            problems.add("webhook would carry alerts in plaintext: host=" + webhook.getHost()
                    + "; use https, or state --allow-plaintext");
        }
    }

    /** Collects settings; what is not set has the default named in {@link AlertingSettings}. */
    public static final class Builder {
        private String bootstrapServers;
        private String groupId = DEFAULT_GROUP;
        private Map<String, Object> clientProperties = Map.of();
        private InetSocketAddress console = parseAddress(DEFAULT_CONSOLE);
        private Path keystore;
        private Path keystorePassword;
        private Set<String> consoleNames = Set.of();
        private int streamClients = DEFAULT_STREAM_CLIENTS;
        private URI webhook;
        private Duration webhookTimeout = DEFAULT_WEBHOOK_TIMEOUT;
        private boolean allowPlaintext;
        private int maxAlerts = DEFAULT_MAX_ALERTS;
        private PrintStream output = System.out;
        private boolean colour;
        private String docs = DEFAULT_DOCS;
        private CollectorRegistry registry = CollectorRegistry.defaultRegistry;
        private Consumer<Alert> onPrinted = alert -> {};
        private Consumer<RuntimeException> onFailure = failure -> {};

        private Builder() {}

        public Builder bootstrapServers(String value) {
            bootstrapServers = value;
            return this;
        }

        public Builder groupId(String value) {
            groupId = value;
            return this;
        }

        public Builder clientProperties(Map<String, Object> value) {
            clientProperties = Map.copyOf(value);
            return this;
        }

        public Builder console(InetSocketAddress value) {
            console = value;
            return this;
        }

        public Builder keystore(Path file, Path passwordFile) {
            keystore = file;
            keystorePassword = passwordFile;
            return this;
        }

        public Builder consoleNames(Set<String> value) {
            consoleNames = Set.copyOf(value);
            return this;
        }

        public Builder streamClients(int value) {
            streamClients = value;
            return this;
        }

        public Builder webhook(URI value) {
            webhook = value;
            return this;
        }

        public Builder webhookTimeout(Duration value) {
            webhookTimeout = value;
            return this;
        }

        public Builder allowPlaintext(boolean value) {
            allowPlaintext = value;
            return this;
        }

        public Builder maxAlerts(int value) {
            maxAlerts = value;
            return this;
        }

        public Builder output(PrintStream stream, boolean withColour) {
            output = stream;
            colour = withColour;
            return this;
        }

        public Builder docs(String value) {
            docs = value;
            return this;
        }

        public Builder registry(CollectorRegistry value) {
            registry = value;
            return this;
        }

        public Builder onPrinted(Consumer<Alert> value) {
            onPrinted = value;
            return this;
        }

        public Builder onFailure(Consumer<RuntimeException> value) {
            onFailure = value;
            return this;
        }

        /**
         * Checks everything.
         *
         * @throws AlertingException naming every setting that cannot be, one per line
         */
        public AlertingSettings build() {
            AlertingSettings settings = new AlertingSettings(
                    bootstrapServers,
                    groupId,
                    clientProperties,
                    console,
                    keystore,
                    keystorePassword,
                    consoleNames,
                    streamClients,
                    webhook,
                    webhookTimeout,
                    allowPlaintext,
                    maxAlerts,
                    output,
                    colour,
                    docs,
                    registry,
                    onPrinted,
                    onFailure);
            List<String> problems = settings.problems();
            if (!problems.isEmpty()) {
                throw new AlertingException(String.join(System.lineSeparator(), problems));
            }
            return settings;
        }
    }
}

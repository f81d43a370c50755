package io.plainsight.app.command;

import io.plainsight.app.UserException;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How to reach the Kafka cluster; shared by the roles of a distributed deployment. */
final class KafkaOptions {
    private static final Pattern SERVER =
            Pattern.compile("(?<host>[^:\\[\\]/]+|\\[[0-9a-fA-F:.%]+]):(?<port>[0-9]{1,5})");

    @Option(
            names = "--kafka",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Required. Servers of the Kafka cluster, separated by commas.")
    String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with more settings for Kafka clients: TLS, credentials.")
    Path config;

    /** Settings for any Kafka client. */
    Map<String, Object> clientSettings() {
        Map<String, Object> settings = read(config);
        settings.put("bootstrap.servers", checked(bootstrapServers));
        return settings;
    }

    /** The bootstrap servers as given, once each is a host and a port and the name of at least one is known. */
    static String checked(String servers) {
        boolean known = false;
        for (String server : servers.split(",", -1)) {
            Matcher parts = SERVER.matcher(server.strip());
            if (!parts.matches() || Integer.parseInt(parts.group("port")) > Addresses.MAX_PORT) {
                throw new UserException(
                        "--kafka: not HOST:PORT, or several separated by commas: " + servers + "; such as kafka1:9092");
            }
            String host = parts.group("host");
            known |= !new InetSocketAddress(host.replaceAll("^\\[|]$", ""), 0).isUnresolved();
        }
        if (!known) {
            throw new UserException("--kafka: no such host: " + servers + "; check the name and the name service");
        }
        return servers;
    }

    static Map<String, Object> read(Path config) {
        Map<String, Object> settings = new HashMap<>();
        if (config != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(config)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new UserException(
                        "cannot read the Kafka settings " + config + ": " + e + "; give a readable properties file", e);
            }
            properties.forEach((key, value) -> settings.put((String) key, value));
        }
        return settings;
    }
}

package io.plainsight.app.command;

import io.plainsight.app.UserException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** How to reach the Kafka cluster; shared by the roles of a distributed deployment. */
final class KafkaOptions {
    @Option(
            names = "--kafka",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Bootstrap servers of the Kafka cluster, separated by commas.")
    String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Properties file with further Kafka client settings, such as security.protocol and credentials.")
    Path config;

    /** Settings for any Kafka client. */
    Map<String, Object> clientSettings() {
        Map<String, Object> settings = read(config);
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
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

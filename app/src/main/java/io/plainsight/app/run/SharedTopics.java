package io.plainsight.app.run;

import io.plainsight.app.UserException;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import java.io.IOException;
import java.util.Map;

/** Creates the shared topics where they are missing; every role does so at its start. */
public final class SharedTopics {
    /** Set in the Kafka settings file of a cluster; 1 suits a single broker. */
    public static final String REPLICATION = "plainsight.replication.factor";

    private SharedTopics() {}

    /** Takes {@value #REPLICATION} out of {@code clientSettings}, since Kafka's clients do not know it, and uses it. */
    public static short ensure(Map<String, Object> clientSettings) {
        short factor = takeReplication(clientSettings);
        try {
            TopicSetup.ensure(clientSettings, Topics.ALL, factor);
            return factor;
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** Takes {@value #REPLICATION} out of {@code clientSettings}. */
    public static short takeReplication(Map<String, Object> clientSettings) {
        Object replication = clientSettings.remove(REPLICATION);
        return replication == null ? 1 : factor(replication.toString());
    }

    private static short factor(String text) {
        try {
            return Short.parseShort(text.trim());
        } catch (NumberFormatException e) {
            throw new UserException(REPLICATION + ": not a number of replicas: " + text, e);
        }
    }
}

package io.plainsight.app.run;

import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.publish.KafkaDeadLetters;
import java.util.Map;

/** Where a sensor with Kafka sets refused flow-log records aside. */
public final class DeadLetterTopic {
    private DeadLetterTopic() {}

    /** @param owner closes the connection to Kafka in the end */
    public static DeadLetters open(Map<String, Object> clients, Lifetime owner) {
        KafkaDeadLetters letters = owner.own(KafkaDeadLetters.open(clients));
        return DeadLetters.limited(record ->
                letters.send(record.file(), record.line(), record.problem().label(), record.detail(), record.raw()));
    }
}

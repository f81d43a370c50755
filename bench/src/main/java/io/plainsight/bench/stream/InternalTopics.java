package io.plainsight.bench.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** What an application writes for itself: change logs, and records between its parts. */
final class InternalTopics {
    private InternalTopics() {}

    /** @return records written to each internal topic, with the markers of transactions, for each observation */
    static Map<String, Double> records(Admin admin, String application, long observations)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        var names = admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(application))
                .toList();
        for (TopicDescription topic :
                admin.describeTopics(names).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(partition ->
                            asked.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        Map<String, Double> records = new TreeMap<>();
        admin.listOffsets(asked)
                .all()
                .get()
                .forEach((partition, end) -> records.merge(
                        partition.topic().substring(application.length() + 1),
                        (double) end.offset() / observations,
                        Double::sum));
        return records;
    }
}

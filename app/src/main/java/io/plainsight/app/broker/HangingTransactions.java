package io.plainsight.app.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that nobody will ever end: after a kill, partitions were seen to hold an open transaction of which the
 * coordinator knew nothing any more, and readers of committed records waited behind it for ever. This is the repair that
 * KIP-664 describes.
 *
 * <p>Only for a broker to which no client is connected yet: whatever is open then belongs to processes that are gone.
 * Transactions that the coordinator knows as open are left to it.
 */
public final class HangingTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final Set<TransactionState> OPEN = EnumSet.of(
            TransactionState.ONGOING,
            TransactionState.PREPARE_COMMIT,
            TransactionState.PREPARE_ABORT,
            TransactionState.PREPARE_EPOCH_FENCE);

    private HangingTransactions() {}

    /** Aborts them; returns how many partitions were freed. One that cannot be aborted is logged. */
    public static int abort(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<Long> known = admin.listTransactions().all().get().stream()
                    .filter(transaction -> OPEN.contains(transaction.state()))
                    .map(TransactionListing::producerId)
                    .collect(Collectors.toSet());
            int freed = 0;
            for (Map.Entry<TopicPartition, List<ProducerState>> partition :
                    openByPartition(admin).entrySet()) {
                for (ProducerState producer : partition.getValue()) {
                    if (!known.contains(producer.producerId()) && abort(admin, partition.getKey(), producer)) {
                        freed++;
                    }
                }
            }
            return freed;
        }
    }

    /** The broker wants the producer's epoch, or since transactions of version 2 (KIP-890) the one after it. */
    private static boolean abort(Admin admin, TopicPartition partition, ProducerState producer)
            throws InterruptedException {
        ExecutionException refused = null;
        for (int epoch = producer.producerEpoch(); epoch <= producer.producerEpoch() + 1; epoch++) {
            try {
                admin.abortTransaction(new AbortTransactionSpec(
                                partition,
                                producer.producerId(),
                                (short) epoch,
                                producer.coordinatorEpoch().orElse(0)))
                        .all()
                        .get();
                return true;
            } catch (ExecutionException e) {
                refused = e;
            }
        }
        LOG.warn("a transaction stays open that nobody ends: partition={} producer={}", partition, producer, refused);
        return false;
    }

    private static Map<TopicPartition, List<ProducerState>> openByPartition(Admin admin)
            throws ExecutionException, InterruptedException {
        Collection<TopicPartition> partitions = new ArrayList<>();
        Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        admin.describeTopics(topics).allTopicNames().get().values().forEach(topic -> topic.partitions()
                .forEach(partition -> partitions.add(new TopicPartition(topic.name(), partition.partition()))));
        return admin.describeProducers(partitions).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .toList()));
    }
}

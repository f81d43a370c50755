package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The SQS API as far as it is needed, for one queue. Any thread. */
final class ObjectQueue implements AutoCloseable {
    /** What SQS gives at once, and takes at once. */
    static final int MAX_MESSAGES = 10;
    /** The longest that SQS waits. */
    private static final int WAIT_SECONDS = 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(WAIT_SECONDS + 10);

    private final String url;
    private final SqsClient client;

    /**
     * What the queue is set to.
     *
     * @param visibility how long a message that was received stays hidden from others
     * @param hasDeadLetters whether messages that come back too often go elsewhere
     */
    record Attributes(Duration visibility, boolean hasDeadLetters) {}

    private ObjectQueue(String url, SqsClient client) {
        this.url = url;
        this.client = client;
    }

    /** @throws FlowLogException when no region is known */
    static ObjectQueue open(QueuePlan plan) throws FlowLogException {
        SqsClientBuilder builder = SqsClient.builder()
                .endpointOverride(plan.endpoint())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(READ_TIMEOUT));
        if (plan.region() != null) {
            builder.region(Region.of(plan.region()));
        } else if (plan.objects().endpoint() != null) {
            builder.region(ObjectStore.ANY_REGION);
        }
        try {
            return new ObjectQueue(plan.queue().toString(), builder.build());
        } catch (SdkException e) {
            throw new FlowLogException(S3Problems.ofQueue("--flow-log-queue", e).getMessage(), e);
        }
    }

    Attributes attributes() throws ObjectStoreException {
        try {
            Map<QueueAttributeName, String> attributes = client.getQueueAttributes(request -> request.queueUrl(url)
                            .attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT, QueueAttributeName.REDRIVE_POLICY))
                    .attributes();
            String visibility = attributes.getOrDefault(QueueAttributeName.VISIBILITY_TIMEOUT, "30");
            return new Attributes(
                    Duration.ofSeconds(Long.parseLong(visibility)),
                    attributes.containsKey(QueueAttributeName.REDRIVE_POLICY));
        } catch (SdkException e) {
            throw S3Problems.ofQueue(url, e);
        }
    }

    /** Waits for messages; none when there were none for a while. They are hidden from others until they are visible again. */
    List<Message> receive() throws ObjectStoreException {
        try {
            return client.receiveMessage(request -> request.queueUrl(url)
                            .maxNumberOfMessages(MAX_MESSAGES)
                            .waitTimeSeconds(WAIT_SECONDS))
                    .messages();
        } catch (SdkException e) {
            throw S3Problems.ofQueue(url, e);
        }
    }

    /**
     * Hides messages for so long from now.
     *
     * @param messages at most {@link #MAX_MESSAGES}
     * @return what was refused, by message
     */
    List<String> hide(Collection<Message> messages, Duration visibility) throws ObjectStoreException {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .visibilityTimeout((int) visibility.toSeconds())
                    .build());
        }
        try {
            return texts(client.changeMessageVisibilityBatch(
                            request -> request.queueUrl(url).entries(entries))
                    .failed());
        } catch (SdkException e) {
            throw S3Problems.ofQueue(url, e);
        }
    }

    /**
     * Removes messages for good.
     *
     * @param messages at most {@link #MAX_MESSAGES}
     * @return what was refused, by message; such messages come again
     */
    List<String> delete(Collection<Message> messages) throws ObjectStoreException {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        }
        try {
            return texts(
                    client.deleteMessageBatch(request -> request.queueUrl(url).entries(entries))
                            .failed());
        } catch (SdkException e) {
            throw S3Problems.ofQueue(url, e);
        }
    }

    private static List<String> texts(List<BatchResultErrorEntry> failed) {
        return failed.stream()
                .map(entry -> entry.code() + " " + entry.message())
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}

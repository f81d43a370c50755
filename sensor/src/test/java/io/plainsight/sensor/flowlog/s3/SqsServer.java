package io.plainsight.sensor.flowlog.s3;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** ElasticMQ, which answers as SQS does, and a client that may send. */
public final class SqsServer implements AutoCloseable {
    private final ActorSystem actors;
    private final SqsClient client;

    private SqsServer(ActorSystem actors, SQSRestServer server) {
        this.actors = actors;
        client = SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:"
                        + server.waitUntilStarted().localAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public static SqsServer start() {
        ActorSystem actors = ActorSystem.create("sqs");
        return new SqsServer(
                actors,
                SQSRestServerBuilder.withActorSystem(actors)
                        .withInterface("127.0.0.1")
                        .withDynamicPort()
                        .start());
    }

    /** @param visibility of a message that was received, in seconds */
    public URI createQueue(String name, int visibility) {
        return createQueue(name, Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(visibility)));
    }

    /** A queue whose messages go to another one, named {@code NAME-dead}, after they were received so often. */
    public URI createQueue(String name, int visibility, int maxReceives) {
        String dead = createQueue(name + "-dead", visibility).toString();
        String arn = client.getQueueAttributes(
                        request -> request.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        Map<QueueAttributeName, String> attributes = new HashMap<>();
        attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(visibility));
        attributes.put(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"" + maxReceives + "\"}");
        return createQueue(name, attributes);
    }

    private URI createQueue(String name, Map<QueueAttributeName, String> attributes) {
        return URI.create(client.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl());
    }

    public void send(URI queue, String body) {
        client.sendMessage(request -> request.queueUrl(queue.toString()).messageBody(body));
    }

    /** S3's own notice that an object was stored. */
    public void tell(URI queue, String bucket, String key, byte[] content) {
        send(queue, Notices.ofS3(bucket, key, content));
    }

    /** Messages that are there, visible or not. */
    public int count(URI queue) {
        Map<QueueAttributeName, String> attributes = client.getQueueAttributes(
                        request -> request.queueUrl(queue.toString())
                                .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
        return attributes.values().stream().mapToInt(Integer::parseInt).sum();
    }

    /** Doesn't wait: the server's own orderly stop hangs at times, and nobody asks for this port again. */
    @Override
    public void close() {
        client.close();
        actors.terminate();
    }
}

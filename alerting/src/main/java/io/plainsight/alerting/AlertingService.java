package io.plainsight.alerting;

import io.plainsight.alerting.console.ConsoleServer;
import io.plainsight.alerting.console.ConsoleTls;
import io.plainsight.alerting.deliver.Backoff;
import io.plainsight.alerting.deliver.Channel;
import io.plainsight.alerting.deliver.ChannelPipeline;
import io.plainsight.alerting.deliver.ConsolePrinter;
import io.plainsight.alerting.deliver.DeliveryProgress;
import io.plainsight.alerting.deliver.WebhookChannel;
import io.plainsight.alerting.deliver.WebhookClient;
import io.plainsight.alerting.intake.IntakeThread;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.alerting.store.AlertStore;
import io.plainsight.alerting.store.PostureStore;
import io.plainsight.events.Alert;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerting role: Kafka in; terminal, webhook and console out. Wiring only. {@link #start(AlertingSettings)} returns when the console
 * listens; Kafka may come later. {@link #close()} takes at most about two seconds.
 */
public final class AlertingService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertingService.class);

    private final AlertingSettings settings;
    private final AlertingMetrics metrics;
    private final AlertStore store;
    private final PostureStore posture = new PostureStore();
    private final DeliveryProgress progress;
    private final ConsoleServer console;
    private final WebhookChannel webhook;
    private final SelfAlertPublisher selfAlerts;
    private final IntakeThread intake;
    private boolean closed;

    private AlertingService(AlertingSettings settings) {
        this.settings = settings;
        this.metrics = new AlertingMetrics(settings.registry());
        this.store = new AlertStore(settings.maxAlerts(), metrics);
        this.console = openConsole();
        this.webhook = settings.webhook() == null ? null : openWebhook();
        List<Channel> channels = channels();
        this.progress =
                new DeliveryProgress(channels.stream().map(Channel::name).toList());
        this.selfAlerts = new SelfAlertPublisher(producerProperties(), aboutItself());
        this.intake = new IntakeThread(
                openConsumer(),
                store,
                posture,
                channels.stream()
                        .map(channel -> new ChannelPipeline(channel, 2 * settings.maxAlerts(), progress, metrics))
                        .toList(),
                progress,
                metrics,
                this::rebuilt,
                settings.onFailure());
    }

    /**
     * Starts everything.
     *
     * @throws AlertingException when the console cannot listen, with address, port and remedy
     */
    public static AlertingService start(AlertingSettings settings) {
        AlertingService service = new AlertingService(settings);
        service.console.start(() -> !service.intake.hasFailed(), service.intake::isRebuilt);
        service.intake.start();
        LOG.info("console at {}", service.consoleUri());
        return service;
    }

    /** Where a browser on this machine finds the console; has the actual port. */
    public URI consoleUri() {
        return console.uri();
    }

    public AlertStore store() {
        return store;
    }

    public PostureStore posture() {
        return posture;
    }

    /** Whether everything before {@code endOffsets} of the alerts topic is consumed, printed and delivered or given up. */
    public boolean caughtUp(Map<TopicPartition, Long> endOffsets) {
        try {
            return progress.await(endOffsets, Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits for {@link #caughtUp}.
     *
     * @return false when {@code timeout} passed before
     */
    public boolean awaitDelivered(Map<TopicPartition, Long> endOffsets, Duration timeout) throws InterruptedException {
        return progress.await(endOffsets, timeout);
    }

    private List<Channel> channels() {
        List<Channel> channels = new ArrayList<>();
        channels.add(new ConsolePrinter(
                settings.output(), settings.colour(), metrics, Clock.systemUTC(), settings.onPrinted()));
        if (webhook != null) {
            channels.add(webhook);
        }
        return channels;
    }

    private ConsoleServer openConsole() {
        InetSocketAddress address = settings.console();
        String where = address.getAddress().getHostAddress() + ":" + address.getPort();
        try {
            ConsoleTls tls = settings.keystore() == null
                    ? null
                    : ConsoleTls.load(settings.keystore(), settings.keystorePassword());
            return new ConsoleServer(
                    new ConsoleServer.Options(address, tls, settings.consoleNames(), settings.streamClients()),
                    store,
                    posture,
                    settings.registry(),
                    metrics);
        } catch (BindException e) {
            metrics.close();
            throw new AlertingException(
                    "the console cannot listen on " + where + " (" + e.getMessage()
                            + "): stop the program that uses port " + address.getPort()
                            + ", or choose another with --console ADDR:PORT (port 0 takes a free one)",
                    e);
        } catch (GeneralSecurityException e) {
            metrics.close();
            throw new AlertingException(
                    "the console's keystore cannot be used: file=" + settings.keystore() + " problem=" + e.getMessage(),
                    e);
        } catch (IOException e) {
            metrics.close();
            throw new AlertingException("the console cannot start on " + where + ": " + e.getMessage(), e);
        }
    }

    private WebhookChannel openWebhook() {
        WebhookClient client =
                new WebhookClient(settings.webhook(), settings.webhookTimeout(), Clock.systemUTC(), metrics);
        LOG.info("alerts are posted to {}", client.target());
        return new WebhookChannel(
                client::post,
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new SecureRandom()),
                duration -> Thread.sleep(duration.toMillis()),
                WebhookChannel.MAX_QUEUED,
                metrics);
    }

    private Consumer<String, byte[]> openConsumer() {
        try {
            return new KafkaConsumer<>(consumerProperties(), new StringDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            console.close();
            metrics.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new AlertingException(
                    "the Kafka client cannot be set up: bootstrap servers=" + settings.bootstrapServers() + " problem="
                            + cause.getMessage(),
                    e);
        }
    }

    private List<Alert> aboutItself() {
        List<Alert> alerts = new ArrayList<>();
        Instant now = Instant.now();
        if (settings.plaintextConsole()) {
            alerts.add(SelfAlerts.plaintextConsole(
                    settings.console().getAddress().getHostAddress() + ":"
                            + console.address().getPort(),
                    now));
        }
        if (settings.plaintextWebhook()) {
            alerts.add(SelfAlerts.plaintextWebhook(settings.webhook().getAuthority(), now));
        }
        return alerts;
    }

    private void rebuilt() {
        LOG.info("{} alerts taken in from the topic", store.size());
        selfAlerts.start();
    }

    private Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(settings.clientProperties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return properties;
    }

    private Map<String, Object> consumerProperties() {
        Map<String, Object> properties = clientProperties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    private Map<String, Object> producerProperties() {
        Map<String, Object> properties = clientProperties();
        properties.remove(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return properties;
    }

    /** Stops taking in, then posting, then the console; what was not delivered follows after the next start. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            selfAlerts.stop();
            intake.stop();
            if (webhook != null) {
                webhook.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            console.close();
            metrics.close();
        }
    }
}

package io.plainsight.alerting;

import io.plainsight.events.Alert;
import io.plainsight.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts alerts about alerting itself on the alerts topic, so that they live, are delivered and shown like all others.
 * Sends once, on a thread of its own, then ends.
 */
final class SelfAlertPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SelfAlertPublisher.class);

    private final Map<String, Object> producerProperties;
    private final List<Alert> alerts;
    private final Thread thread = new Thread(this::publish, "alerting-self-alerts");

    SelfAlertPublisher(Map<String, Object> producerProperties, List<Alert> alerts) {
        this.producerProperties = producerProperties;
        this.alerts = alerts;
        thread.setDaemon(true);
    }

    void start() {
        if (!alerts.isEmpty()) {
            thread.start();
        }
    }

    private void publish() {
        Producer<String, Alert> producer = new KafkaProducer<>(
                producerProperties,
                Topics.ALERTS.key().serializer(),
                Topics.ALERTS.value().serializer());
        try {
            for (Alert alert : alerts) {
                producer.send(new ProducerRecord<>(
                                Topics.ALERTS.name(), alert.detail().id(), alert))
                        .get();
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("stopped before the alerts about alerting itself were written");
        } catch (ExecutionException e) {
            LOG.error(
                    "could not write the alerts about alerting itself: {}",
                    e.getCause().toString());
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(TimeUnit.MILLISECONDS.toMillis(200));
    }
}

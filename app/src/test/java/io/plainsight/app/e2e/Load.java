package io.plainsight.app.e2e;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.Topics;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Thousands of observations: those of the sample captures again and again, each time as other connections a little later,
 * and what must come of them.
 */
final class Load {
    private static final int COPIES = 30;
    private static final Duration SHIFT = Duration.ofSeconds(5);
    private static final int SLICE = 400;
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final List<Observation> observations;

    private Load(List<Observation> observations) {
        this.observations = observations;
    }

    static Load ofSampleCaptures() {
        List<Observation> once = new ArrayList<>();
        try (Sensor sensor = new Sensor(SensorSettings.defaults("test"), once::add)) {
            sensor.playCaptures(List.of(Expected.CAPTURES), false);
        }
        List<Observation> all = new ArrayList<>();
        for (int copy = 0; copy < COPIES; copy++) {
            for (Observation observation : once) {
                all.add(copy(observation, copy));
            }
        }
        return new Load(all);
    }

    private static Observation copy(Observation observation, int number) {
        Duration later = SHIFT.multipliedBy(number);
        Observation.Event event = observation.event();
        return ObservationBuilder.builder(observation)
                .timestamp(observation.timestamp().plus(later))
                .event(ObservationEventBuilder.builder(event)
                        .id(event.id() + "-" + number)
                        .start(plus(event.start(), later))
                        .end(plus(event.end(), later))
                        .build())
                .build();
    }

    private static Instant plus(Instant time, Duration later) {
        return time == null ? null : time.plus(later);
    }

    List<Observation> observations() {
        return observations;
    }

    /** Id to severity, state and count of every alert that these observations must come to. */
    Map<String, String> expected() {
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults())) {
            observations.forEach(analysis::accept);
            return summary(analysis.finish().alerts());
        }
    }

    /** The same of the alerts on a broker. */
    static Map<String, String> alerts(String kafka) {
        return summary(new KafkaReader(kafka).latest(Topics.ALERTS).values());
    }

    private static Map<String, String> summary(Iterable<Alert> alerts) {
        Map<String, String> summary = new TreeMap<>();
        for (Alert alert : alerts) {
            Alert.Detail detail = alert.detail();
            summary.put(detail.id(), detail.severity() + " " + detail.status() + " " + detail.count());
        }
        return summary;
    }

    /** Sends everything in order, in slices, so that whatever happens meanwhile happens in the middle. */
    void send(String kafka) throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka, "enable.idempotence", true, "delivery.timeout.ms", 120_000);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < observations.size(); i++) {
                Observation observation = observations.get(i);
                sent.add(producer.send(new ProducerRecord<>(
                        Topics.REPLAY.name(),
                        observation.key(),
                        Topics.REPLAY.value().serializer().serialize(Topics.REPLAY.name(), observation))));
                if (i % SLICE == SLICE - 1) {
                    producer.flush();
                    Thread.sleep(PAUSE.toMillis());
                }
            }
            for (Future<?> message : sent) {
                message.get(); // each arrived
            }
        }
    }
}

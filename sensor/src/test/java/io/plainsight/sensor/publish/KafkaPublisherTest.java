package io.plainsight.sensor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.events.SequenceHeader;
import io.plainsight.events.Topics;
import io.plainsight.sensor.spool.LossReason;
import io.plainsight.sensor.spool.SpoolException;
import io.plainsight.sensor.spool.SpoolSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPublisherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
    private final Heard heard = new Heard();
    private volatile boolean autoComplete;
    private volatile RuntimeException refusal;

    @Test
    void shouldKeyByDestinationAndCarryPacketTime() throws Exception {
        autoComplete = true;
        try (KafkaPublisher publisher = publisher()) {
            KafkaSink sink = publisher.sink(Topics.REPLAY, true);
            sink.accept(Observations.tls().build());
            sink.flush();

            ProducerRecord<byte[], byte[]> sent = producers.get(0).history().get(0);
            assertThat(sent.topic()).isEqualTo("plainsight-observations-replay");
            assertThat(sent.key()).asString().isEqualTo("10.0.1.9:443");
            assertThat(Topics.REPLAY.value().deserializer().deserialize("", sent.value()))
                    .isEqualTo(Observations.tls().build());
            assertThat(sent.timestamp()).isEqualTo(Observations.PACKET_TIME.toEpochMilli());
            assertThat(heard.delivered).containsExactly(Instant.ofEpochMilli(Observations.PACKET_TIME.toEpochMilli()));
        }
    }

    @Test
    void shouldSendTimesBefore1970AsZero() throws Exception {
        autoComplete = true;
        try (KafkaPublisher publisher = publisher()) {
            KafkaSink sink = publisher.sink(Topics.REPLAY, true);
            sink.accept(Observations.tls().timestamp(Instant.ofEpochSecond(-5)).build());
            sink.flush();

            assertThat(producers.get(0).history().get(0).timestamp()).isZero();
        }
    }

    @Test
    void shouldNumberWhatItSends() throws Exception {
        autoComplete = true;
        try (KafkaPublisher publisher = publisher()) {
            send(publisher, 0, 3);
            await("3 messages", () -> sent(0).size() == 3);

            List<SequenceHeader> numbers = numbers(0);
            assertThat(numbers).extracting(SequenceHeader::sequence).containsExactly(1L, 2L, 3L);
            assertThat(numbers.stream().map(SequenceHeader::run).distinct()).hasSize(1);
        }
    }

    @Test
    void shouldBeginAgainWithTheFirstThatIsNotAcknowledged() throws Exception {
        try (KafkaPublisher publisher = publisher()) {
            send(publisher, 0, 6);
            await("6 messages", () -> sent(0).size() == 6);
            producers.get(0).completeNext();
            producers.get(0).completeNext();
            List<SequenceHeader> first = numbers(0);

            autoComplete = true;
            producers.get(0).errorNext(new OutOfOrderSequenceException("the broker forgot"));
            await("all messages", () -> heard.delivered.size() == 6);

            assertThat(sent(1)).isEqualTo(ids(2, 6));
            assertThat(numbers(1)).isEqualTo(first.subList(2, 6));
            assertThat(heard.sentAgain).isEqualTo(4);
            assertThat(heard.lost).isEmpty();
        }
    }

    @Test
    void shouldSendNothingMoreWithAProducerThatFailed() throws Exception {
        try (KafkaPublisher publisher = publisher()) {
            send(publisher, 0, 2);
            await("2 messages", () -> sent(0).size() == 2);

            producers.get(0).errorNext(new KafkaException("fatal"));

            assertThat(producers.get(0).closed()).isTrue();
        }
    }

    @Test
    void shouldGiveUpOnlyTheRecordThatKafkaRefuses() throws Exception {
        try (KafkaPublisher publisher = publisher()) {
            KafkaSink sink = send(publisher, 0, 3);
            await("3 messages", () -> sent(0).size() == 3);
            producers.get(0).completeNext();
            producers.get(0).errorNext(new RecordTooLargeException("1 is too large"));
            producers.get(0).completeNext();

            assertThatThrownBy(sink::flush)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("1 observations could not be delivered")
                    .hasMessageContaining("plainsight-observations");
            assertThat(heard.lost).containsExactly(Map.entry(LossReason.REFUSED, 1L));
            assertThat(heard.delivered).hasSize(2);
            assertThat(producers).hasSize(1);
            assertThatCode(sink::flush).as("told once").doesNotThrowAnyException();
        }
    }

    @Test
    void shouldNotCountARefusedRecordAgainWhenItsProducerFails() throws Exception {
        try (KafkaPublisher publisher = publisher()) {
            send(publisher, 0, 3);
            await("3 messages", () -> sent(0).size() == 3);
            // the broker refuses a batch: the first message is left open, the second is at fault, the third is only
            // near it
            producers.get(0).errorNext(new OutOfOrderSequenceException("begin again"));
            await("3 messages again", () -> sent(1).size() == 3);
            producers.get(1).errorNext(new RecordTooLargeException("too large"));
            producers.get(1).errorNext(new KafkaException("in a batch with a record that is too large"));
            autoComplete = true;
            await("the others", () -> heard.delivered.size() == 2);

            assertThat(sent(2)).isEqualTo(ids(1, 3));
            assertThat(heard.lost).containsExactly(Map.entry(LossReason.REFUSED, 1L));
        }
    }

    @Test
    void shouldGiveUpARecordThatEndsOneProducerAfterTheOther() throws Exception {
        try (KafkaPublisher publisher = publisher()) {
            send(publisher, 0, 2);
            for (int attempt = 0; attempt < KafkaSender.MAX_ATTEMPTS; attempt++) {
                int session = attempt;
                await(
                        "attempt " + attempt,
                        () -> producers.size() > session && sent(session).size() == 2);
                autoComplete = attempt == KafkaSender.MAX_ATTEMPTS - 1;
                producers.get(session).errorNext(new KafkaException("for no reason that we know"));
            }
            await("the other one", () -> heard.delivered.size() == 1);

            assertThat(sent(KafkaSender.MAX_ATTEMPTS)).isEqualTo(ids(1, 2));
            assertThat(heard.lost).containsExactly(Map.entry(LossReason.REFUSED, 1L));
        }
    }

    @Test
    void shouldGiveUpAtOnceWhatTheProducerItselfRefuses() throws Exception {
        autoComplete = true;
        refusal = new RecordTooLargeException("larger than max.request.size");
        try (KafkaPublisher publisher = publisher()) {
            KafkaSink sink = send(publisher, 0, 1);

            assertThatThrownBy(sink::flush).hasMessageContaining("1 observations could not be delivered");
            assertThat(heard.lost).containsExactly(Map.entry(LossReason.REFUSED, 1L));
        }
    }

    @Test
    void shouldWaitForABrokerThatDoesNotAnswer() throws Exception {
        autoComplete = true;
        refusal = new TimeoutException("topic not present in metadata");
        try (KafkaPublisher publisher = publisher()) {
            send(publisher, 0, 3);
            await("written", () -> publisher.status().spoolBytes() > 0);
            refusal = null;
            producers.forEach(producer -> producer.sendException = null);
            await("all messages", () -> heard.delivered.size() == 3);

            assertThat(sent(0)).isEqualTo(ids(0, 3));
            assertThat(producers).as("the same producer").hasSize(1);
            assertThat(heard.lost).isEmpty();
        }
    }

    @Test
    void shouldKeepSpoolingWhileKafkaDoesNotLetItIn() throws Exception {
        for (KafkaException refused : List.of(
                new TopicAuthorizationException("plainsight-observations"),
                new SaslAuthenticationException("wrong password"))) {
            autoComplete = false;
            heard.delivered.clear();
            producers.clear();
            try (KafkaPublisher publisher = publisher()) {
                send(publisher, 0, 3);
                await("3 messages", () -> sent(0).size() == 3);
                producers.get(0).errorNext(refused);
                await("refused", () -> publisher.status().state() == PublishState.REFUSED);

                autoComplete = true;
                await("all messages", () -> {
                    producers.stream().filter(producer -> !producer.closed()).forEach(producer -> {
                        while (producer.completeNext()) {
                            // those that were sent before it was set to complete by itself
                        }
                    });
                    return heard.delivered.size() == 3;
                });
                await("delivering", () -> publisher.status().state() == PublishState.DELIVERING);
            }
            assertThat(heard.lost).isEmpty();
        }
    }

    @Test
    void shouldSpoolUntilTheTopicsAreThere() throws Exception {
        autoComplete = true;
        AtomicBoolean reachable = new AtomicBoolean();
        try (KafkaPublisher publisher = publisher(
                () -> {
                    if (!reachable.get()) {
                        throw new IOException("cannot reach Kafka");
                    }
                },
                PATIENCE)) {
            send(publisher, 0, 3);
            await("written", () -> publisher.status().spoolBytes() > 0);
            assertThat(producers).isEmpty();

            reachable.set(true);
            await("all messages", () -> heard.delivered.size() == 3);
        }
    }

    @Test
    void shouldLeaveToTheNextStartWhatKafkaDidNotTake() throws Exception {
        try (KafkaPublisher publisher = publisher(() -> {}, Duration.ofMillis(100))) {
            KafkaSink sink = send(publisher, 0, 5);

            assertThatThrownBy(sink::flush)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Kafka took no observations")
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("--spool");
        }
        autoComplete = true;
        try (KafkaPublisher publisher = publisher()) {
            await("all messages", () -> heard.delivered.size() == 5);
            send(publisher, 5, 6);
            await("the new one", () -> heard.delivered.size() == 6);

            assertThat(sent(1)).isEqualTo(ids(0, 6));
        }
    }

    @Test
    void shouldNotWaitForKafkaWhenLive() throws Exception {
        try (KafkaPublisher publisher = publisher()) {
            KafkaSink live = publisher.sink(Topics.OBSERVATIONS, false);
            live.accept(observation(0));

            live.flush();

            assertThat(publisher.status().spoolBytes()).isPositive();
            assertThat(heard.delivered).isEmpty();
        }
    }

    @Test
    void shouldCountWhatComesAfterItsEnd() throws Exception {
        KafkaPublisher publisher = publisher();
        KafkaSink live = publisher.sink(Topics.OBSERVATIONS, false);
        publisher.close();

        live.accept(observation(0));

        assertThat(heard.lost).containsExactly(Map.entry(LossReason.STOPPED, 1L));
    }

    private KafkaPublisher publisher() throws SpoolException {
        return publisher(() -> {}, PATIENCE);
    }

    private KafkaPublisher publisher(KafkaPublisher.TopicsReady topics, Duration patience) throws SpoolException {
        SpoolSettings settings = SpoolSettings.of(directory, SpoolSettings.MIN_LIMIT_BYTES);
        return new KafkaPublisher(
                settings,
                () -> {
                    MockProducer<byte[], byte[]> producer = new MockProducer<>(
                            autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
                    producer.sendException = refusal;
                    producers.add(producer);
                    return producer;
                },
                topics,
                heard,
                patience);
    }

    private KafkaSink send(KafkaPublisher publisher, int from, int to) {
        KafkaSink sink = publisher.sink(Topics.OBSERVATIONS, true);
        IntStream.range(from, to).forEach(i -> sink.accept(observation(i)));
        return sink;
    }

    private static Observation observation(int id) {
        return Observations.tls().timestamp(Instant.ofEpochMilli(id)).build();
    }

    private static List<Long> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(Long::valueOf).toList();
    }

    private List<Long> sent(int session) {
        return producers.size() <= session
                ? List.of()
                : producers.get(session).history().stream()
                        .map(ProducerRecord::timestamp)
                        .toList();
    }

    private List<SequenceHeader> numbers(int session) {
        return producers.get(session).history().stream()
                .map(message -> SequenceHeader.of(message.headers()))
                .toList();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
            Thread.sleep(2);
        }
    }

    private static final class Heard implements DeliveryListener {
        private final List<Instant> delivered = new CopyOnWriteArrayList<>();
        private final Map<LossReason, Long> lost = new EnumMap<>(LossReason.class);
        private volatile long sentAgain;

        @Override
        public void onDelivered(Instant packetTime) {
            delivered.add(packetTime);
        }

        @Override
        public void onSentAgain(long count) {
            sentAgain += count;
        }

        @Override
        public synchronized void onLost(LossReason reason, long count) {
            lost.merge(reason, count, Long::sum);
        }

        @Override
        public void onDiskFailure() {
            throw new AssertionError("the disk is well");
        }
    }
}

package io.plainsight.app.run;

import io.plainsight.alerting.AlertingException;
import io.plainsight.alerting.AlertingService;
import io.plainsight.app.UserException;
import io.plainsight.app.broker.BrokerException;
import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.broker.HangingTransactions;
import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.sensor.publish.CountingSink;
import io.plainsight.sensor.publish.KafkaPublisher;
import io.plainsight.sensor.publish.PublishMetrics;
import io.plainsight.stream.StreamProcessorSettings;
import io.plainsight.stream.episode.EpisodeStage;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/**
 * Broker, stream processor, alerting and sensor in one process, started in this order and stopped in the reverse. The
 * parts talk through Kafka alone, exactly as separate processes do.
 */
public final class AllInOne {
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);
    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private final AllInOneSettings settings;
    private final PrintStream out;
    private final PrintStream err;
    private final Lifetime lifetime = new Lifetime();

    public AllInOne(AllInOneSettings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs until stopped, or until everything is delivered when that was asked for.
     *
     * @return whether everything given could be read and judged
     */
    public boolean run() throws Exception {
        try {
            return serve();
        } catch (BrokerException | AlertingException | CaptureException | FlowLogException e) {
            throw new UserException(e.getMessage(), e);
        } finally {
            lifetime.end();
        }
    }

    private boolean serve() throws Exception {
        DefaultExports.initialize();
        DataDirectory data =
                lifetime.own(DataDirectory.open(settings.data(), settings.plan().isLive()));
        out.println("Data: " + data.description());
        Map<String, Object> clients = kafkaClients(data.path());
        short replication = SharedTopics.ensure(clients);
        lifetime.own(settings.inventory());
        startProcessors(clients, replication, data.path()); // the longest to start, and on threads of their own
        AlertingService alerting = lifetime.own(AlertingService.start(settings.alerting()
                .bootstrapServers((String) clients.get("bootstrap.servers"))
                .clientProperties(clients)
                .onFailure(lifetime::fail)
                .build()));
        out.println("Alerts and posture: " + alerting.consoleUri());

        PublishMetrics publishing = new PublishMetrics(CollectorRegistry.defaultRegistry);
        KafkaPublisher publisher = lifetime.own(settings.spool()
                .open(
                        data.path().resolve(SpoolPlan.DEFAULT_NAME),
                        clients,
                        () -> {},
                        publishing)); // topics: made above
        SensorRun sensor = lifetime.own(new SensorRun(
                settings.sensor(),
                settings.plan(),
                flowLogs(clients),
                (topic, patient) -> new CountingSink(publisher.sink(topic, patient), publishing)));
        boolean whole = playFiles(sensor);
        if (settings.exitWhenDone()) {
            awaitDelivery(clients, alerting);
            return whole;
        }
        sensor.capture(lifetime::fail);
        sensor.followFlowLogs(data.path(), lifetime::fail);
        InetSocketAddress listening = sensor.follow(lifetime::fail);
        if (listening != null) {
            out.println("Receiving flow logs on " + listening.getHostString() + ":" + listening.getPort());
        }
        settings.plan().liveInputs().forEach(out::println);
        return lifetime.awaitEnd() && whole;
    }

    private FlowLogSettings flowLogs(Map<String, Object> clients) {
        FlowLogSettings given = settings.flowLogs();
        if (given.deadLetters() != DeadLetters.NONE || !settings.plan().takesFlowRecords()) {
            return given;
        }
        return new FlowLogSettings(given.formats(), DeadLetterTopic.open(clients, lifetime));
    }

    private Map<String, Object> kafkaClients(Path data)
            throws BrokerException, ExecutionException, InterruptedException {
        Map<String, Object> clients = new HashMap<>(settings.kafkaSettings());
        String servers = settings.kafka();
        if (servers == null) {
            servers =
                    lifetime.own(EmbeddedBroker.start(data.resolve("kafka"), 0)).bootstrapServers();
            HangingTransactions.abort(servers); // before any part of ours begins one
            out.println("Kafka broker: " + servers);
        }
        clients.put("bootstrap.servers", servers);
        return clients;
    }

    /** One instance of the detectors for live traffic, another for replays: each has its own time and state. */
    private List<Application> applications() {
        List<Application> applications = new ArrayList<>();
        if (settings.plan().feedsLiveTopic()) {
            applications.add(new Application(StreamProcessorSettings.LIVE_APPLICATION_ID, Topics.OBSERVATIONS));
        }
        if (settings.plan().feedsReplayTopic()) {
            applications.add(new Application(StreamProcessorSettings.REPLAY_APPLICATION_ID, Topics.REPLAY));
        }
        return applications;
    }

    private void startProcessors(Map<String, Object> clients, short replication, Path data) {
        StreamMetrics metrics = new StreamMetrics(CollectorRegistry.defaultRegistry);
        PolicyInForce policy = settings.policy().follow(clients, lifetime);
        for (Application application : applications()) {
            StreamRole.start(
                    StreamRole.settings(application.id(), clients, replication, data),
                    policy,
                    settings.inventory(),
                    application.input(),
                    metrics,
                    lifetime);
        }
    }

    private boolean playFiles(SensorRun sensor) {
        if (!settings.plan().hasFiles()) {
            return true;
        }
        Sensor played = sensor.playFiles();
        out.println("Played " + played.filesRead().size() + " file(s)");
        played.problems().forEach(problem -> err.println("plainsight: " + problem));
        return played.problems().isEmpty();
    }

    private void awaitDelivery(Map<String, Object> clients, AlertingService alerting)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = Map.of();
        for (Application application : applications()) {
            try (ReplayProgress progress = new ReplayProgress(
                    clients, application.id(), application.input().name())) {
                while (!progress.isDone() && !lifetime.hasEnded()) {
                    Thread.sleep(CHECK_INTERVAL.toMillis());
                }
                // the last counts of an alert, and figures, follow at the next tick of the processor's clock
                Thread.sleep(EpisodeStage.FLUSH_INTERVAL.multipliedBy(2).toMillis());
                while (!progress.isDone() && !lifetime.hasEnded()) {
                    Thread.sleep(CHECK_INTERVAL.toMillis());
                }
                ends = progress.endOffsets(Topics.ALERTS.name());
            }
        }
        if (!alerting.awaitDelivered(ends, DELIVERY_TIMEOUT)) {
            throw new UserException(
                    "not every alert was delivered within " + DELIVERY_TIMEOUT.toMinutes()
                            + " minutes; is the webhook reachable? What is missing follows at the next start with the same --data");
        }
    }

    private record Application(String id, Topic<String, Observation> input) {}
}

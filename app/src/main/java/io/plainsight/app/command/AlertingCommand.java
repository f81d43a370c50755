package io.plainsight.app.command;

import io.plainsight.alerting.AlertingException;
import io.plainsight.alerting.AlertingService;
import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.run.Lifetime;
import io.plainsight.app.run.SharedTopics;
import io.prometheus.client.hotspot.DefaultExports;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** The alerting role as a process of its own. */
@Command(
        name = "alerting",
        customSynopsis = "plainsight alerting --kafka=HOST:PORT [OPTIONS]",
        description = "Keep, print, deliver and show the alerts of a Kafka cluster.",
        mixinStandardHelpOptions = true)
public final class AlertingCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private ConsoleOptions console;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> clients = kafka.clientSettings();
        SharedTopics.ensure(clients);
        DefaultExports.initialize();
        Lifetime lifetime = new Lifetime();
        try {
            AlertingService alerting = lifetime.own(AlertingService.start(console.settings(main.terminal())
                    .bootstrapServers(kafka.bootstrapServers)
                    .clientProperties(clients)
                    .onFailure(lifetime::fail)
                    .build()));
            main.terminal().out().println("Alerts and posture: " + alerting.consoleUri());
        } catch (AlertingException e) {
            throw new UserException(e.getMessage(), e);
        }
        return lifetime.awaitEnd() ? Main.OK : Main.INPUT_ERROR;
    }
}

package io.plainsight.app.run;

import io.plainsight.alerting.AlertingSettings;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.stream.inventory.InventoryFiles;
import java.nio.file.Path;
import java.util.Map;

/**
 * What {@code plainsight run} runs.
 *
 * @param flowLogs formats, and where refused records go; with {@link DeadLetters#NONE}, to Kafka
 * @param inventory certificates that services are said to have; closed at the end
 * @param kafka bootstrap servers of a cluster, null for the embedded broker
 * @param kafkaSettings further settings for every Kafka client
 * @param alerting complete but for Kafka
 * @param data where broker and state are kept, null for the default of the input
 * @param spool where observations wait for Kafka; by default in the data directory
 * @param exitWhenDone whether to end once the files are processed and every alert is delivered
 */
public record AllInOneSettings(
        SensorSettings sensor,
        SensorPlan plan,
        FlowLogSettings flowLogs,
        PolicyRole policy,
        InventoryFiles inventory,
        String kafka,
        Map<String, Object> kafkaSettings,
        AlertingSettings.Builder alerting,
        Path data,
        SpoolPlan spool,
        boolean exitWhenDone) {}

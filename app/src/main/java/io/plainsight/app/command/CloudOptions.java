package io.plainsight.app.command;

import io.plainsight.alerting.AlertingException;
import io.plainsight.alerting.AlertingSettings;
import io.plainsight.app.UserException;
import io.plainsight.app.run.CloudPlan;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.push.AccessKey;
import io.plainsight.sensor.flowlog.push.FlowLogListener;
import io.plainsight.sensor.flowlog.push.PushSettings;
import io.plainsight.sensor.flowlog.s3.QueuePlan;
import io.plainsight.sensor.flowlog.s3.QueuedFlowLogs;
import io.plainsight.sensor.flowlog.s3.S3FlowLogs;
import io.plainsight.sensor.flowlog.s3.S3Location;
import io.plainsight.sensor.flowlog.s3.S3Plan;
import io.plainsight.sensor.flowlog.s3.S3Settings;
import io.plainsight.sensor.metrics.SensorCounters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How flow logs come from object stores and over HTTPS. */
final class CloudOptions {
    private static final String CHECKPOINT = "flow-log-objects.checkpoint";
    private static final String KEY_VARIABLE = "PLAINSIGHT_FIREHOSE_ACCESS_KEY";

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "Read s3:// locations from this store instead of AWS; https, or http on loopback.")
    private URI endpoint;

    @Option(
            names = "--s3-region",
            paramLabel = "REGION",
            description = "AWS region (default: what the environment, the profile or the host says).")
    private String region;

    @Option(names = "--s3-requester-pays", description = "Read buckets whose owner lets the reader pay.")
    private boolean requesterPays;

    @Option(
            names = "--s3-interval",
            paramLabel = "SECONDS",
            description = "Look for new objects so often (default: 60).")
    private int interval = (int) S3Settings.DEFAULT_INTERVAL.toSeconds();

    @Option(
            names = "--s3-look-back",
            paramLabel = "HOURS",
            description = "Look so long after a day's end for objects that come late (default: 6).")
    private int lookBack = (int) S3Settings.DEFAULT_LOOK_BACK.toHours();

    @Option(
            names = "--flow-log-checkpoint",
            paramLabel = "FILE",
            description =
                    "Remember here which objects were delivered (default: " + CHECKPOINT + " in the data directory).")
    private Path checkpoint;

    @Option(
            names = "--flow-log-queue",
            paramLabel = "URL",
            description = "Read the objects in S3 that this SQS queue tells of, as they are stored.")
    private URI queue;

    @Option(
            names = "--flow-log-listen",
            paramLabel = "ADDR:PORT",
            description = "Receive flow logs from Amazon Data Firehose, also those of a CloudWatch Logs subscription.")
    private String listen;

    @Option(
            names = "--flow-log-certificate",
            paramLabel = "FILE",
            description = "PEM file with the receiver's certificate and its issuers; needed beyond loopback.")
    private Path certificate;

    @Option(
            names = "--flow-log-key",
            paramLabel = "FILE",
            description = "PEM file with the certificate's key (PKCS #8).")
    private Path key;

    @Option(
            names = "--flow-log-access-key",
            paramLabel = "FILE",
            description = "File that holds Firehose's access key (default: environment variable " + KEY_VARIABLE + ").")
    private Path accessKey;

    /** Whether something is waited for, whatever is read once. */
    boolean listens() {
        return listen != null || queue != null;
    }

    /**
     * What the options say.
     *
     * @param inputs those of {@code --flow-logs}
     * @param once whether objects are read once
     * @param directory where a checkpoint lies by default; null for none
     */
    CloudPlan plan(List<String> inputs, boolean once, Path directory) {
        try {
            List<S3Location> locations = new ArrayList<>();
            for (String input : inputs) {
                if (S3Location.isOne(input)) {
                    locations.add(S3Location.parse(input));
                }
            }
            return new CloudPlan(
                    locations.isEmpty() ? null : objects(locations, directory),
                    once,
                    queue == null ? null : new QueuePlan(queue, settings()),
                    push());
        } catch (FlowLogException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    private S3Plan objects(List<S3Location> locations, Path directory) {
        if (interval < 1 || lookBack < 0) {
            throw new UserException("--s3-interval is at least 1 second, --s3-look-back at least 0 hours");
        }
        Path file = checkpoint == null && directory != null ? directory.resolve(CHECKPOINT) : checkpoint;
        return new S3Plan(settings(), locations, file);
    }

    private S3Settings settings() {
        return new S3Settings(
                endpoint, region, requesterPays, Duration.ofSeconds(interval), Duration.ofHours(lookBack));
    }

    private PushSettings push() throws FlowLogException {
        if (listen == null) {
            return null;
        }
        return new PushSettings(address(), certificate, key, readAccessKey());
    }

    private InetSocketAddress address() {
        try {
            return AlertingSettings.parseAddress(listen);
        } catch (AlertingException e) {
            throw new UserException("--flow-log-listen must be ADDR:PORT, such as 0.0.0.0:443: value=" + listen, e);
        }
    }

    private AccessKey readAccessKey() throws FlowLogException {
        if (accessKey == null) {
            String value = System.getenv(KEY_VARIABLE);
            if (value == null) {
                throw new UserException(
                        "--flow-log-listen needs Firehose's access key; give --flow-log-access-key FILE or set "
                                + KEY_VARIABLE);
            }
            return AccessKey.of(KEY_VARIABLE, value);
        }
        try {
            return AccessKey.of(
                    accessKey.toString(), Files.readString(accessKey).strip());
        } catch (IOException e) {
            throw new UserException(accessKey + ": the access key cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Tries what can be tried before anything else is started. */
    static void check(CloudPlan plan) {
        try {
            if (plan.push() != null) {
                FlowLogListener.check(plan.push());
            }
            if (plan.queue() != null) {
                try (QueuedFlowLogs queued =
                        QueuedFlowLogs.open(plan.queue(), new FlowLogReader(null), new SensorCounters())) {
                    queued.check();
                }
            }
            if (plan.objects() != null) {
                try (S3FlowLogs objects =
                        S3FlowLogs.open(plan.objects(), new FlowLogReader(null), new SensorCounters())) {
                    objects.check();
                }
            }
        } catch (FlowLogException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}

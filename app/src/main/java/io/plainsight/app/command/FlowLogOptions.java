package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.sensor.flowlog.DeadLetterFile;
import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.flowlog.FlowLogFormats;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How flow logs are read; shared by the commands that read them. */
final class FlowLogOptions {
    @Option(
            names = "--flow-log-format",
            paramLabel = "[PATTERN=]FORMAT",
            description = {
                "Order of fields of AWS flow logs without a header, as AWS writes it: '$${version} $${account-id} …'; with a"
                        + " pattern for files whose names contain it (* stands for anything)."
            })
    private List<String> formats = new ArrayList<>();

    @Option(
            names = "--dead-letter",
            paramLabel = "FILE",
            description =
                    "Set flow-log records that cannot be understood aside here, a JSON object a line, 1000 a second at"
                            + " most (default with Kafka: topic plainsight-dead-letter; else they are counted only).")
    private Path deadLetter;

    /** @throws UserException naming each format that is wrong */
    FlowLogFormats formats() {
        try {
            return FlowLogFormats.of(formats);
        } catch (IllegalArgumentException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** @param letters null where what is refused is only counted */
    FlowLogSettings settings(DeadLetterFile letters) {
        return new FlowLogSettings(formats(), letters == null ? DeadLetters.NONE : DeadLetters.limited(letters));
    }

    /** Null when no file was given; the caller closes it. */
    DeadLetterFile deadLetterFile() {
        if (deadLetter == null) {
            return null;
        }
        try {
            return new DeadLetterFile(deadLetter);
        } catch (IOException e) {
            throw new UserException("cannot write --dead-letter " + deadLetter + ": " + e.getMessage(), e);
        }
    }
}

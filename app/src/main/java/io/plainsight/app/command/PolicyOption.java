package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The policy that alerts are judged by. */
final class PolicyOption {
    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "YAML policy: zones, exceptions, allowed destinations. Without one careful defaults hold;"
                    + " 'plainsight policy check' validates a file.")
    Path file;

    Policy read() {
        return file == null ? Policy.defaults() : read(file);
    }

    static Policy read(Path file) {
        try {
            return PolicyReader.read(file);
        } catch (PolicyException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}

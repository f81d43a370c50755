package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.app.run.PolicyRole;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.rollout.PolicyDocument;
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

    /** For a process that follows the policy while it runs. */
    PolicyRole role() {
        return new PolicyRole(file, file == null ? null : document(file));
    }

    static Policy read(Path file) {
        return document(file).policy();
    }

    static PolicyDocument document(Path file) {
        try {
            return PolicyDocument.read(file);
        } catch (PolicyException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}

package io.plainsight.stream.policy;

import java.util.Set;
import java.util.TreeSet;

/** A policy with an exception for every rule that can have one, whatever the traffic. */
public final class AcceptingPolicy {
    private AcceptingPolicy() {}

    public static Policy make() throws PolicyException {
        Set<String> rules = new TreeSet<>(PolicySchema.rules());
        rules.removeAll(ExceptionReader.WITHOUT_EXCEPTION);
        return PolicyReader.parse("accepting.yaml", """
                exceptions:
                  - name: everything
                    rules: [%s]
                    networks: [0.0.0.0/0, "::/0"]
                    owner: the laboratory
                    reason: made for this
                    expires: 2099-12-31
                """.formatted(String.join(", ", rules)));
    }
}

package io.plainsight.stream.policy;

/** A policy with an exception for every rule that can have one, whatever the traffic. */
public final class AcceptingPolicy {
    private AcceptingPolicy() {}

    public static Policy make() throws PolicyException {
        return PolicyReader.parse(
                "accepting.yaml", """
                exceptions:
                  - name: everything
                    rules: [%s]
                    networks: [0.0.0.0/0, "::/0"]
                    owner: the laboratory
                    reason: made for this
                    expires: 2099-12-31
                """.formatted(String.join(", ", PolicySchema.rulesWithExceptions())));
    }
}

package io.plainsight.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PolicyInForceTest {
    @Test
    void shouldMakeAnewOnlyAfterAReplacement() throws PolicyException {
        PolicyInForce policy = new PolicyInForce(Policy.defaults());
        Supplier<StringBuilder> versions = policy.derive(now -> new StringBuilder(now.version()));

        StringBuilder first = versions.get();
        assertThat(versions.get()).isSameAs(first).hasToString("1");

        policy.replace(PolicyReader.parse("test.yaml", "version: \"2\""));
        assertThat(versions.get()).isNotSameAs(first).hasToString("2");
    }
}

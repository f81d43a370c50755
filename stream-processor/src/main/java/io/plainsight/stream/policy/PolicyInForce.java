package io.plainsight.stream.policy;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** The policy that judgements follow now; may be replaced while they are made. Thread-safe. */
public final class PolicyInForce implements Supplier<Policy> {
    private volatile Policy policy;

    public PolicyInForce(Policy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    @Override
    public Policy get() {
        return policy;
    }

    /** From now on, {@code next} holds. */
    public void replace(Policy next) {
        policy = Objects.requireNonNull(next, "policy");
    }

    /**
     * What {@code maker} makes of the policy, and makes anew after each replacement, on the first call that needs it.
     *
     * @param maker cheap and without side effects: two threads may both call it
     */
    public <T> Supplier<T> derive(Function<Policy, T> maker) {
        return new Derived<>(this, maker);
    }

    private static final class Derived<T> implements Supplier<T> {
        private final PolicyInForce source;
        private final Function<Policy, T> maker;
        private volatile Made<T> made;

        Derived(PolicyInForce source, Function<Policy, T> maker) {
            this.source = source;
            this.maker = maker;
        }

        @Override
        public T get() {
            Policy current = source.get();
            Made<T> kept = made;
            if (kept == null || kept.policy != current) {
                kept = new Made<>(current, maker.apply(current));
                made = kept;
            }
            return kept.value;
        }
    }

    private record Made<T>(Policy policy, T value) {}
}

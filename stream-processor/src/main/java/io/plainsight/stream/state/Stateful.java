package io.plainsight.stream.state;

import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Makes processors with stores; each task has a processor and stores of its own.
 *
 * @param processor makes a processor, which finds the stores in its context
 * @param stores what it keeps
 */
public record Stateful<KI, VI, KO, VO>(Supplier<Processor<KI, VI, KO, VO>> processor, Set<StoreBuilder<?>> stores)
        implements ProcessorSupplier<KI, VI, KO, VO> {
    public Stateful {
        stores = Set.copyOf(stores);
    }

    public Stateful(Supplier<Processor<KI, VI, KO, VO>> processor, StoreBuilder<?>... stores) {
        this(processor, Set.of(stores));
    }

    @Override
    public Processor<KI, VI, KO, VO> get() {
        return processor.get();
    }
}

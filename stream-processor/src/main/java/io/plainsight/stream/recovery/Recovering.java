package io.plainsight.stream.recovery;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Judges observations without memory, and closes what has stayed away. Keyed by service. */
public final class Recovering extends ContextualProcessor<String, Observation, String, Finding> {
    private final String store;
    private final List<RuleText> rules;
    private final Function<Observation, List<Finding>> judge;
    private final Witness witness;
    private final StreamMetrics metrics;
    private Recovery recovery;

    /** @param store name of a store made by {@link Recovery#store} */
    public Recovering(
            String store,
            List<RuleText> rules,
            Function<Observation, List<Finding>> judge,
            Witness witness,
            StreamMetrics metrics) {
        this.store = store;
        this.rules = rules;
        this.judge = judge;
        this.witness = witness;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        super.init(context);
        recovery = new Recovery(store, rules, context, metrics);
    }

    @Override
    public void process(Record<String, Observation> record) {
        for (Finding finding : judge.apply(record.value())) {
            // what is accepted raises no alert, so that there is none to close
            Witness.Word word = witness.about(record.value(), OpenCause.of(finding, null));
            if (word != Witness.Word.ACCEPTED && word != Witness.Word.EXCUSED) {
                recovery.found(record.key(), finding);
            }
            context().forward(record.withValue(finding));
        }
        for (Finding closed : recovery.hear(record.key(), record.value(), witness)) {
            context().forward(record.withValue(closed));
        }
    }
}

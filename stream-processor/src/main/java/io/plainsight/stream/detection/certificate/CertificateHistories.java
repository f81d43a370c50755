package io.plainsight.stream.detection.certificate;

import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps the history of each certificate's name, and judges sightings against it. Keyed by name. */
final class CertificateHistories extends ContextualProcessor<String, Sighting, String, Finding> {
    static final String STORE = "certificate-history-store";
    static final String ISSUER_STORE = "certificate-issuer-store";
    /** Certificates live for about a year; what is known of their rhythm must survive one. */
    static final Bounds BOUNDS = new Bounds(300_000, Duration.ofDays(400));

    static final Bounds ISSUER_BOUNDS = new Bounds(3_000, Duration.ofDays(400));

    /** Names that change from one authority to another the same way before that is no news. */
    static final long COMMON_CHANGE = 3;

    private final Supplier<CertificateHistoryJudge> judge;
    private final StreamMetrics metrics;
    private BoundedStore<CertificateHistory> histories;
    private BoundedStore<Long> issuerChanges;

    CertificateHistories(Supplier<CertificateHistoryJudge> judge, StreamMetrics metrics) {
        this.judge = judge;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        super.init(context);
        histories = new BoundedStore<>(STORE, context, BOUNDS, metrics);
        issuerChanges = new BoundedStore<>(ISSUER_STORE, context, ISSUER_BOUNDS, metrics);
    }

    @Override
    public void process(Record<String, Sighting> record) {
        CertificateHistory stored = histories.get(record.key());
        CertificateHistory known = stored == null ? CertificateHistory.NONE : stored;
        CertificateHistoryJudge.Outcome outcome = judge.get().judge(record.value(), known, this::isCommon);
        outcome.findings().forEach(finding -> context().forward(record.withValue(finding)));
        if (!outcome.next().equals(known)) {
            histories.put(record.key(), outcome.next());
        }
        if (outcome.issuerPair() != null) {
            Long count = issuerChanges.get(outcome.issuerPair());
            issuerChanges.put(outcome.issuerPair(), count == null ? 1 : count + 1);
        }
    }

    private boolean isCommon(String pair) {
        Long count = issuerChanges.get(pair);
        return count != null && count >= COMMON_CHANGE;
    }
}

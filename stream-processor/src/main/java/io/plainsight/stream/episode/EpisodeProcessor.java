package io.plainsight.stream.episode;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.exception.PolicyExceptionExpiredRule;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Folds findings into alerts. The wall clock only decides when pending changes are written: every two seconds, so that the
 * last record of an alert is complete soon after the last finding.
 */
final class EpisodeProcessor extends ContextualProcessor<String, Finding, String, Alert> {
    static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    private static final Bounds BOUNDS = new Bounds(300_000, Duration.ofDays(8));

    private final Function<Finding, Episode> opener;
    private final Supplier<Policy> policy;
    private final StreamMetrics metrics;
    private final boolean live;
    /** Keys with unwritten changes; rebuilt from the store after a restart. */
    private final Set<String> pending = new LinkedHashSet<>();
    /** Keys of alerts about exceptions, which are looked through when the policy changes; rebuilt in the same way. */
    private final Set<String> aboutExceptions = new LinkedHashSet<>();

    private BoundedStore<Episodes> episodes;
    private Policy followed;

    EpisodeProcessor(Function<Finding, Episode> opener, Supplier<Policy> policy, StreamMetrics metrics, boolean live) {
        this.opener = opener;
        this.policy = policy;
        this.metrics = metrics;
        this.live = live;
    }

    @Override
    public void init(ProcessorContext<String, Alert> context) {
        super.init(context);
        episodes = new BoundedStore<>(EpisodeStage.EPISODE_STORE, context, BOUNDS, metrics);
        episodes.forEach((key, value) -> {
            if (value.hasPending()) {
                pending.add(key);
            }
            if (key.startsWith(PolicyExceptionExpiredRule.KEY_PREFIX)) {
                aboutExceptions.add(key);
            }
        });
        context.schedule(FLUSH_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::flush);
    }

    @Override
    public void process(Record<String, Finding> record) {
        Finding finding = record.value();
        if (!finding.resolved()) {
            metrics.found(finding.rule(), finding.severity());
        }
        Episodes stored = episodes.get(record.key());
        Episodes.Step step = (stored == null ? Episodes.NONE : stored).fold(finding, opener);
        if (step.duplicate()) {
            metrics.duplicate(finding.rule());
            return;
        }
        episodes.put(record.key(), step.next());
        if (record.key().startsWith(PolicyExceptionExpiredRule.KEY_PREFIX)) {
            aboutExceptions.add(record.key());
        }
        step.emit().forEach(episode -> emit(episode, record.timestamp()));
        if (step.next().hasPending()) {
            pending.add(record.key());
        } else {
            pending.remove(record.key());
        }
        if (step.opened() != null) {
            metrics.opened(finding.rule(), finding.severity());
            if (live) {
                metrics.latency(context().currentSystemTimeMs() - finding.time().toEpochMilli());
            }
        }
    }

    private void flush(long nowMs) {
        Policy current = policy.get();
        // the defaults hold, too, while the topic of policies cannot be read
        if (current != followed && current != Policy.defaults()) {
            aboutExceptions.removeIf(key -> endIfRemoved(key, current, nowMs));
        }
        followed = current;
        for (String key : pending) {
            Episodes stored = episodes.get(key);
            if (stored != null) { // else evicted meanwhile, and counted there
                Episodes.Step step = stored.flush();
                episodes.put(key, step.next());
                step.emit().forEach(episode -> emit(episode, nowMs));
            }
        }
        pending.clear();
    }

    /** An exception that the policy doesn't have any more can't be renewed: there is nothing left to be told of it. */
    private boolean endIfRemoved(String key, Policy current, long nowMs) {
        Episodes stored = episodes.get(key);
        if (stored == null) { // evicted, and counted there
            return true;
        }
        if (!stored.all().stream().allMatch(episode -> PolicyExceptionExpiredRule.isMoot(episode.alert(), current))) {
            return false;
        }
        Episodes.Step step = stored.end(PolicyExceptionExpiredRule.REMOVED);
        episodes.put(key, step.next());
        step.emit().forEach(episode -> emit(episode, nowMs));
        return true;
    }

    private void emit(Episode episode, long timestampMs) {
        metrics.emitted();
        Alert alert = episode.alert();
        context().forward(new Record<>(alert.detail().id(), alert, timestampMs));
    }
}

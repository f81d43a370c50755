package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.handshakefailure.SpikeJudge.Usual;
import io.plainsight.stream.detection.handshakefailure.SpikeJudge.Window;
import io.plainsight.stream.detection.handshakefailure.cause.CauseGroup;
import io.plainsight.stream.detection.handshakefailure.cause.Failure;
import io.plainsight.stream.detection.handshakefailure.cause.FailureClassifier;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.HandshakeFloors;
import io.plainsight.stream.policy.Learning.HandshakeFailures;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts each service's handshakes and judges them; passes on what the stages by client and by cause need.
 *
 * <p><b>Time</b> is packet time, kept per service. What comes up to a quarter of an hour late still counts where it belongs. What
 * comes later, or a month after the last, is kept in one of {@value #LANES} lanes of its own: captures of other years, or a clock
 * gone wrong, neither see nor move what is known of today.
 *
 * <p><b>Cost:</b> a completed handshake reads and writes one small value, which the store's cache collects until the commit.
 */
final class ServiceStage extends ContextualProcessor<String, Observation, String, Judged> {
    static final String RECENT_STORE = "handshake-failure-recent-store";
    static final String HISTORY_STORE = "handshake-failure-history-store";
    static final int LANES = 4;
    private static final Bounds BOUNDS = new Bounds(200_000, Duration.ofDays(15));
    private static final int HOLD_MINUTES = 2 * SpikeJudge.WINDOW_MINUTES;
    /** What one client adds to what is usual, a minute: as much as it can add to a window. */
    private static final int USUAL_PER_CLIENT = SpikeJudge.MAXIMUM_PER_CLIENT / SpikeJudge.WINDOW_MINUTES;
    /** Failures a minute of one client at one service, and of one service, that other stages hear of. */
    private static final int TOLD_PER_MINUTE = 10;
    /** A client that succeeds is spoken of once in so many minutes. */
    private static final int SUCCESS_MINUTES = 5;

    private static final int MAX_TOLD = 65_536;

    private final Supplier<Zones> zones;
    private final Supplier<HandshakeFailures> limits;
    private final Supplier<HandshakeFloors> floors;
    private final StreamMetrics metrics;
    /** Clients whose success was passed on, and when: forgetting one only repeats what is known. */
    private final Map<String, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_TOLD;
        }
    };

    private BoundedStore<RecentHandshakes> recents;
    private BoundedStore<History> histories;

    ServiceStage(
            Supplier<Zones> zones,
            Supplier<HandshakeFailures> limits,
            Supplier<HandshakeFloors> floors,
            StreamMetrics metrics) {
        this.floors = floors;
        this.zones = zones;
        this.limits = limits;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Judged> context) {
        super.init(context);
        recents = new BoundedStore<>(RECENT_STORE, context, BOUNDS, metrics);
        histories = new BoundedStore<>(HISTORY_STORE, context, BOUNDS, metrics);
    }

    @Override
    public void process(Record<String, Observation> record) {
        Observation observation = record.value();
        Optional<Failure> failure = FailureClassifier.classify(observation);
        failure.ifPresent(known -> metrics.handshakeFailed(
                known.cause().id(), known.cause().group().id()));
        Optional<Attempt> attempt = Attempt.of(observation, failure);
        if (attempt.isPresent()) {
            new Step(record).take(attempt.get());
        }
    }

    /** One observation on its way through the state of its service. */
    private final class Step {
        private final Record<String, Observation> record;
        private final Observation observation;
        private final long minute;
        private String lane;
        private RecentHandshakes recent;
        private boolean known;
        private History history;

        Step(Record<String, Observation> record) {
            this.record = record;
            this.observation = record.value();
            this.minute = Math.max(0, observation.timestamp().getEpochSecond() / 60);
        }

        void take(Attempt attempt) {
            open();
            List<RecentHandshakes.Folded> over = recent.advance(minute);
            if (!over.isEmpty()) {
                learn(over);
            }
            if (attempt.completed()) {
                recent.succeed(minute);
                tellSuccess();
            } else if (recent.remember(Hashes.of(observation.event().id()))) {
                fail(attempt.failure());
            }
            if (recent.isOpen() && minute > recent.reviewed) {
                recent.reviewed = minute;
                review();
            }
            if (known) {
                recents.update(lane, recent);
            } else {
                recents.put(lane, recent);
            }
        }

        private void open() {
            for (int i = 0; i < LANES; i++) {
                lane = i == 0 ? record.key() : record.key() + '|' + i;
                recent = recents.get(lane);
                if (recent == null || recent.reaches(minute)) {
                    break;
                }
                metrics.late(RECENT_STORE);
            }
            known = recent != null;
            if (recent == null || !recent.reaches(minute)) {
                recent = new RecentHandshakes();
                histories.put(lane, new History());
            }
        }

        private History history() {
            if (history == null) {
                history = histories.get(lane);
                history = history == null ? new History() : history;
            }
            return history;
        }

        private void learn(List<RecentHandshakes.Folded> over) {
            boolean calm = recent.spike == RecentHandshakes.NEVER && recent.outage == RecentHandshakes.NEVER;
            for (RecentHandshakes.Folded minutes : over) {
                Usual usual = SpikeJudge.usual(history(), minutes.minute(), limits.get());
                int failed = minutes.tally().failures.entrySet().stream()
                        .mapToInt(entry -> entry.getKey().equals(MinuteTally.OTHERS)
                                ? entry.getValue()
                                : Math.min(USUAL_PER_CLIENT, entry.getValue()))
                        .sum();
                double slot = history()
                        .learn(
                                minutes.minute(),
                                minutes.tally().completed,
                                failed,
                                calm && recent.drift == RecentHandshakes.NEVER || !usual.known());
                if (!Double.isNaN(slot) && calm && usual.known()) {
                    history().drift.take(slot, usual.ratio(), usual.sigma());
                }
            }
            histories.put(lane, history());
            if (calm && history().drift.isDrifting()) {
                drifting();
            }
        }

        private void drifting() {
            Window window = SpikeJudge.window(recent.window(minute, RecentHandshakes.MINUTES));
            if (recent.drift == RecentHandshakes.NEVER
                    && window.clients() >= limits.get().clients()) {
                recent.drift = minute;
                emit(ServiceFindings.drift(observation, zones.get(), window, history().drift.mean, usual())
                        .build());
            }
        }

        private void fail(Failure failure) {
            String client = observation.source().ip();
            boolean scanner = recent.isScanner(client, minute);
            MinuteTally tally = recent.at(minute);
            if (!scanner) {
                tally.fail(client, failure.cause(), Certainty.of(observation));
            }
            boolean tellGroup = !scanner
                    && tally.failed() <= TOLD_PER_MINUTE
                    && isTelling(failure.cause().group());
            tellFailure(failure, tally.tell(client, TOLD_PER_MINUTE), tellGroup);
            if (scanner) {
                return;
            }
            if (recent.failingSince == RecentHandshakes.NEVER) {
                recent.failingSince = minute;
            }
            judgeSpike(failure);
            judgeOutage(failure);
            recent.remember(FindingBuilder.evidence(observation, failure.text()));
        }

        private void judgeSpike(Failure failure) {
            Window window = SpikeJudge.window(recent.window(minute, SpikeJudge.WINDOW_MINUTES));
            if (!window.reachesFloors(limits.get()) || !SpikeJudge.isSpike(window, usual(), limits.get())) {
                return;
            }
            boolean more = recent.spike != RecentHandshakes.NEVER;
            recent.spike = Math.max(recent.spike, minute);
            emit(ServiceFindings.spike(
                            observation,
                            zones.get(),
                            failure,
                            window,
                            usual(),
                            limits.get(),
                            more,
                            evidence(SpikeJudge.WINDOW_MINUTES))
                    .build());
        }

        private void judgeOutage(Failure failure) {
            if (minute - recent.failingSince < OutageJudge.MINUTES - 1) {
                return;
            }
            Window window = SpikeJudge.window(recent.window(minute, OutageJudge.MINUTES));
            if (OutageJudge.isOut(
                    recent, history(), window, usual(), minute, floors.get().outage())) {
                boolean more = recent.outage != RecentHandshakes.NEVER;
                recent.outage = minute;
                emit(ServiceFindings.outage(
                                observation,
                                zones.get(),
                                failure,
                                window,
                                floors.get().outage(),
                                more,
                                evidence(OutageJudge.MINUTES))
                        .build());
            }
        }

        private void review() {
            Window window = SpikeJudge.window(recent.window(minute, HOLD_MINUTES));
            boolean calm = SpikeJudge.isCalm(window, usual());
            if (calm && recent.spike != RecentHandshakes.NEVER && minute - recent.spike >= HOLD_MINUTES) {
                recent.spike = RecentHandshakes.NEVER;
                emit(ServiceFindings.over(HandshakeFailureSpikeRule.TEXT, observation, zones.get(), window)
                        .build());
            }
            if (calm && recent.outage != RecentHandshakes.NEVER && minute - recent.outage >= HOLD_MINUTES) {
                recent.outage = RecentHandshakes.NEVER;
                emit(ServiceFindings.over(HandshakeOutageRule.TEXT, observation, zones.get(), window)
                        .build());
            }
            if (recent.drift != RecentHandshakes.NEVER && calm && history().drift.above == 0) {
                recent.drift = RecentHandshakes.NEVER;
                emit(ServiceFindings.over(HandshakeFailureDriftRule.TEXT, observation, zones.get(), window)
                        .build());
            }
        }

        /** What was kept of the failures in the window. */
        private List<Alert.Evidence> evidence(int minutes) {
            Instant from = Instant.ofEpochSecond((minute - minutes + 1) * 60);
            return recent.evidence.stream()
                    .filter(failure -> !failure.timestamp().isBefore(from))
                    .toList();
        }

        private Usual usual() {
            return SpikeJudge.usual(history(), minute, limits.get());
        }

        private void tellSuccess() {
            String client = observation.source().ip();
            Long before = told.get(client);
            long slot = minute / SUCCESS_MINUTES;
            if (before == null || before != slot) {
                told.put(client, slot);
                Outcome outcome = outcome(null);
                context().forward(record.withKey(outcome.byClient()).withValue(Judged.of(outcome)));
            }
        }

        private void tellFailure(Failure failure, boolean byClient, boolean byGroup) {
            Outcome outcome = outcome(failure);
            if (byClient) {
                context().forward(record.withKey(outcome.byClient()).withValue(Judged.of(outcome)));
            }
            if (byGroup) {
                context().forward(record.withKey(outcome.byGroup()).withValue(Judged.of(outcome)));
            }
        }

        private Outcome outcome(Failure failure) {
            return new Outcome(
                    record.key(),
                    failure == null ? null : Services.entity(observation, zones.get()),
                    observation.source().ip(),
                    zones.get().of(observation.source().ip()),
                    observation.timestamp(),
                    failure == null ? null : failure.cause().id(),
                    failure == null ? null : failure.cause().group(),
                    failure == null ? null : FindingBuilder.evidence(observation, failure.text()),
                    failure == null ? null : observation);
        }

        private void emit(Finding finding) {
            context().forward(record.withValue(Judged.of(finding)));
        }
    }

    private static boolean isTelling(CauseGroup group) {
        return group != CauseGroup.UNKNOWN && group != CauseGroup.CANCELLED;
    }
}

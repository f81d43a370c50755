package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.handshakefailure.FailingServices.Failing;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.HandshakeFloors;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Hashes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Judges failures by client and by group of causes, over all services; tells services of their scanners. Hears of few: some
 * failures a minute for each pair, and of a client's success once in five minutes.
 */
final class SharedStage extends ContextualProcessor<String, Outcome, String, Judged> {
    static final String CLIENT_STORE = "handshake-failure-client-store";
    static final String GROUP_STORE = "handshake-failure-group-store";
    private static final Bounds CLIENT_BOUNDS = new Bounds(600_000, Duration.ofDays(2));
    private static final Bounds GROUP_BOUNDS = new Bounds(300, Duration.ofDays(30));
    private static final int HOLD_SECONDS = 600;
    private static final double CONFIDENCE = 0.8;

    private final Supplier<HandshakeFloors> floors;
    private final StreamMetrics metrics;
    private BoundedStore<ClientMemory> clients;
    private BoundedStore<GroupMemory> groups;

    SharedStage(Supplier<HandshakeFloors> floors, StreamMetrics metrics) {
        this.floors = floors;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Judged> context) {
        super.init(context);
        clients = new BoundedStore<>(CLIENT_STORE, context, CLIENT_BOUNDS, metrics);
        groups = new BoundedStore<>(GROUP_STORE, context, GROUP_BOUNDS, metrics);
    }

    @Override
    public void process(Record<String, Outcome> record) {
        if (!Outcome.isByClient(record.key())) {
            group(record, record.value());
            return;
        }
        ClientMemory stored = clients.get(record.key());
        ClientMemory memory = stored == null ? ClientMemory.NONE : stored;
        if (record.value().completed()) {
            clients.put(record.key(), succeeded(record, memory));
        } else {
            failed(record, memory);
        }
    }

    private ClientMemory succeeded(Record<String, Outcome> record, ClientMemory memory) {
        long now = record.value().seconds();
        ClientMemory next = memory.succeeded(now);
        boolean over = next.raised() > 0 && now - next.raised() >= HOLD_SECONDS;
        if (over) {
            emit(
                    record,
                    clientFinding(
                            record.value(),
                            next,
                            HandshakeFailureClientRule.TEXT,
                            Severity.LOW,
                            true,
                            "Handshakes of " + record.value().client() + " succeed again."));
        }
        return over ? next.raised(0) : next;
    }

    private void failed(Record<String, Outcome> record, ClientMemory memory) {
        Outcome outcome = record.value();
        long connection = Hashes.of(outcome.evidence().observation());
        if (memory.counted(connection)) {
            return;
        }
        long now = outcome.seconds();
        ClientMemory next = memory.failed(outcome, connection);
        if (ClientJudge.isScanner(next, now, floors.get().scanner())) {
            next = scanner(record, memory, next, now);
        } else if (ClientJudge.isSpike(next, now, floors.get().client())) {
            Map<String, Failing> services = next.failing().within(now - ClientJudge.SPIKE_SECONDS, now);
            next = next.scanning(false).raised(now);
            emit(
                    record,
                    clientFinding(
                            outcome,
                            next,
                            HandshakeFailureClientRule.TEXT,
                            Severity.LOW,
                            false,
                            outcome.client() + ", whose handshakes worked before, failed at " + services.size()
                                    + " services within 5 minutes: the trouble is at this client."));
        }
        clients.put(record.key(), next);
    }

    private ClientMemory scanner(Record<String, Outcome> record, ClientMemory before, ClientMemory memory, long now) {
        Outcome outcome = record.value();
        Map<String, Failing> services =
                memory.failing().within(now - ClientJudge.SCAN_SECONDS, now + ClientJudge.SCAN_SECONDS);
        boolean news = !before.scanning();
        emit(
                record,
                clientFinding(
                        outcome,
                        memory,
                        TlsScannerRule.TEXT,
                        Severity.LOW,
                        false,
                        outcome.client() + " failed at " + services.size()
                                + " services within an hour and succeeded at none: it is looking around."));
        Scanner word = new Scanner(outcome.client(), (now + ClientJudge.SCAN_SECONDS) / 60);
        for (String service : news ? services.keySet() : List.of(outcome.service())) {
            context().forward(record.withKey(service).withValue(Judged.of(word)));
        }
        return memory.scanning(true);
    }

    private Finding clientFinding(
            Outcome outcome, ClientMemory memory, RuleText rule, Severity severity, boolean resolved, String reason) {
        long now = outcome.seconds();
        boolean scanner = rule == TlsScannerRule.TEXT;
        long from = now - (scanner ? ClientJudge.SCAN_SECONDS : ClientJudge.SPIKE_SECONDS);
        long to = scanner ? now + ClientJudge.SCAN_SECONDS : now;
        Map<String, Failing> services = memory.failing().within(from, to);
        int failures = memory.failing().failures(from, to);
        int news = memory.raised() == now ? failures : 1;
        List<Alert.Evidence> evidence =
                services.values().stream().map(Failing::evidence).toList();
        String last = outcome.evidence() == null ? "" : outcome.evidence().observation();
        return FindingBuilder.of(rule.id(), outcome.at(), last)
                .about(outcome.client(), new Alert.Entity("host", outcome.client(), outcome.clientZone()))
                .severity(severity)
                .reason(reason)
                .value("services", services.size())
                .value("failures", failures)
                .threshold(
                        "services",
                        scanner
                                ? floors.get().scanner().services()
                                : floors.get().client().services())
                .threshold(
                        "failures",
                        scanner
                                ? (Number) floors.get().scanner().failures()
                                : floors.get().client().failures())
                .confidence(CONFIDENCE)
                .weight(Math.max(1, scanner ? memory.untold() : news), evidence)
                .resolved(resolved)
                .traffic(outcome.traffic())
                .build();
    }

    private void group(Record<String, Outcome> record, Outcome outcome) {
        GroupMemory stored = groups.get(record.key());
        long now = outcome.seconds();
        GroupMemory memory = (stored == null ? GroupMemory.NONE : stored).with(outcome, Hashes.of(outcome.client()));
        if (GroupJudge.isSpike(memory, now, floors.get().cause())) {
            boolean news = memory.raised() == 0;
            memory = memory.raised(now);
            emit(record, groupFinding(outcome, memory, news, false));
        } else if (memory.raised() > 0 && now - memory.raised() >= HOLD_SECONDS) {
            emit(record, groupFinding(outcome, memory, false, true));
            memory = memory.raised(0);
        }
        groups.put(record.key(), memory);
    }

    private Finding groupFinding(Outcome outcome, GroupMemory memory, boolean news, boolean resolved) {
        long now = outcome.seconds();
        long from = now - GroupJudge.WINDOW_SECONDS;
        GroupJudge.Shared shared = GroupJudge.shared(memory, from, now);
        Map<String, Failing> services = shared.services();
        int failures = shared.failures();
        String what = outcome.group().id();
        return FindingBuilder.of(
                        HandshakeFailureCauseRule.TEXT.id(),
                        outcome.at(),
                        outcome.evidence().observation())
                .about(what, new Alert.Entity("cause", what, null))
                .reason(
                        resolved
                                ? "Handshakes fail no longer at several services because of " + what + '.'
                                : "Handshakes fail at " + services.size() + " services at once because of " + what
                                        + ": look for what they share.")
                .value("services", services.size())
                .value("clients", shared.clients())
                .value("failures", failures)
                .value("usual_failures", GroupJudge.usual(memory))
                .threshold("services", floors.get().cause().services())
                .threshold("failures", GroupJudge.threshold(memory, floors.get().cause()))
                .confidence(CONFIDENCE)
                .weight(
                        news ? Math.max(1, failures) : 1,
                        services.values().stream().map(Failing::evidence).toList())
                .resolved(resolved)
                .traffic(outcome.traffic())
                .build();
    }

    private void emit(Record<String, Outcome> record, Finding finding) {
        context().forward(record.withValue(Judged.of(finding)));
    }
}

package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.state.Stamped;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes a scanner's failures out of the windows of a service, those already counted too. Shares the store of
 * {@link ServiceStage}, of whose entries it changes some and adds none.
 */
final class ScannerStage extends ContextualProcessor<String, Scanner, Void, Void> {
    private KeyValueStore<String, Stamped<RecentHandshakes>> recents;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        recents = context.getStateStore(ServiceStage.RECENT_STORE);
    }

    @Override
    public void process(Record<String, Scanner> record) {
        Scanner scanner = record.value();
        for (int i = 0; i < ServiceStage.LANES; i++) {
            String lane = i == 0 ? record.key() : record.key() + '|' + i;
            Stamped<RecentHandshakes> stamped = recents.get(lane);
            if (stamped == null) {
                return;
            }
            if (stamped.value().reaches(scanner.untilMinute() - ClientJudge.SCAN_SECONDS / 60)) {
                stamped.value().takeOut(scanner.client(), scanner.untilMinute());
                recents.put(lane, stamped);
            }
        }
    }
}

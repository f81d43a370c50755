package io.plainsight.stream.detection.destination;

import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Learning;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Hashes;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Learns the destinations of each group, by its name, and lets {@link LearnedJudge} compare. A named destination is learned as
 * its name and as its block, so that it is known where a name is seen only sometimes, and where the addresses behind it change.
 *
 * <p>Hears of each host and service once a day: contacts that change nothing are not written.
 */
final class BaselineProcessor extends ContextualProcessor<String, Contact, String, Finding> {
    static final String GROUP_STORE = "destination-group-store";
    static final String ITEM_STORE = "destination-item-store";
    /** Groups are named by the policy. */
    private static final Bounds GROUP_BOUNDS = new Bounds(30_000, Duration.ofDays(31));

    private static final Bounds ITEM_BOUNDS = new Bounds(600_000, Duration.ofDays(31));

    private final Supplier<Learning> learning;
    private final StreamMetrics metrics;
    private BoundedStore<GroupMemory> groups;
    private BoundedStore<ItemMemory> items;

    BaselineProcessor(Supplier<Learning> learning, StreamMetrics metrics) {
        this.learning = learning;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        super.init(context);
        groups = new BoundedStore<>(GROUP_STORE, context, GROUP_BOUNDS, metrics);
        items = new BoundedStore<>(ITEM_STORE, context, ITEM_BOUNDS, metrics);
    }

    @Override
    public void process(Record<String, Contact> record) {
        Contact contact = record.value();
        long day = contact.day();
        GroupMemory stored = groups.get(contact.group());
        GroupMemory before = stored == null ? GroupMemory.NONE : stored;
        if (before.isTooLate(day)) {
            metrics.late(GROUP_STORE);
            return;
        }
        GroupMemory group = before.with(day);
        Learning limits = learning.get();
        boolean learned = group.isLearned(day, limits.days());
        ItemMemory item = known(contact, contact.item());
        if (item.isUnknown(day)) {
            if (!group.hasRoom()) {
                metrics.evicted(ITEM_STORE, "group", 1);
                return;
            }
            group = group.withItem();
        }
        long host = Hashes.of(contact.host());
        ItemMemory now = item.used(day, host, LearnedJudge.protocol(contact.connection()), learned);
        String system = contact.system() < 0 ? null : "AS" + contact.system();
        String country = contact.country() == null ? null : "country " + contact.country();
        String sender = "host " + contact.host();
        ItemMemory load = known(contact, sender);
        Usage usage = new Usage(
                contact,
                learned,
                item,
                now,
                load,
                isKnown(contact, system == null ? contact.block() : system),
                country != null && !isKnown(contact, country),
                limits);
        LearnedJudge.judge(usage).forEach(finding -> context().forward(record.withValue(finding)));

        if (!group.equals(before)) {
            groups.put(contact.group(), group);
        }
        if (contact.out() >= Pair.FIRST_VOLUME && contact.external()) {
            now = now.loaded(day, contact.out());
            put(contact, sender, load, load.loaded(day, contact.out()));
        }
        put(contact, contact.item(), item, now);
        for (String other : new String[] {contact.name() == null ? null : contact.block(), system, country}) {
            if (other != null) {
                ItemMemory known = known(contact, other);
                put(contact, other, known, known.used(day, host, null, learned));
            }
        }
    }

    private boolean isKnown(Contact contact, String item) {
        return !known(contact, item).isUnknown(contact.day());
    }

    private ItemMemory known(Contact contact, String item) {
        ItemMemory stored = items.get(key(contact, item));
        return stored == null ? ItemMemory.NONE : stored;
    }

    private void put(Contact contact, String item, ItemMemory before, ItemMemory now) {
        if (now != before) {
            items.put(key(contact, item), now);
        }
    }

    private static String key(Contact contact, String item) {
        return contact.group() + '|' + item;
    }
}

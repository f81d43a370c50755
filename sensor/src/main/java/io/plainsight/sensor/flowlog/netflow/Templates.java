package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The templates of all exporters; those that were not used for longest make room.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #MAX_TEMPLATES} templates with {@value #MAX_FIELDS} fields together.
 */
final class Templates {
    static final int MAX_TEMPLATES = 8_192;
    static final int MAX_FIELDS = 262_144;

    private final SensorCounters counters;
    private final Map<TemplateKey, Template> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private int fields;

    /** Where a template is known by its number. */
    record TemplateKey(ExporterKey exporter, int id) {}

    Templates(SensorCounters counters) {
        this.counters = counters;
    }

    /** Null when it is not known. */
    Template get(TemplateKey key) {
        return byKey.get(key);
    }

    void put(TemplateKey key, Template template) {
        remove(key);
        byKey.put(key, template);
        fields += template.fields().size();
        counters.increment(SensorCounter.FLOW_EXPORT_TEMPLATES_LEARNED);
        Iterator<Template> eldest = byKey.values().iterator();
        while (byKey.size() > MAX_TEMPLATES || fields > MAX_FIELDS) {
            fields -= eldest.next().fields().size();
            eldest.remove();
            counters.increment(SensorCounter.FLOW_EXPORT_TEMPLATES_EVICTED);
        }
    }

    /** @return whether it was there */
    boolean remove(TemplateKey key) {
        Template old = byKey.remove(key);
        fields -= old == null ? 0 : old.fields().size();
        return old != null;
    }

    /**
     * Forgets what an exporter has announced.
     *
     * @param options null for all, else whether those of options or those of data
     * @return how many
     */
    int removeAll(ExporterKey exporter, Boolean options) {
        int before = byKey.size();
        byKey.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().exporter().equals(exporter)
                    && (options == null || options == entry.getValue().options());
            fields -= gone ? entry.getValue().fields().size() : 0;
            return gone;
        });
        return before - byKey.size();
    }

    int size() {
        return byKey.size();
    }
}

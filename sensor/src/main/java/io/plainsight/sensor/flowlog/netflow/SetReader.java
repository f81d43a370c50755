package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.netflow.HeldSets.HeldSet;
import io.plainsight.sensor.flowlog.netflow.Templates.TemplateKey;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;

/**
 * Reads the sets of a packet (RFC 3954 section 5, RFC 7011 section 3.3): templates are remembered, data decoded, or held until its template
 * comes.
 *
 * <p><b>Threading:</b> one thread.
 */
final class SetReader {
    private static final int SET_HEADER_LENGTH = 4;
    private static final int FIRST_DATA_SET = 256;
    private static final int IPFIX = 10;
    private static final int IPFIX_TEMPLATES = 2;

    private final RecordMapper mapper;
    private final SensorCounters counters;
    private final TemplateReader templateReader;
    private final Templates templates;
    private final HeldSets held;
    private final Values values = new Values();
    private int records;
    private boolean recordsKnown;

    SetReader(Elements elements, RecordMapper mapper, SensorCounters counters) {
        this.mapper = mapper;
        this.counters = counters;
        templateReader = new TemplateReader(elements, counters);
        templates = new Templates(counters);
        held = new HeldSets(counters);
    }

    /** @return what is wrong with it, null for nothing; what stood before was read */
    String read(ExportMessage message, Exporter exporter, ByteCursor in, FlowLogSink sink) {
        boolean ipfix = message.exporter().version() == IPFIX;
        int firstTemplates = ipfix ? IPFIX_TEMPLATES : 0;
        records = 0;
        recordsKnown = true;
        ByteCursor content = new ByteCursor();
        while (in.remaining() > 0) {
            if (isFilling(in)) {
                return null;
            }
            int start = in.position();
            int id = in.u16();
            int length = in.u16();
            in.slice(length - SET_HEADER_LENGTH, content);
            if (!in.ok()) {
                recordsKnown = false;
                return "set " + id + " at byte " + start + ": its length of " + length + " is not there";
            }
            int offset = content.position();
            if (id == firstTemplates || id == firstTemplates + 1) {
                String problem = templates(message, exporter, id == firstTemplates + 1, content, sink);
                if (problem != null) {
                    return "set " + id + " at byte " + start + ": " + problem;
                }
            } else if (id >= FIRST_DATA_SET) {
                data(message, exporter, id, content.toArray(), offset, sink);
            }
        }
        return null;
    }

    /** Records in the last message, of options too; negative when some could not be read, and so not be counted. */
    int recordsRead() {
        return recordsKnown ? records : -1;
    }

    /** Zeros to the end, as some devices send. */
    private static boolean isFilling(ByteCursor in) {
        for (int i = 0; i < in.remaining(); i++) {
            if (in.peek(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private String templates(
            ExportMessage message, Exporter exporter, boolean options, ByteCursor in, FlowLogSink sink) {
        boolean ipfix = message.exporter().version() == IPFIX;
        while (in.remaining() >= SET_HEADER_LENGTH && !isFilling(in)) {
            int id = in.u16();
            int count = options && !ipfix ? 1 : in.u16();
            if (ipfix && count == 0) {
                withdraw(exporter, id, options);
                continue;
            }
            Template template = !options
                    ? templateReader.data(ipfix, id, count, in)
                    : ipfix ? templateReader.optionsIpfix(id, count, in) : templateReader.optionsV9(id, in);
            if (!in.ok()) {
                return "template " + id + " breaks off";
            }
            if (id < FIRST_DATA_SET) {
                return "a template numbered " + id + ", which is no number of data";
            }
            if (template != null) {
                learn(exporter, template, sink);
            }
        }
        return null;
    }

    private void learn(Exporter exporter, Template template, FlowLogSink sink) {
        TemplateKey key = new TemplateKey(exporter.key, template.id());
        templates.put(key, template);
        for (HeldSet set : held.release(key)) {
            int before = records;
            records(set.message(), exporter, template, set.content(), set.offset(), sink);
            records = before;
        }
    }

    /** RFC 7011 section 8.1: one template, or with the set's own number all of its kind. */
    private void withdraw(Exporter exporter, int id, boolean options) {
        int gone = id == IPFIX_TEMPLATES || id == IPFIX_TEMPLATES + 1
                ? templates.removeAll(exporter.key, options)
                : templates.remove(new TemplateKey(exporter.key, id)) ? 1 : 0;
        counters.add(SensorCounter.FLOW_EXPORT_TEMPLATES_WITHDRAWN, gone);
    }

    private void data(ExportMessage message, Exporter exporter, int id, byte[] content, int offset, FlowLogSink sink) {
        TemplateKey key = new TemplateKey(exporter.key, id);
        Template template = templates.get(key);
        if (template == null) {
            recordsKnown = false;
            held.hold(key, new HeldSet(message, content, offset));
        } else {
            records(message, exporter, template, content, offset, sink);
        }
    }

    /** What is left behind the last whole record is padding. */
    void records(
            ExportMessage message, Exporter exporter, Template template, byte[] content, int offset, FlowLogSink sink) {
        ByteCursor in = new ByteCursor().wrap(content);
        int shortest = template.shortest();
        while (in.remaining() >= shortest && values.read(template, content, in)) {
            records++;
            if (template.options()) {
                onOptions(exporter);
            } else {
                onFlow(message, exporter, offset + values.place(), sink);
            }
        }
    }

    private void onOptions(Exporter exporter) {
        counters.increment(SensorCounter.FLOW_EXPORT_RECORDS_OPTIONS);
        exporter.sampling.onOptions(values);
        long boot = values.first(160);
        if (boot > 0) {
            exporter.bootMs = boot;
        }
    }

    private void onFlow(ExportMessage message, Exporter exporter, int place, FlowLogSink sink) {
        Observation flow = mapper.map(message, exporter, values, place);
        if (flow == null) {
            counters.increment(SensorCounter.FLOW_EXPORT_RECORDS_NO_ADDRESS);
        } else {
            counters.increment(SensorCounter.FLOW_EXPORT_RECORDS_FLOW);
            sink.accept(flow);
        }
    }

    /** An exporter was started anew: what it announced before is void (RFC 3954 section 9). */
    void forget(ExporterKey exporter) {
        templates.removeAll(exporter, null);
        held.dropAll(exporter);
    }

    Templates templates() {
        return templates;
    }

    HeldSets held() {
        return held;
    }
}

package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads sets of templates (RFC 3954 sections 5.2 and 6.1, RFC 7011 section 3.4). Each method reads one template; {@code in} stands behind
 * it then, or has failed.
 *
 * <p><b>Threading:</b> one thread.
 */
final class TemplateReader {
    /** Many devices have some twenty fields, none comes near. */
    static final int MAX_FIELDS = 512;

    private static final int ENTERPRISE_BIT = 0x8000;
    private static final int FIELD_LENGTH = 4;

    private final Elements elements;
    private final SensorCounters counters;

    TemplateReader(Elements elements, SensorCounters counters) {
        this.elements = elements;
        this.counters = counters;
    }

    /** @return null when records of it could not be told apart, or it is too long */
    Template data(boolean ipfix, int id, int count, ByteCursor in) {
        List<Template.Field> fields = new ArrayList<>();
        fields(ipfix, 0, count, in, fields);
        return checked(new Template(id, false, List.copyOf(fields)), in);
    }

    /** Options of NetFlow 9: lengths of scopes and options in bytes. */
    Template optionsV9(int id, ByteCursor in) {
        int scopes = in.u16() / FIELD_LENGTH;
        int options = in.u16() / FIELD_LENGTH;
        List<Template.Field> fields = new ArrayList<>();
        fields(false, Elements.SCOPE, scopes, in, fields);
        fields(false, 0, options, in, fields);
        return checked(new Template(id, true, List.copyOf(fields)), in);
    }

    /** Options of IPFIX: the first fields, which are the scope, are elements as the others. */
    Template optionsIpfix(int id, int count, ByteCursor in) {
        in.skip(Short.BYTES); // how many of them are the scope
        List<Template.Field> fields = new ArrayList<>();
        fields(true, 0, count, in, fields);
        return checked(new Template(id, true, List.copyOf(fields)), in);
    }

    private void fields(boolean ipfix, long enterprise, int count, ByteCursor in, List<Template.Field> fields) {
        for (int i = 0; i < count && in.ok(); i++) {
            int id = in.u16();
            int length = in.u16();
            boolean own = ipfix && (id & ENTERPRISE_BIT) != 0;
            long key = Elements.key(own ? in.u32() : enterprise, own ? id & ~ENTERPRISE_BIT : id);
            if (fields.size() <= MAX_FIELDS) {
                fields.add(new Template.Field(key, length, elements.of(key)));
            }
        }
    }

    private Template checked(Template template, ByteCursor in) {
        boolean usable = in.ok() && template.shortest() > 0 && template.fields().size() <= MAX_FIELDS;
        if (!usable) {
            counters.increment(SensorCounter.FLOW_EXPORT_TEMPLATES_REFUSED);
        }
        return usable ? template : null;
    }
}

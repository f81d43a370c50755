package io.plainsight.sensor.flowlog.netflow;

import java.util.List;

/**
 * How records of one data set look (RFC 3954 section 5.3, RFC 7011 section 3.4). Immutable.
 *
 * @param options whether its records are about the exporter and no flows
 */
record Template(int id, boolean options, List<Field> fields) {
    /** In a template: the length stands before each value (RFC 7011 section 7). */
    static final int VARIABLE = 0xffff;

    /**
     * One field.
     *
     * @param key as {@link Elements} makes it
     * @param length in bytes, 0 too, or {@link #VARIABLE}
     */
    record Field(long key, int length, Element element) {}

    /** The least that a record may be long, in bytes. */
    int shortest() {
        int bytes = 0;
        for (Field field : fields) {
            bytes += field.length == VARIABLE ? 1 : field.length;
        }
        return bytes;
    }
}

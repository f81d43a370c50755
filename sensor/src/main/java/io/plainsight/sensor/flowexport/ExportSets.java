package io.plainsight.sensor.flowexport;

import io.plainsight.sensor.buffer.ByteCursor;

/** The sets of NetFlow 9 and IPFIX: id, length with both, content (RFC 3954 section 5.2, RFC 7011 section 3.3.2). */
final class ExportSets {
    private static final int HEADER_LENGTH = 4;
    private static final int FIRST_DATA_SET = 256;
    private static final int MAX_SETS = 512;

    private ExportSets() {}

    /**
     * Whether one set follows the other up to the last byte, at least one.
     *
     * @param templates id of the set of templates; options templates have the next one
     */
    static boolean reachTheEnd(ByteCursor in, int templates) {
        for (int i = 0; i < MAX_SETS; i++) {
            int id = in.u16();
            int length = in.u16();
            boolean known = id == templates || id == templates + 1 || id >= FIRST_DATA_SET;
            if (!in.ok() || !known || length <= HEADER_LENGTH) {
                return false;
            }
            in.skip(length - HEADER_LENGTH);
            if (!in.ok() || in.remaining() == 0) {
                return in.ok();
            }
        }
        return false;
    }
}
